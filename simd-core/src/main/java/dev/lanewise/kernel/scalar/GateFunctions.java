package dev.lanewise.kernel.scalar;

/** The functions of gates, in place on the first n elements. */
public interface GateFunctions {
    /** {@code x = 1 / (1 + exp(-x))}. */
    void sigmoid(float[] x, int n);

    /** {@code x = tanh(x)}. */
    void tanh(float[] x, int n);
}
