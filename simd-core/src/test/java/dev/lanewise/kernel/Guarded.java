package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * A tensor at an odd offset of a larger array. The elements around it hold a mark that a kernel must neither read into
 * its result (the mark is NaN) nor overwrite.
 */
public final class Guarded {
    private static final int BAND = 37;
    private static final int MARK = 0x7fc0dead;

    private final Tensor tensor;

    private Guarded(Shape shape) {
        float[] array = new float[shape.size() + 2 * BAND];
        java.util.Arrays.fill(array, Float.intBitsToFloat(MARK));
        tensor = Tensor.window(array, BAND, shape);
    }

    /** A guarded tensor of zeros. */
    public static Guarded zeros(int... shape) {
        Guarded g = new Guarded(Shape.of(shape));
        g.tensor.fill(0f);
        return g;
    }

    /** A guarded tensor whose elements hold a value that an output must overwrite. */
    public static Guarded dirty(int... shape) {
        Guarded g = new Guarded(Shape.of(shape));
        g.tensor.fill(Float.NaN);
        return g;
    }

    /** A guarded tensor of numbers in [-scale, scale), the same for the same seed. */
    public static Guarded random(long seed, float scale, int... shape) {
        Guarded g = new Guarded(Shape.of(shape));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < g.tensor.size(); i++) {
            g.tensor.array()[BAND + i] = (float) random.nextDouble(-scale, scale);
        }
        return g;
    }

    /** A guarded copy of values. */
    public static Guarded of(float[] values, int... shape) {
        Guarded g = new Guarded(Shape.of(shape));
        System.arraycopy(values, 0, g.tensor.array(), BAND, values.length);
        return g;
    }

    /** The tensor inside. */
    public Tensor tensor() {
        return tensor;
    }

    /** Fails if anything around the tensor was written. */
    public void assertIntact() {
        float[] array = tensor.array();
        for (int i = 0; i < array.length; i++) {
            if (i < BAND || i >= array.length - BAND) {
                assertEquals(MARK, Float.floatToRawIntBits(array[i]), "written outside the tensor, at " + (i - BAND));
            }
        }
    }
}
