package dev.lanewise.kernel;

/**
 * What {@link AttentionKernels} does beside the products.
 *
 * @param causal true if query t sees the keys up to {@code t + offset} only
 * @param offset the position of the first query among the keys, 0 or more; without meaning unless causal
 * @param scale the factor of the scores
 * @param dropout the probability of a weight to be zeroed, the others being scaled by {@code 1 / (1 - dropout)}; in [0, 1]
 * @param seed of the draws
 * @param stream of the draws
 */
public record AttentionRule(boolean causal, int offset, float scale, float dropout, long seed, long stream) {
    /** Without dropout. */
    public AttentionRule(boolean causal, int offset, float scale) {
        this(causal, offset, scale, 0f, 0, 0);
    }

    /** The probability of a weight to be kept. */
    public float keep() {
        return 1f - dropout;
    }

    /** The factor of a weight that is kept. Nothing is kept at probability 1, and 1 / 0 must not meet a 0. */
    public float keptFactor() {
        return keep() == 0f ? 0f : 1f / keep();
    }

    /**
     * How many keys the block of queries sees that a query belongs to, {@link AttentionKernels#QUERIES} at a time: what
     * follows them takes no part in the block's sums.
     *
     * @param query in [0, queries)
     */
    public int horizon(int query, int queries, int keys) {
        if (!causal) {
            return keys;
        }
        long end = Math.min(queries, (query / AttentionKernels.QUERIES + 1L) * AttentionKernels.QUERIES);
        return (int) Math.min(keys, end + offset);
    }

    /** How many keys a query sees itself. */
    public int seen(int query, int keys) {
        return causal ? (int) Math.min(keys, query + 1L + offset) : keys;
    }
}
