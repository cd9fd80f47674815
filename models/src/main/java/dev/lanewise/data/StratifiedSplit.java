package dev.lanewise.data;

import java.util.Arrays;

/**
 * Samples dealt to two parts so that each class has the same share in both.
 *
 * <p>Of a class of n samples, {@code round(share * n)} are held out, at least one and at most n - 1 if n is at least 2,
 * none if n is 1: those that come first when the class's samples are shuffled as {@link Batches} does, by the stream
 * {@code stream(seed, class)} of {@link SplitMix64}. So a class's part does not depend on the other classes.
 *
 * @param kept the samples to train on, ascending
 * @param held the samples held out, ascending
 */
public record StratifiedSplit(int[] kept, int[] held) {
    /**
     * Splits by class.
     *
     * @param labels the class of each sample, 0 or above
     * @param share of samples held out, above 0 and below 1
     * @throws IllegalArgumentException if the share is outside (0, 1)
     */
    public static StratifiedSplit of(int[] labels, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("split: held out share " + share + ", expected between 0 and 1");
        }
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        int[][] members = new int[classes][];
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        for (int c = 0; c < classes; c++) {
            members[c] = new int[counts[c]];
        }
        Arrays.fill(counts, 0);
        for (int i = 0; i < labels.length; i++) {
            members[labels[i]][counts[labels[i]]++] = i;
        }
        boolean[] out = new boolean[labels.length];
        int total = 0;
        for (int c = 0; c < classes; c++) {
            int n = members[c].length;
            int held = n < 2 ? 0 : Math.clamp(Math.round(share * n), 1, n - 1);
            SplitMix64.shuffle(members[c], SplitMix64.stream(seed, c));
            for (int i = 0; i < held; i++) {
                out[members[c][i]] = true;
            }
            total += held;
        }
        int[] kept = new int[labels.length - total];
        int[] held = new int[total];
        int k = 0;
        int h = 0;
        for (int i = 0; i < labels.length; i++) {
            if (out[i]) {
                held[h++] = i;
            } else {
                kept[k++] = i;
            }
        }
        return new StratifiedSplit(kept, held);
    }
}
