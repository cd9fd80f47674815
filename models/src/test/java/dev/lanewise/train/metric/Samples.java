package dev.lanewise.train.metric;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * Samples by formula, so that another program can make the same ones. The reference figures for them in the tests come from
 * scikit-learn 1.9.1 on numpy arrays of the same formulas in double; all values are multiples of 1/8 and exact in float.
 */
final class Samples {
    static final int BINARY = 40;
    static final int MULTI = 60;
    static final int CLASSES = 4;
    static final int ROWS = 30;

    private Samples() {}

    /** {@code s = ((i*7 + 3) % 11 - 5) / 4}: eleven distinct scores, so many ties. */
    static Tensor binaryScores() {
        float[] s = new float[BINARY];
        for (int i = 0; i < BINARY; i++) {
            s[i] = ((i * 7 + 3) % 11 - 5) / 4f;
        }
        return Tensor.of(s, BINARY);
    }

    /** {@code y = (i*5 + i//3) % 7 < 3}. */
    static IntTensor binaryTargets() {
        int[] y = new int[BINARY];
        for (int i = 0; i < BINARY; i++) {
            y[i] = (i * 5 + i / 3) % 7 < 3 ? 1 : 0;
        }
        return IntTensor.of(y, BINARY);
    }

    /** {@code L = ((i*13 + k*29 + i*k*5) % 23 - 11) / 4 - 3*(k == 3)}: class 3 is never predicted. */
    static Tensor logits() {
        float[] s = new float[MULTI * CLASSES];
        for (int i = 0; i < MULTI; i++) {
            for (int k = 0; k < CLASSES; k++) {
                s[i * CLASSES + k] = ((i * 13 + k * 29 + i * k * 5) % 23 - 11) / 4f - (k == 3 ? 3 : 0);
            }
        }
        return Tensor.of(s, MULTI, CLASSES);
    }

    /** {@code t = (i*3 + i//5) % 7 % 4}. */
    static IntTensor classes() {
        int[] t = new int[MULTI];
        for (int i = 0; i < MULTI; i++) {
            t[i] = (i * 3 + i / 5) % 7 % 4;
        }
        return IntTensor.of(t, MULTI);
    }

    /** {@code T = 1000 + ((i*17 + c*5) % 13) / 4}. */
    static Tensor quantities() {
        float[] t = new float[ROWS * 2];
        for (int i = 0; i < ROWS * 2; i++) {
            t[i] = 1000 + (i / 2 * 17 + i % 2 * 5) % 13 / 4f;
        }
        return Tensor.of(t, ROWS, 2);
    }

    /** {@code Q = T + ((i*7 + c*3) % 9 - 4) / 8}. */
    static Tensor predictedQuantities() {
        float[] q = quantities().toArray();
        for (int i = 0; i < ROWS * 2; i++) {
            q[i] += ((i / 2 * 7 + i % 2 * 3) % 9 - 4) / 8f;
        }
        return Tensor.of(q, ROWS, 2);
    }
}
