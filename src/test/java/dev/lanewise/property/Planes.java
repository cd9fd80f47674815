package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Tape;
import dev.lanewise.gradient.Inputs;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** What the properties of convolutions share: tensors, a layer that runs, and equality. */
final class Planes {
    /** Closeness of sums in another order: a fraction of the largest element, or of 1. */
    static final double CLOSE = 1e-5;

    private Planes() {}

    static Tensor floats(long seed, int... shape) {
        return new Inputs(seed).floats(Shape.of(shape));
    }

    static Tensor run(Unary layer, Tensor x) {
        Tape tape = Tape.inference();
        tape.begin(0);
        return layer.forward(tape.input(x)).detach();
    }

    static void assertClose(Tensor expected, Tensor actual) {
        assertEquals(expected.shape(), actual.shape());
        float[] a = expected.toArray();
        float[] b = actual.toArray();
        double scale = 1;
        for (float value : a) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < a.length; i++) {
            assertTrue(Math.abs((double) a[i] - b[i]) <= CLOSE * scale, "at " + i + ": " + b[i] + ", expected " + a[i]);
        }
    }

    static void assertSame(Tensor expected, Tensor actual) {
        assertEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.toArray(), actual.toArray());
    }
}
