package dev.lanewise.data.tabular;

import dev.lanewise.data.SplitMix64;
import java.util.Arrays;

/** Rows dealt to training, validation and test; each part in the order of the file. */
record RowSplit(int[] train, int[] validation, int[] test) {
    /**
     * Deals rows by chance, each class in the same shares; a class of one row goes to training.
     *
     * @param classes the class of each row, from 0
     * @param count the number of classes
     */
    static RowSplit of(int[] classes, int count, double validation, double test, long seed) {
        int[] sizes = new int[count];
        for (int c : classes) {
            sizes[c]++;
        }
        byte[] part = new byte[classes.length];
        double testDue = 0;
        double validationDue = 0;
        int tests = 0;
        int validations = 0;
        for (int c = 0; c < count; c++) {
            int[] rows = shuffled(classes, c, sizes[c], SplitMix64.stream(seed, c));
            // Shares are due over all classes so far: rounding errors of small classes do not add up.
            testDue += sizes[c] * test;
            validationDue += sizes[c] * validation;
            int spare = Math.max(0, sizes[c] - 1);
            int toTest = Math.clamp(Math.round(testDue) - tests, 0, spare);
            int toValidation = Math.clamp(Math.round(validationDue) - validations, 0, spare - toTest);
            for (int i = 0; i < toTest + toValidation; i++) {
                part[rows[i]] = (byte) (i < toTest ? 2 : 1);
            }
            tests += toTest;
            validations += toValidation;
        }
        return new RowSplit(
                rows(part, 0, classes.length - tests - validations), rows(part, 1, validations), rows(part, 2, tests));
    }

    private static int[] shuffled(int[] classes, int wanted, int size, long stream) {
        int[] rows = new int[size];
        int n = 0;
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] == wanted) {
                rows[n++] = i;
            }
        }
        SplitMix64.shuffle(rows, stream);
        return rows;
    }

    private static int[] rows(byte[] part, int wanted, int size) {
        int[] rows = new int[size];
        int n = 0;
        for (int i = 0; i < part.length; i++) {
            if (part[i] == wanted) {
                rows[n++] = i;
            }
        }
        return Arrays.copyOf(rows, n);
    }
}
