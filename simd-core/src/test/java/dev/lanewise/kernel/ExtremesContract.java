package dev.lanewise.kernel;

import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link ReduceKernels} keeps of the largest and smallest elements. */
public abstract class ExtremesContract {
    /** What is tested. */
    protected abstract ReduceKernels kernels();

    /** Values of which many are equal, and some special. */
    private static float[] values(long seed, double rate, int size) {
        float[] values = PlainRows.withSpecials(seed, 3f, rate, size);
        for (int i = 0; i < size; i++) {
            values[i] = Float.isNaN(values[i]) || i % 3 == 0 ? values[i] : Math.round(values[i]);
        }
        return values;
    }

    @Test
    void extremes_everyLengthAndPlace_areTheFirstOrTheFirstNaN() {
        for (int d : PlainRows.LENGTHS) {
            for (int columns : d > 1100 ? new int[] {1, 5} : new int[] {1, 2, 15, 16, 17, 33, 260}) {
                for (double rate : new double[] {0, 0.5 / d, 0.5}) {
                    extremes(values(d + columns, rate, 2 * d * columns), d, columns);
                }
            }
        }
    }

    private void extremes(float[] values, int d, int columns) {
        for (boolean largest : new boolean[] {true, false}) {
            Guarded y = Guarded.dirty(2, columns);
            int[] guarded = new int[2 * columns + 2];
            IntTensor at = IntTensor.window(guarded, 1, y.tensor().shape());
            kernels().extremes(largest, Guarded.of(values, 2, d, columns).tensor(), y.tensor(), at);
            for (int i = 0; i < 2 * columns; i++) {
                int from = i / columns * d * columns + i % columns;
                int best = 0;
                for (int k = 1; k < d; k++) {
                    float v = values[from + k * columns];
                    float m = values[from + best * columns];
                    boolean better = largest ? v > m : v < m;
                    best = better || (Float.isNaN(v) && !Float.isNaN(m)) ? k : best;
                }
                String where = largest + " " + d + " " + columns + " " + i;
                assertEquals(best, guarded[1 + i], where);
                Bits.assertSame(
                        new float[] {values[from + best * columns]},
                        new float[] {y.tensor().toArray()[i]},
                        where);
            }
            y.assertIntact();
            assertEquals(0, guarded[0] | guarded[guarded.length - 1]);
        }
    }

    @Test
    void topK_everyLength_isTheOrderOfAStableSort() {
        for (int d : PlainRows.LENGTHS) {
            for (int k : new int[] {1, 2, 5, d / 2, d}) {
                for (double rate : new double[] {0, 0.5 / d, 0.5}) {
                    if (k >= 1 && k <= d) {
                        topK(values(d + k, rate, 3 * d), d, k);
                    }
                }
            }
        }
    }

    private void topK(float[] values, int d, int k) {
        Guarded y = Guarded.dirty(3, k);
        IntTensor at = IntTensor.zeros(3, k);
        kernels().topK(Guarded.of(values, 3, d).tensor(), y.tensor(), at);
        for (int r = 0; r < 3; r++) {
            int from = r * d;
            // -0 + 0 is +0; Float.compare then puts NaN above all. The sort keeps the order of equal elements.
            List<Integer> order = IntStream.range(0, d)
                    .boxed()
                    .sorted(Comparator.comparing((Integer i) -> values[from + i] + 0f)
                            .reversed())
                    .toList();
            for (int i = 0; i < k; i++) {
                assertEquals(order.get(i), at.get(r * k + i), d + " " + k + " " + r);
                Bits.assertSame(
                        new float[] {values[from + order.get(i)]},
                        new float[] {y.tensor().get(r, i)},
                        "value");
            }
        }
        y.assertIntact();
    }

    @Test
    void pickedBackward_putsTheGradientWhereTheElementWas() {
        Tensor dx = Guarded.dirty(2, 5, 3).tensor();
        Tensor dy = Guarded.random(1, 1f, 2, 2, 3).tensor();
        int[] picks = {0, 4, 2, 3, 1, 0, 4, 3, 2, 1, 0, 4};
        kernels().pickedBackward(IntTensor.of(picks, 2, 2, 3), dy, dx);
        float[] expected = new float[30];
        for (int i = 0; i < 12; i++) {
            expected[i / 6 * 15 + picks[i] * 3 + i % 3] = dy.toArray()[i];
        }
        Bits.assertSame(expected, dx.toArray(), "dx");
    }

    @Test
    void extremesAndTopK_anyThreads_haveTheSameBits() {
        Object[][] results = new Object[2][];
        for (int threads = 1; threads <= 2; threads++) {
            Tensor x = Guarded.random(1, 1f, 300, 41, 33).tensor();
            Tensor y = Tensor.zeros(300, 33);
            IntTensor at = IntTensor.zeros(300, 33);
            Tensor top = Tensor.zeros(300, 41, 4);
            IntTensor topAt = IntTensor.zeros(300, 41, 4);
            Tensor dx = Tensor.zeros(300, 41, 33);
            Threads.with(threads, () -> {
                kernels().extremes(false, x, y, at);
                kernels().topK(x, top, topAt);
                kernels().pickedBackward(at.reshape(Shape.of(300, 1, 33)), y.reshape(300, 1, 33), dx);
            });
            results[threads - 1] =
                    new Object[] {y.toArray(), at.toArray(), top.toArray(), topAt.toArray(), dx.toArray()};
        }
        assertArrayEquals(results[0], results[1]);
    }

    @Test
    void zeroExtents_writeNothing() {
        kernels().extremes(true, Tensor.zeros(0, 3, 2), Tensor.zeros(0, 2), IntTensor.zeros(0, 2));
        kernels().extremes(true, Tensor.zeros(2, 3, 0), Tensor.zeros(2, 0), IntTensor.zeros(2, 0));
        kernels().topK(Tensor.zeros(0, 3), Tensor.zeros(0, 2), IntTensor.zeros(0, 2));
        kernels().pickedBackward(IntTensor.zeros(0, 1, 2), Tensor.zeros(0, 1, 2), Tensor.zeros(0, 3, 2));
    }

    @Test
    void wrongShapes_sayWhichAndWriteNothing() {
        Tensor x = Tensor.zeros(2, 3, 4);
        Guarded y = Guarded.dirty(2, 5);
        IntTensor at = IntTensor.zeros(2, 5);
        assertRefused("extremes: ", "[2, 5]", () -> kernels().extremes(true, x, y.tensor(), at));
        assertRefused("extremes: ", "[2, 0, 5]", () -> kernels().extremes(true, Tensor.zeros(2, 0, 5), y.tensor(), at));
        assertRefused("topK: ", "[2, 5]", () -> kernels().topK(Tensor.zeros(2, 4), y.tensor(), at));
        assertRefused(
                "topK: ",
                "[2, 0]",
                () -> kernels().topK(Tensor.zeros(2, 4), Tensor.zeros(2, 0), IntTensor.zeros(2, 0)));
        assertRefused(
                "pickedBackward: ",
                "[2, 2]",
                () -> kernels().pickedBackward(IntTensor.zeros(2, 2), Tensor.zeros(2, 2), x));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> kernels()
                        .pickedBackward(
                                IntTensor.of(new int[] {0, 3}, 2, 1, 1), Tensor.zeros(2, 1, 1), Tensor.zeros(2, 3, 1)));
        assertUntouched(y.tensor());
    }
}
