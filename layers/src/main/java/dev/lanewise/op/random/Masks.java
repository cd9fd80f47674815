package dev.lanewise.op.random;

import dev.lanewise.autograd.Frame;
import dev.lanewise.tensor.Tensor;

/** The masks of operations that drop something in training. */
final class Masks {
    private Masks() {}

    static void requireProbability(String op, float probability) {
        if (!(probability >= 0f && probability <= 1f)) {
            throw new IllegalArgumentException(op + ": probability " + probability + ", expected 0 to 1");
        }
    }

    /** True if nothing is dropped. */
    static boolean off(Frame frame, float probability) {
        return !frame.training() || probability == 0f;
    }

    /** Draws a mask of 0 with the probability, else {@code 1 / (1 - probability)}. */
    static void draw(Frame frame, float probability, Tensor mask) {
        float keep = 1f - probability;
        // Nothing is kept at probability 1, and 1 / 0 must not meet a 0.
        float scale = keep == 0f ? 0f : 1f / keep;
        frame.kernels().random().bernoulli(frame.seed(), frame.stream(), keep, scale, mask);
    }
}
