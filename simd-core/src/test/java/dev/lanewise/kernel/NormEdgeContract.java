package dev.lanewise.kernel;

import static dev.lanewise.kernel.NormDefinition.CLOSE;
import static dev.lanewise.kernel.NormDefinition.EPS;
import static dev.lanewise.kernel.NormDefinition.assertClose;
import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What {@link NormKernels} promises of large means, long rows, limits and operands that do not fit. */
public abstract class NormEdgeContract {
    /** The implementation. */
    protected abstract NormKernels kernels();

    /** The error of a mean as a fraction of the largest deviation, as the interface states it. */
    private static final double MEAN_BOUND = 71 * 0x1p-24;

    /** Mean 10,000 and standard deviation 1: what float has left of x is normalised as well as any other numbers. */
    @Test
    void largeMean_isNormalisedAsWellAsASmallOne() {
        for (int[] extents : new int[][] {{3, 768, 1}, {2, 3, 20_000}, {200, 3, 1}}) {
            Tensor x = Tensor.zeros(extents);
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < x.size(); i++) {
                x.array()[i] = (float) (10_000 + random.nextGaussian());
            }
            Tensor y = Tensor.zeros(extents);
            if (extents[0] == 200) {
                Tensor centre = Tensor.zeros(2, 3);
                Tensor rstd = Tensor.zeros(3);
                kernels().statistics(x, 0f, centre, Tensor.zeros(3), Tensor.zeros(3), rstd);
                kernels().channels(x, null, null, centre, rstd, y);
                assertStandard(y.array(), 0, 3, 200);
            } else {
                kernels().groups(1, 0f, x, null, null, y, Tensor.zeros(2, extents[0]), Tensor.zeros(extents[0]));
                assertStandard(y.array(), 0, 1, x.size() / extents[0]);
            }
        }
    }

    /** Mean 0 and mean square 1 within the stated bounds. */
    private static void assertStandard(float[] y, int at, int stride, int n) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double v = y[at + i * stride];
            sum += v;
            squares += v * v;
        }
        assertEquals(0, sum / n, 2 * MEAN_BOUND);
        assertEquals(1, squares / n, 4 * MEAN_BOUND);
    }

    /** Runs longer than a block of a sum, and more samples than a block of a column. */
    @Test
    void longRuns_andTallColumns_areTheFormula() {
        for (int[] extents : new int[][] {{2, 2, 9001, 1}, {130, 5, 1, 1}, {1, 9000, 1, 1}}) {
            NormProblem p = new NormProblem(extents, 3f);
            Tensor y = Tensor.zeros(p.n, p.c, p.l);
            Tensor centre = Tensor.zeros(2, p.n);
            Tensor rstd = Tensor.zeros(p.n);
            kernels().groups(1, EPS, p.x.tensor(), p.weight.tensor(), p.bias.tensor(), y, centre, rstd);
            new NormDefinition(p, 1, true).assertNormalised(y, p.weight.tensor(), p.bias.tensor());
            Tensor dWeight = Tensor.zeros(p.c);
            Tensor dBias = Tensor.zeros(p.c);
            kernels()
                    .groupsBackward(
                            1, p.x.tensor(), null, centre, rstd, p.dy.tensor(), null, dWeight, dBias, Scratch.dirty());
            assertClose(new NormDefinition(p, 1, true).sums()[0], dWeight);
            assertClose(new NormDefinition(p, 1, true).sums()[1], dBias);
            Tensor centres = Tensor.zeros(2, p.c);
            Tensor rstds = Tensor.zeros(p.c);
            kernels().statistics(p.x.tensor(), EPS, centres, Tensor.zeros(p.c), Tensor.zeros(p.c), rstds);
            kernels().channels(p.x.tensor(), p.weight.tensor(), p.bias.tensor(), centres, rstds, y);
            new NormDefinition(p, 0, true).assertNormalised(y, p.weight.tensor(), p.bias.tensor());
        }
    }

    /** Numbers with a large mean that are exact in float: the statistics are those of the differences. */
    @Test
    void largeMean_costsNoDigits() {
        Tensor x = Tensor.zeros(1, 1, 4);
        x.copyFrom(Tensor.of(new float[] {-1.5f, -0.5f, 0.5f, 1.5f}, 4));
        Tensor shifted = Tensor.zeros(1, 1, 4);
        for (int i = 0; i < 4; i++) {
            // 2^22 + 1/4 apart: the mean itself is no float.
            shifted.array()[i] = x.array()[i] + 0x1p22f;
        }
        shifted.array()[3] += 1;
        x.array()[3] += 1;
        Tensor y = Tensor.zeros(1, 1, 4);
        Tensor yShifted = Tensor.zeros(1, 1, 4);
        kernels().groups(1, 0f, x, null, null, y, Tensor.zeros(2, 1), Tensor.zeros(1));
        kernels().groups(1, 0f, shifted, null, null, yShifted, Tensor.zeros(2, 1), Tensor.zeros(1));
        Bits.assertSame(y, yShifted, "shifted by 2^22");
    }

    @Test
    void notANumber_staysInItsStatistic() {
        NormProblem p = new NormProblem(new int[] {2, 3, 20}, 0f);
        p.x.tensor().set(Float.NaN, 1, 2, 3);
        Tensor y = Tensor.zeros(2, 3, 20);
        kernels().groups(3, EPS, p.x.tensor(), null, null, y, Tensor.zeros(2, 6), Tensor.zeros(6));
        Tensor centre = Tensor.zeros(2, 3);
        Tensor rstd = Tensor.zeros(3);
        Tensor z = Tensor.zeros(2, 3, 20);
        kernels().statistics(p.x.tensor(), EPS, centre, Tensor.zeros(3), Tensor.zeros(3), rstd);
        kernels().channels(p.x.tensor(), null, null, centre, rstd, z);
        new NormDefinition(p, 0, true).each((i, j, k) -> {
            assertEquals(i == 1 && j == 2, Float.isNaN(y.get(i, j, k)));
            assertEquals(j == 2, Float.isNaN(z.get(i, j, k)));
        });
    }

    @Test
    void limitRows_shortensWhatIsTooLong_andNothingElse() {
        for (double p : new double[] {1, 2, 3, Double.POSITIVE_INFINITY}) {
            for (int d : new int[] {1, 3, 32, 77}) {
                Guarded x = Guarded.random(d, 1f, 5, d);
                Tensor before = x.tensor().copy();
                double[] norms = new double[5];
                for (int r = 0; r < 5; r++) {
                    norms[r] = norm(before.outer(r).toArray(), p);
                }
                float limit = (float) (0.9 * norms[2]);
                kernels().limitRows(x.tensor(), p, limit, 0f);
                for (int r = 0; r < 5; r++) {
                    double factor = norms[r] > limit ? limit / norms[r] : 1;
                    for (int i = 0; i < d; i++) {
                        assertEquals(before.get(r, i) * factor, x.tensor().get(r, i), CLOSE);
                    }
                }
                x.assertIntact();
            }
        }
        Tensor empty = Tensor.zeros(3, 0);
        kernels().limitRows(empty, 2, 1f, 0f);
    }

    private static double norm(float[] row, double p) {
        double result = 0;
        for (float v : row) {
            double magnitude = Math.abs((double) v);
            result = p == Double.POSITIVE_INFINITY ? Math.max(result, magnitude) : result + Math.pow(magnitude, p);
        }
        return p == Double.POSITIVE_INFINITY ? result : Math.pow(result, 1 / p);
    }

    @Test
    void operandsThatDoNotFit_areRefused_andNothingIsWritten() {
        Tensor x = Tensor.zeros(2, 6, 5);
        Tensor y = Guarded.dirty(2, 6, 5).tensor();
        Tensor centre = Guarded.dirty(2, 4).tensor();
        Tensor rstd = Guarded.dirty(4).tensor();
        Tensor seven = Tensor.zeros(7);
        Tensor channels = Guarded.dirty(6).tensor();
        Tensor centres = Guarded.dirty(2, 6).tensor();
        assertRefused(
                "groups: x has shape [2, 6]",
                "rank 3",
                () -> kernels().groups(2, EPS, Tensor.zeros(2, 6), null, null, y, centre, rstd));
        assertRefused(
                "groups: x has shape [2, 6, 5]: C=6 does not divide into 4 groups",
                "weight:[C]?",
                () -> kernels().groups(4, EPS, x, null, null, y, centre, rstd));
        assertRefused(
                "groups: weight has shape [7]", "[6]", () -> kernels().groups(2, EPS, x, seven, null, y, centre, rstd));
        assertRefused(
                "groups: bias has shape [7]", "[6]", () -> kernels().groups(2, EPS, x, null, seven, y, centre, rstd));
        assertRefused(
                "groups: y has shape [2, 6, 4]",
                "[2, 6, 5]",
                () -> kernels().groups(2, EPS, x, null, null, Tensor.zeros(2, 6, 4), centre, rstd));
        assertRefused(
                "groups: centre has shape [4]",
                "[2,4]",
                () -> kernels().groups(2, EPS, x, null, null, y, Tensor.zeros(4), rstd));
        assertRefused(
                "groups: rstd has shape [7]", "[4]", () -> kernels().groups(2, EPS, x, null, null, y, centre, seven));
        assertRefused(
                "groupsBackward: dy has shape [7]",
                "[2, 6, 5]",
                () -> kernels().groupsBackward(2, x, null, centre, rstd, seven, y, null, null, new Workspace()));
        assertRefused(
                "groupsBackward: dBias has shape [7]",
                "[6]",
                () -> kernels().groupsBackward(2, x, null, centre, rstd, x, y, channels, seven, new Workspace()));
        assertRefused(
                "statistics: rstd has shape [7]",
                "[6]",
                () -> kernels().statistics(x, EPS, centres, channels, channels, seven));
        assertRefused(
                "channels: centre has shape [2, 4]",
                "[2,6]",
                () -> kernels().channels(x, null, null, centre, channels, y));
        assertRefused(
                "channelsBackward: dMean has shape [7]",
                "[6]",
                () -> kernels().channelsBackward(x, null, centres, channels, x, seven, null, y, channels, null));
        assertRefused(
                "channelsFixedBackward: dWeight has shape [7]",
                "[6]",
                () -> kernels().channelsFixedBackward(x, null, centres, channels, x, y, seven, null));
        assertRefused(
                "limitRows: x has shape [2, 6, 5]", "x:[R,D]", () -> kernels().limitRows(x, 2, 1f, 0f));
        assertRefused("limitRows: p 0.5", "at least 1", () -> kernels().limitRows(Tensor.zeros(1, 1), 0.5, 1f, 0f));
        assertUntouched(y, centre, rstd, channels, centres);
    }

    @Test
    void ids_outsideTheVocabulary_areNamed() {
        NormShapes.ids("embedding", IntTensor.of(new int[] {0, 4}, 2), 5);
        IntTensor ids = IntTensor.of(new int[] {0, 1, 5, 2}, 2, 2);
        assertEquals(
                "embedding: id 5 at flat index 2 of ids of shape [2, 2], expected 0 to 4: the vocabulary has 5",
                assertThrows(IndexOutOfBoundsException.class, () -> NormShapes.ids("embedding", ids, 5))
                        .getMessage());
    }
}
