package dev.lanewise.data;

import java.util.Arrays;

/**
 * A seeded split of samples into parts: which part a sample falls into depends on (labels, shares, seed) alone. Within a
 * part samples stay in their order.
 */
public final class SeededSplit {
    private SeededSplit() {}

    /** A split without regard to classes. */
    public static int[][] of(int samples, long seed, double... shares) {
        return stratified(new int[samples], seed, shares);
    }

    /**
     * A split in which each class has the same share of each part, as far as whole samples go. Of a class with at least
     * as many samples as there are parts with a share, every such part has one.
     *
     * @param labels the class of each sample, from 0
     * @param shares what goes into each part, together 1; a share of 0 makes an empty part
     * @return for each part the indices of its samples
     * @throws IllegalArgumentException if a share is below 0 or they are not 1 together
     */
    public static int[][] stratified(int[] labels, long seed, double... shares) {
        double sum = Arrays.stream(shares).sum();
        if (Arrays.stream(shares).anyMatch(s -> !(s >= 0)) || Math.abs(sum - 1) > 1e-9) {
            throw new IllegalArgumentException(
                    "split: shares " + Arrays.toString(shares) + ", expected none below 0 and together 1");
        }
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        int[] members = new int[classes];
        for (int label : labels) {
            members[label]++;
        }
        int[][] shuffled = new int[classes][];
        for (int c = 0; c < classes; c++) {
            shuffled[c] = new int[members[c]];
        }
        int[] filled = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            shuffled[labels[i]][filled[labels[i]]++] = i;
        }
        int[] partOf = new int[labels.length];
        int[] sizes = new int[shares.length];
        for (int c = 0; c < classes; c++) {
            SplitMix64.shuffle(shuffled[c], SplitMix64.stream(seed, c));
            int at = 0;
            int[] counts = counts(members[c], shares);
            for (int p = 0; p < counts.length; p++) {
                for (int k = 0; k < counts[p]; k++) {
                    partOf[shuffled[c][at++]] = p;
                }
                sizes[p] += counts[p];
            }
        }
        int[][] parts = new int[shares.length][];
        Arrays.setAll(parts, p -> new int[sizes[p]]);
        int[] next = new int[shares.length];
        for (int i = 0; i < labels.length; i++) {
            parts[partOf[i]][next[partOf[i]]++] = i;
        }
        return parts;
    }

    /** How many of a class go into each part: rounded shares, at least 1; the largest part takes what is left. */
    private static int[] counts(int members, double[] shares) {
        int[] counts = new int[shares.length];
        int largest = 0;
        for (int p = 0; p < shares.length; p++) {
            largest = shares[p] > shares[largest] ? p : largest;
        }
        int left = members;
        for (int p = 0; p < shares.length; p++) {
            if (p != largest && shares[p] > 0) {
                int wanted = Math.max(1, (int) Math.round(members * shares[p]));
                counts[p] = Math.max(0, Math.min(wanted, left - 1));
                left -= counts[p];
            }
        }
        counts[largest] = left;
        return counts;
    }
}
