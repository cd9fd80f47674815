package dev.lanewise.nn.attention;

/**
 * The extents and options of {@link MultiheadAttention}.
 *
 * @param embedding the extent E of queries and outputs
 * @param heads the number H of heads, which divides E
 * @param keyValueHeads the number Hk of heads of keys and values, which divides H; H itself for ordinary attention, 1 for
 *     multi-query attention (Shazeer, 2019), something between for grouped-query attention (Ainslie et al., 2023)
 * @param keyWidth the extent of the keys that come in
 * @param valueWidth the extent of the values that come in
 * @param bias true if the projections have biases
 * @param biasKeyValue true if a learned key and value are appended to each sequence
 * @param zeroKeyValue true if a key and a value of zeros are appended to each sequence
 * @param dropout the probability of a weight to be zeroed in training, in [0, 1]
 */
public record MultiheadOptions(
        int embedding,
        int heads,
        int keyValueHeads,
        int keyWidth,
        int valueWidth,
        boolean bias,
        boolean biasKeyValue,
        boolean zeroKeyValue,
        float dropout) {
    private static final String NAME = "multiheadAttention";

    public MultiheadOptions {
        if (embedding < 1 || heads < 1 || embedding % heads != 0) {
            throw new IllegalArgumentException(NAME + ": heads=" + heads + ", embedding=" + embedding
                    + ", expected a number of heads that divides the embedding");
        }
        if (keyValueHeads < 1 || heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(NAME + ": keyValueHeads=" + keyValueHeads + ", heads=" + heads
                    + ", expected a number of key and value heads that divides the heads");
        }
        if (keyWidth < 1 || valueWidth < 1) {
            throw new IllegalArgumentException(
                    NAME + ": keyWidth=" + keyWidth + ", valueWidth=" + valueWidth + ", expected at least 1");
        }
        if (!(dropout >= 0f && dropout <= 1f)) {
            throw new IllegalArgumentException(NAME + ": dropout probability " + dropout + ", expected 0 to 1");
        }
    }

    /** Ordinary attention: biases, no dropout, keys and values of the width of the queries. */
    public static MultiheadOptions of(int embedding, int heads) {
        return new MultiheadOptions(embedding, heads, heads, embedding, embedding, true, false, false, 0f);
    }

    /** The same with fewer heads of keys and values. */
    public MultiheadOptions withKeyValueHeads(int number) {
        return new MultiheadOptions(
                embedding, heads, number, keyWidth, valueWidth, bias, biasKeyValue, zeroKeyValue, dropout);
    }

    /** The same for keys and values of other widths. */
    public MultiheadOptions withWidths(int key, int value) {
        return new MultiheadOptions(
                embedding, heads, keyValueHeads, key, value, bias, biasKeyValue, zeroKeyValue, dropout);
    }

    /** The same with or without biases of the projections. */
    public MultiheadOptions withBias(boolean with) {
        return new MultiheadOptions(
                embedding, heads, keyValueHeads, keyWidth, valueWidth, with, biasKeyValue, zeroKeyValue, dropout);
    }

    /** The same with or without a learned key and value, and a key and value of zeros, after each sequence. */
    public MultiheadOptions withAppended(boolean learned, boolean zero) {
        return new MultiheadOptions(
                embedding, heads, keyValueHeads, keyWidth, valueWidth, bias, learned, zero, dropout);
    }

    /** The same with dropout of the weights. */
    public MultiheadOptions withDropout(float probability) {
        return new MultiheadOptions(
                embedding, heads, keyValueHeads, keyWidth, valueWidth, bias, biasKeyValue, zeroKeyValue, probability);
    }

    /** The extent of a head: E/H. */
    public int depth() {
        return embedding / heads;
    }

    /** The extent of the projected keys and values: Hk times the depth. */
    public int projected() {
        return keyValueHeads * depth();
    }

    /** True if queries, keys and values have one width, so that one weight projects all three. */
    public boolean together() {
        return keyWidth == embedding && valueWidth == embedding;
    }

    /** How many positions are appended to keys and values. */
    int appended() {
        return (biasKeyValue ? 1 : 0) + (zeroKeyValue ? 1 : 0);
    }
}
