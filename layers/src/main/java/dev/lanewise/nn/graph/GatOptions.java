package dev.lanewise.nn.graph;

/**
 * How the heads of a graph attention layer attend.
 *
 * @param heads their number, H, at least 1
 * @param concat true to put the heads one after another, false for their mean
 * @param slope of the leaky ReLU below 0
 * @param dropout the probability of a weight to be dropped in training, in [0, 1]
 * @param selfLoops true to give every node that has none an edge to itself
 */
public record GatOptions(int heads, boolean concat, float slope, float dropout, boolean selfLoops) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if there is no head or the probability is not in [0, 1]
     */
    public GatOptions {
        if (heads < 1) {
            throw new IllegalArgumentException("gat: heads=" + heads + ", expected at least 1");
        }
        if (!(dropout >= 0f && dropout <= 1f)) {
            throw new IllegalArgumentException("gat: dropout=" + dropout + ", expected 0 to 1");
        }
    }

    /** Heads one after another, slope 0.2, no dropout, self-loops: PyTorch Geometric's defaults. */
    public static GatOptions of(int heads) {
        return new GatOptions(heads, true, 0.2f, 0f, true);
    }

    /** The same options with the mean of the heads. */
    public GatOptions averaged() {
        return new GatOptions(heads, false, slope, dropout, selfLoops);
    }

    /** The features of all heads of so many each. */
    int width(int outputs) {
        return concat ? heads * outputs : outputs;
    }
}
