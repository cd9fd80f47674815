package dev.lanewise.kernel;

import static dev.lanewise.kernel.NormDefinition.CLOSE;
import static dev.lanewise.kernel.NormDefinition.EPS;
import static dev.lanewise.kernel.NormDefinition.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link NormKernels} promises, against its formulas in double. */
public abstract class NormContract {
    /** The implementation. */
    protected abstract NormKernels kernels();

    /** The error of a mean as a fraction of the largest deviation, as the interface states it. */
    private static final double MEAN_BOUND = 71 * 0x1p-24;

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

    @Test
    void groups_areTheFormula_withEveryCombinationOfOperands() {
        for (int[] extents : PROBLEMS) {
            for (int options = 0; options < 8; options++) {
                NormProblem p = new NormProblem(extents, 0.5f);
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
                NormDefinition plain = new NormDefinition(p, groups, centred);
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
                NormProblem p = new NormProblem(extents, 0.5f);
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
                NormDefinition plain = new NormDefinition(p, groups, centred);
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
            NormProblem p = new NormProblem(extents, 0.5f);
            Guarded centre = Guarded.dirty(2, p.c);
            Guarded mean = Guarded.dirty(p.c);
            Guarded variance = Guarded.dirty(p.c);
            Guarded rstd = Guarded.dirty(p.c);
            Guarded y = Guarded.dirty(p.n, p.c, p.l);
            kernels().statistics(p.x.tensor(), EPS, centre.tensor(), mean.tensor(), variance.tensor(), rstd.tensor());
            Tensor weight = p.weight.tensor();
            kernels().channels(p.x.tensor(), weight, p.bias.tensor(), centre.tensor(), rstd.tensor(), y.tensor());
            NormDefinition plain = new NormDefinition(p, 0, true);
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
            NormProblem p = new NormProblem(extents, 0.5f);
            Tensor centre = Tensor.zeros(2, p.c);
            Tensor rstd = Tensor.zeros(p.c);
            kernels().statistics(p.x.tensor(), EPS, centre, Tensor.zeros(p.c), Tensor.zeros(p.c), rstd);
            NormDefinition plain = new NormDefinition(p, 0, true);
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

    @Test
    void addGroups_areTheSum_andItsGroups() {
        for (int[] extents : PROBLEMS) {
            NormProblem p = new NormProblem(extents, 0.5f);
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
        return everything(kernels(), new NormProblem(extents, 1f), extents[3]);
    }

    /** The outputs of every method, of operands in which every kind of number occurs. */
    protected static float[][] everything(NormKernels kernels, int[] extents) {
        NormProblem p = new NormProblem(extents, 1f);
        if (p.x.tensor().size() > 200) {
            p.x.tensor().array()[p.x.tensor().offset() + 100] = Float.NaN;
            p.dy.tensor().array()[p.dy.tensor().offset() + 50] = Float.NEGATIVE_INFINITY;
            p.x.tensor().array()[p.x.tensor().offset() + 20] = -0f;
            p.dy.tensor().array()[p.dy.tensor().offset() + 21] = -0f;
        }
        return everything(kernels, p, extents[3]);
    }

    private static float[][] everything(NormKernels kernels, NormProblem p, int groups) {
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
}
