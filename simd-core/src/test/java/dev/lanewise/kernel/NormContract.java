package dev.lanewise.kernel;

import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link NormKernels} promises, against its formulas in double. */
public abstract class NormContract {
    /** The implementation. */
    protected abstract NormKernels kernels();

    /** Named closeness of values of the order of 1: some float roundings. */
    private static final double CLOSE = 2e-6;

    /** Named closeness of a gradient, as a fraction of the largest magnitude. */
    private static final double CLOSE_GRADIENT = 4e-6;

    /** The error of a mean as a fraction of the largest deviation, as the interface states it. */
    private static final double MEAN_BOUND = 71 * 0x1p-24;

    private static final float EPS = 1e-3f;

    /** N, C, L, G: lengths around 1, 16 and 32, more channels than a block, nothing at all. */
    private static final List<int[]> PROBLEMS = List.of(
            new int[] {3, 5, 1, 1},
            new int[] {2, 6, 1, 3},
            new int[] {4, 33, 1, 1},
            new int[] {3, 600, 1, 2},
            new int[] {2, 6, 7, 2},
            new int[] {3, 4, 15, 4},
            new int[] {3, 4, 16, 1},
            new int[] {2, 3, 77, 3},
            new int[] {1, 1, 1, 1},
            new int[] {40, 70, 9, 7},
            new int[] {2, 300, 70, 3},
            new int[] {0, 4, 3, 2},
            new int[] {2, 4, 0, 2},
            new int[] {3, 0, 2, 1});

    /** The operands of one problem, each in a guarded window, and the plain statistics. */
    private static final class Problem {
        final int n;
        final int c;
        final int l;
        final Guarded x;
        final Guarded weight;
        final Guarded bias;
        final Guarded dy;

        Problem(int[] extents, float shift) {
            n = extents[0];
            c = extents[1];
            l = extents[2];
            x = Guarded.random(1, 2f, n, c, l);
            for (int i = 0; i < x.tensor().size(); i++) {
                x.tensor().array()[x.tensor().offset() + i] += shift;
            }
            weight = Guarded.random(2, 2f, c);
            bias = Guarded.random(3, 2f, c);
            dy = Guarded.random(4, 2f, n, c, l);
        }

        double x(int i, int j, int k) {
            return x.tensor().get(i, j, k);
        }

        void assertIntact() {
            for (Guarded g : List.of(x, weight, bias, dy)) {
                g.assertIntact();
            }
        }
    }

    /** Which statistic an element belongs to, and mean and rstd of each. */
    private static final class Plain {
        final double[] mean;
        final double[] variance;
        final double[] count;
        private final Problem p;
        private final int groups;

        /** Of channels if groups is 0. */
        Plain(Problem p, int groups, boolean centred) {
            this.p = p;
            this.groups = groups;
            int statistics = groups == 0 ? p.c : p.n * groups;
            mean = new double[statistics];
            variance = new double[statistics];
            count = new double[statistics];
            each((i, j, k) -> count[of(i, j)]++);
            if (centred) {
                each((i, j, k) -> mean[of(i, j)] += p.x(i, j, k) / count[of(i, j)]);
            }
            each((i, j, k) -> variance[of(i, j)] += Math.pow(p.x(i, j, k) - mean[of(i, j)], 2) / count[of(i, j)]);
        }

        int of(int i, int j) {
            return groups == 0 ? j : i * groups + j / (p.c / groups);
        }

        double rstd(int s) {
            return 1 / Math.sqrt(variance[s] + EPS);
        }

        double xhat(int i, int j, int k) {
            return (p.x(i, j, k) - mean[of(i, j)]) * rstd(of(i, j));
        }

        interface Element {
            void at(int i, int j, int k);
        }

        void each(Element element) {
            for (int i = 0; i < p.n; i++) {
                for (int j = 0; j < p.c; j++) {
                    for (int k = 0; k < p.l; k++) {
                        element.at(i, j, k);
                    }
                }
            }
        }

        void assertNormalised(Tensor y, Tensor weight, Tensor bias) {
            each((i, j, k) -> {
                double w = weight == null ? 1 : weight.get(j);
                double b = bias == null ? 0 : bias.get(j);
                assertEquals(xhat(i, j, k) * w + b, y.get(i, j, k), CLOSE * 8, "y " + i + " " + j + " " + k);
            });
        }

        /** The sums of {@code dy * xhat} and of dy for every channel. */
        double[][] sums() {
            double[][] sums = new double[2][p.c];
            each((i, j, k) -> {
                sums[0][j] += p.dy.tensor().get(i, j, k) * xhat(i, j, k);
                sums[1][j] += p.dy.tensor().get(i, j, k);
            });
            return sums;
        }
    }

    private static void assertClose(double[] expected, Tensor found) {
        double scale = 1;
        for (double e : expected) {
            scale = Math.max(scale, Math.abs(e));
        }
        for (int i = 0; i < expected.length; i++) {
            float value = found.array()[found.offset() + i];
            assertEquals(expected[i], value, CLOSE_GRADIENT * scale, "at " + i);
        }
    }

    @Test
    void groups_areTheFormula_withEveryCombinationOfOperands() {
        for (int[] extents : PROBLEMS) {
            for (int options = 0; options < 8; options++) {
                Problem p = new Problem(extents, 0.5f);
                int groups = extents[3];
                boolean centred = options < 4;
                Tensor weight = options % 2 == 0 ? null : p.weight.tensor();
                Tensor bias = options / 2 % 2 == 0 ? null : p.bias.tensor();
                Guarded y = Guarded.dirty(p.n, p.c, p.l);
                Guarded centre = Guarded.dirty(2, p.n * groups);
                Guarded rstd = Guarded.dirty(p.n * groups);
                kernels()
                        .groups(
                                groups,
                                EPS,
                                p.x.tensor(),
                                weight,
                                bias,
                                y.tensor(),
                                centred ? centre.tensor() : null,
                                rstd.tensor());
                Plain plain = new Plain(p, groups, centred);
                plain.assertNormalised(y.tensor(), weight, bias);
                for (int s = 0; s < plain.mean.length && plain.count[s] > 0; s++) {
                    assertEquals(plain.rstd(s), rstd.tensor().get(s), CLOSE * plain.rstd(s));
                    if (centred) {
                        assertEquals(
                                plain.mean[s],
                                (double) centre.tensor().get(0, s)
                                        + centre.tensor().get(1, s),
                                MEAN_BOUND * 2);
                    }
                }
                List.of(y, centre, rstd).forEach(Guarded::assertIntact);
                p.assertIntact();
                // In place: the same bits.
                Tensor inPlace = p.x.tensor().copy();
                kernels()
                        .groups(
                                groups,
                                EPS,
                                inPlace,
                                weight,
                                bias,
                                inPlace,
                                centred ? centre.tensor() : null,
                                rstd.tensor());
                Bits.assertSame(y.tensor(), inPlace, "in place");
            }
        }
    }

    @Test
    void groupsBackward_andWeights_areTheFormula() {
        for (int[] extents : PROBLEMS) {
            for (int options = 0; options < 4; options++) {
                Problem p = new Problem(extents, 0.5f);
                int groups = extents[3];
                boolean centred = options < 2;
                Tensor weight = options % 2 == 0 ? null : p.weight.tensor();
                Tensor centre = centred ? Tensor.zeros(2, p.n * groups) : null;
                Tensor rstd = Tensor.zeros(p.n * groups);
                Tensor y = Tensor.zeros(p.n, p.c, p.l);
                kernels().groups(groups, EPS, p.x.tensor(), weight, null, y, centre, rstd);
                Guarded dx = Guarded.dirty(p.n, p.c, p.l);
                Guarded dWeight = Guarded.dirty(p.c);
                Guarded dBias = Guarded.dirty(p.c);
                Workspace work = Scratch.dirty();
                kernels()
                        .groupsBackward(
                                groups,
                                p.x.tensor(),
                                weight,
                                centre,
                                rstd,
                                p.dy.tensor(),
                                dx.tensor(),
                                dWeight.tensor(),
                                dBias.tensor(),
                                work);
                Plain plain = new Plain(p, groups, centred);
                double[] g = new double[rstd.size()];
                double[] gx = new double[rstd.size()];
                plain.each((i, j, k) -> {
                    int s = plain.of(i, j);
                    double scaled = p.dy.tensor().get(i, j, k) * (weight == null ? 1 : weight.get(j));
                    g[s] += centred ? scaled / plain.count[s] : 0;
                    gx[s] += scaled * plain.xhat(i, j, k) / plain.count[s];
                });
                double[] expected = new double[p.n * p.c * p.l];
                plain.each((i, j, k) -> {
                    int s = plain.of(i, j);
                    double scaled = p.dy.tensor().get(i, j, k) * (weight == null ? 1 : weight.get(j));
                    expected[(i * p.c + j) * p.l + k] = plain.rstd(s) * (scaled - g[s] - plain.xhat(i, j, k) * gx[s]);
                });
                assertClose(expected, dx.tensor());
                assertClose(plain.sums()[0], dWeight.tensor());
                assertClose(plain.sums()[1], dBias.tensor());
                List.of(dx, dWeight, dBias).forEach(Guarded::assertIntact);
                p.assertIntact();
                Tensor inPlace = p.dy.tensor().copy();
                kernels()
                        .groupsBackward(groups, p.x.tensor(), weight, centre, rstd, inPlace, inPlace, null, null, work);
                Bits.assertSame(dx.tensor(), inPlace, "in place of dy");
            }
        }
    }

    @Test
    void channels_withTheirStatistics_areTheFormula() {
        for (int[] extents : PROBLEMS) {
            Problem p = new Problem(extents, 0.5f);
            Guarded centre = Guarded.dirty(2, p.c);
            Guarded mean = Guarded.dirty(p.c);
            Guarded variance = Guarded.dirty(p.c);
            Guarded rstd = Guarded.dirty(p.c);
            Guarded y = Guarded.dirty(p.n, p.c, p.l);
            kernels().statistics(p.x.tensor(), EPS, centre.tensor(), mean.tensor(), variance.tensor(), rstd.tensor());
            Tensor weight = p.weight.tensor();
            kernels().channels(p.x.tensor(), weight, p.bias.tensor(), centre.tensor(), rstd.tensor(), y.tensor());
            Plain plain = new Plain(p, 0, true);
            plain.assertNormalised(y.tensor(), weight, p.bias.tensor());
            if (p.n * p.l > 0) {
                assertClose(plain.mean, mean.tensor());
                assertClose(plain.variance, variance.tensor());
                Tensor again = Tensor.zeros(p.c);
                kernels().rstd(variance.tensor(), EPS, again);
                for (int j = 0; j < p.c; j++) {
                    assertEquals(rstd.tensor().get(j), again.get(j), CLOSE * again.get(j));
                }
            } else if (p.c > 0) {
                assertTrue(Float.isNaN(mean.tensor().get(0)), "the mean of nothing");
            }
            List.of(y, centre, mean, variance, rstd).forEach(Guarded::assertIntact);
            p.assertIntact();
        }
    }

    @Test
    void channelsBackward_isTheFormula_throughTheStatisticsToo() {
        for (int[] extents : PROBLEMS) {
            Problem p = new Problem(extents, 0.5f);
            Tensor centre = Tensor.zeros(2, p.c);
            Tensor rstd = Tensor.zeros(p.c);
            kernels().statistics(p.x.tensor(), EPS, centre, Tensor.zeros(p.c), Tensor.zeros(p.c), rstd);
            Plain plain = new Plain(p, 0, true);
            double[][] sums = plain.sums();
            for (int options = 0; options < 8; options++) {
                boolean fixed = options >= 4;
                Tensor weight = options % 2 == 0 ? null : p.weight.tensor();
                Tensor dMean = options < 2 ? null : Guarded.random(5, 1f, p.c).tensor();
                Tensor dVariance =
                        options < 2 ? null : Guarded.random(6, 1f, p.c).tensor();
                Guarded dx = Guarded.dirty(p.n, p.c, p.l);
                Guarded dWeight = Guarded.dirty(p.c);
                Guarded dBias = Guarded.dirty(p.c);
                if (fixed) {
                    kernels()
                            .channelsFixedBackward(
                                    p.x.tensor(),
                                    weight,
                                    centre,
                                    rstd,
                                    p.dy.tensor(),
                                    dx.tensor(),
                                    dWeight.tensor(),
                                    dBias.tensor());
                } else {
                    kernels()
                            .channelsBackward(
                                    p.x.tensor(),
                                    weight,
                                    centre,
                                    rstd,
                                    p.dy.tensor(),
                                    dMean,
                                    dVariance,
                                    dx.tensor(),
                                    dWeight.tensor(),
                                    dBias.tensor());
                }
                double m = (double) p.n * p.l;
                double[] expected = new double[p.n * p.c * p.l];
                plain.each((i, j, k) -> {
                    double a = plain.rstd(j) * (weight == null ? 1 : weight.get(j));
                    double direct = a * p.dy.tensor().get(i, j, k);
                    double through = -a * (sums[1][j] + plain.xhat(i, j, k) * sums[0][j]) / m;
                    double others = dMean == null
                            ? 0
                            : dMean.get(j) / m + dVariance.get(j) * 2 * (p.x(i, j, k) - plain.mean[j]) / m;
                    expected[(i * p.c + j) * p.l + k] = fixed ? direct : direct + through + others;
                });
                assertClose(expected, dx.tensor());
                assertClose(sums[0], dWeight.tensor());
                assertClose(sums[1], dBias.tensor());
                List.of(dx, dWeight, dBias).forEach(Guarded::assertIntact);
            }
            p.assertIntact();
        }
    }

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
            Problem p = new Problem(extents, 3f);
            Tensor y = Tensor.zeros(p.n, p.c, p.l);
            Tensor centre = Tensor.zeros(2, p.n);
            Tensor rstd = Tensor.zeros(p.n);
            kernels().groups(1, EPS, p.x.tensor(), p.weight.tensor(), p.bias.tensor(), y, centre, rstd);
            new Plain(p, 1, true).assertNormalised(y, p.weight.tensor(), p.bias.tensor());
            Tensor dWeight = Tensor.zeros(p.c);
            Tensor dBias = Tensor.zeros(p.c);
            kernels()
                    .groupsBackward(
                            1, p.x.tensor(), null, centre, rstd, p.dy.tensor(), null, dWeight, dBias, Scratch.dirty());
            assertClose(new Plain(p, 1, true).sums()[0], dWeight);
            assertClose(new Plain(p, 1, true).sums()[1], dBias);
            Tensor centres = Tensor.zeros(2, p.c);
            Tensor rstds = Tensor.zeros(p.c);
            kernels().statistics(p.x.tensor(), EPS, centres, Tensor.zeros(p.c), Tensor.zeros(p.c), rstds);
            kernels().channels(p.x.tensor(), p.weight.tensor(), p.bias.tensor(), centres, rstds, y);
            new Plain(p, 0, true).assertNormalised(y, p.weight.tensor(), p.bias.tensor());
        }
    }

    @Test
    void addGroups_areTheSum_andItsGroups() {
        for (int[] extents : PROBLEMS) {
            Problem p = new Problem(extents, 0.5f);
            int groups = extents[3];
            Guarded sum = Guarded.dirty(p.n, p.c, p.l);
            Guarded y = Guarded.dirty(p.n, p.c, p.l);
            Tensor centre = Tensor.zeros(2, p.n * groups);
            Tensor rstd = Tensor.zeros(p.n * groups);
            Tensor weight = p.weight.tensor();
            kernels()
                    .addGroups(
                            groups,
                            EPS,
                            p.x.tensor(),
                            p.dy.tensor(),
                            sum.tensor(),
                            weight,
                            null,
                            y.tensor(),
                            centre,
                            rstd);
            Tensor plain = p.x.tensor().copy();
            for (int i = 0; i < plain.size(); i++) {
                plain.array()[i] += p.dy.tensor().array()[p.dy.tensor().offset() + i];
            }
            Bits.assertSame(plain, sum.tensor(), "sum");
            Tensor centreAlone = Tensor.zeros(2, p.n * groups);
            Tensor rstdAlone = Tensor.zeros(p.n * groups);
            Tensor normalised = Tensor.zeros(p.n, p.c, p.l);
            kernels().groups(groups, EPS, plain, weight, null, normalised, centreAlone, rstdAlone);
            Bits.assertSame(normalised, y.tensor(), "norm of the sum");
            Bits.assertSame(centreAlone, centre, "centre");
            Bits.assertSame(rstdAlone, rstd, "rstd");
            List.of(sum, y).forEach(Guarded::assertIntact);
            Tensor inPlace = p.x.tensor().copy();
            kernels().addGroups(groups, EPS, inPlace, p.dy.tensor(), inPlace, weight, null, y.tensor(), centre, rstd);
            Bits.assertSame(sum.tensor(), inPlace, "in place of a");
            p.assertIntact();
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
    void anyNumberOfThreads_givesTheSameBits() {
        for (int[] extents : new int[][] {{40, 70, 9, 7}, {2, 300, 70, 3}, {500, 600, 1, 1}}) {
            float[][] alone = everything(extents);
            for (int threads : new int[] {2, 3}) {
                Threads.with(threads, () -> {
                    float[][] together = everything(extents);
                    for (int i = 0; i < alone.length; i++) {
                        Bits.assertSame(alone[i], together[i], "output " + i);
                    }
                });
            }
        }
    }

    private float[][] everything(int[] extents) {
        return everything(kernels(), new Problem(extents, 1f), extents[3]);
    }

    /** The outputs of every method, of operands in which every kind of number occurs. */
    protected static float[][] everything(NormKernels kernels, int[] extents) {
        Problem p = new Problem(extents, 1f);
        if (p.x.tensor().size() > 200) {
            p.x.tensor().array()[p.x.tensor().offset() + 100] = Float.NaN;
            p.dy.tensor().array()[p.dy.tensor().offset() + 50] = Float.NEGATIVE_INFINITY;
            p.x.tensor().array()[p.x.tensor().offset() + 20] = -0f;
            p.dy.tensor().array()[p.dy.tensor().offset() + 21] = -0f;
        }
        return everything(kernels, p, extents[3]);
    }

    private static float[][] everything(NormKernels kernels, Problem p, int groups) {
        Tensor y = Tensor.zeros(p.n, p.c, p.l);
        Tensor dx = Tensor.zeros(p.n, p.c, p.l);
        Tensor dxChannels = Tensor.zeros(p.n, p.c, p.l);
        Tensor centre = Tensor.zeros(2, p.n * groups);
        Tensor rstd = Tensor.zeros(p.n * groups);
        Tensor centres = Tensor.zeros(2, p.c);
        Tensor rstds = Tensor.zeros(p.c);
        Tensor dWeight = Tensor.zeros(p.c);
        Tensor dWeights = Tensor.zeros(p.c);
        Tensor dBias = Tensor.zeros(p.c);
        Tensor yChannels = Tensor.zeros(p.n, p.c, p.l);
        Tensor w = p.weight.tensor();
        kernels.groups(groups, EPS, p.x.tensor(), w, null, y, centre, rstd);
        Workspace work = new Workspace();
        kernels.groupsBackward(groups, p.x.tensor(), w, centre, rstd, p.dy.tensor(), dx, dWeight, null, work);
        kernels.statistics(p.x.tensor(), EPS, centres, Tensor.zeros(p.c), Tensor.zeros(p.c), rstds);
        kernels.channels(p.x.tensor(), w, null, centres, rstds, yChannels);
        kernels.channelsBackward(
                p.x.tensor(), w, centres, rstds, p.dy.tensor(), null, null, dxChannels, dWeights, null);
        Tensor uncentred = Tensor.zeros(p.n, p.c, p.l);
        Tensor rstdUncentred = Tensor.zeros(p.n * groups);
        kernels.groups(groups, EPS, p.x.tensor(), null, p.bias.tensor(), uncentred, null, rstdUncentred);
        Tensor dxUncentred = Tensor.zeros(p.n, p.c, p.l);
        kernels.groupsBackward(
                groups, p.x.tensor(), null, null, rstdUncentred, p.dy.tensor(), dxUncentred, null, null, work);
        Tensor dxFixed = Tensor.zeros(p.n, p.c, p.l);
        kernels.channelsFixedBackward(p.x.tensor(), w, centres, rstds, p.dy.tensor(), dxFixed, null, dBias);
        return Stream.of(
                        y,
                        centre,
                        rstd,
                        dx,
                        dWeight,
                        centres,
                        rstds,
                        yChannels,
                        dxChannels,
                        dWeights,
                        uncentred,
                        rstdUncentred,
                        dxUncentred,
                        dxFixed,
                        dBias)
                .map(Tensor::toArray)
                .toArray(float[][]::new);
    }

    @Test
    void notANumber_staysInItsStatistic() {
        Problem p = new Problem(new int[] {2, 3, 20}, 0f);
        p.x.tensor().set(Float.NaN, 1, 2, 3);
        Tensor y = Tensor.zeros(2, 3, 20);
        kernels().groups(3, EPS, p.x.tensor(), null, null, y, Tensor.zeros(2, 6), Tensor.zeros(6));
        Tensor centre = Tensor.zeros(2, 3);
        Tensor rstd = Tensor.zeros(3);
        Tensor z = Tensor.zeros(2, 3, 20);
        kernels().statistics(p.x.tensor(), EPS, centre, Tensor.zeros(3), Tensor.zeros(3), rstd);
        kernels().channels(p.x.tensor(), null, null, centre, rstd, z);
        new Plain(p, 0, true).each((i, j, k) -> {
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
