package dev.lanewise.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.reduce.Max;
import dev.lanewise.op.reduce.Min;
import dev.lanewise.op.reduce.TopK;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The gradients of what picks elements along an axis, against central differences. */
class PickGradientTest {
    private static final int TRIES = 30;

    /** All elements of each sample apart, since a maximum has a kink where two are equal. */
    private static Tensor spaced(long seed, int samples, int d, int columns) {
        return new Inputs(seed).spacedPlanes(Shape.of(samples, d, columns));
    }

    private static void check(DifferentiableOp op, Tensor x, int seed, int... extents) {
        // The indices have no gradient.
        GradientCheck.of(op.toString(), v -> new Var[] {op.on(v[0])})
                .input("x", x)
                .output(extents)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Max.class)
    void max_matchesDifferences(
            @ForAll @IntRange(min = 0, max = 3) int samples,
            @ForAll @IntRange(min = 1, max = 6) int d,
            @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll boolean keep,
            @ForAll int seed) {
        Tensor x = spaced(seed, samples, d, columns);
        check(new Max(1, keep), x, seed, keep ? new int[] {samples, 1, columns} : new int[] {samples, columns});
        check(new Max(-1, keep), x, seed, keep ? new int[] {samples, d, 1} : new int[] {samples, d});
    }

    @Property(tries = TRIES)
    @Checks(Min.class)
    void min_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 3) int samples,
            @ForAll @IntRange(min = 1, max = 6) int d,
            @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll boolean keep,
            @ForAll int seed) {
        Tensor x = spaced(seed, 1, samples * d, columns).reshape(samples, d, columns);
        check(new Min(-2, keep), x, seed, keep ? new int[] {samples, 1, columns} : new int[] {samples, columns});
        check(new Min(0, keep), x, seed, keep ? new int[] {1, d, columns} : new int[] {d, columns});
    }

    @Property(tries = TRIES)
    @Checks(TopK.class)
    void topK_matchesDifferences(
            @ForAll @IntRange(min = 0, max = 3) int samples,
            @ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll @IntRange(min = 1, max = 12) int d,
            @ForAll @IntRange(min = 0, max = 11) int k,
            @ForAll int seed) {
        int some = 1 + k % d;
        check(new TopK(some), spaced(seed, samples, rows, d), seed, samples, rows, some);
    }

    @Test
    void valuesAndIndices_areThoseOfTheFirstLargest() {
        Tape tape = Tape.inference();
        tape.begin(0);
        Var x = tape.constant(Tensor.of(new float[] {1, 5, 5, -2, 7, -2}, 2, 3));
        Var[] max = tape.record(new Max(1, false), x);
        assertArrayEquals(new float[] {5, 7}, max[0].detach().toArray());
        assertArrayEquals(new int[] {1, 1}, max[1].ints().toArray());
        assertArrayEquals(
                new int[] {1, 0, 1}, tape.record(new Min(0, true), x)[1].ints().toArray());
        Var[] top = tape.record(new TopK(2), x);
        assertArrayEquals(new float[] {5, 5, 7, -2}, top[0].detach().toArray());
        assertArrayEquals(new int[] {1, 2, 1, 0}, top[1].ints().toArray());
        assertEquals(Shape.of(1, 3), tape.record(new Min(0, true), x)[0].shape());
    }

    @Test
    void anAxisOrACountThatIsNotThere_isRefused() {
        Tape tape = Tape.inference();
        tape.begin(0);
        Var x = tape.constant(Tensor.zeros(2, 3));
        Var empty = tape.constant(Tensor.zeros(2, 0));
        for (Runnable wrong : new Runnable[] {
            () -> new Max(2, false).on(x), () -> new Min(1, false).on(empty), () -> new TopK(4).on(x)
        }) {
            String message =
                    assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
            assertTrue(message.contains("x has shape"), message);
        }
    }
}
