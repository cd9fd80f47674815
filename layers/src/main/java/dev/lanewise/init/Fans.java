package dev.lanewise.init;

import dev.lanewise.tensor.Shape;

/** How many inputs feed one output of a weight, and how many outputs one input feeds. */
final class Fans {
    private Fans() {}

    /** Inputs per output: [O,I,K...] has I * K. */
    static int in(Shape weight) {
        check(weight);
        return weight.span(1, weight.rank());
    }

    /** Outputs per input: [O,I,K...] has O * K. */
    static int out(Shape weight) {
        check(weight);
        return weight.dim(0) * weight.span(2, weight.rank());
    }

    private static void check(Shape weight) {
        if (weight.rank() < 2) {
            throw new IllegalArgumentException(
                    "initializer: weights of shape " + weight + ", expected rank 2 or more: [O,I,...]");
        }
    }
}
