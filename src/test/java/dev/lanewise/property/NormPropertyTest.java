package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.gradient.Inputs;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.norm.BatchNorm1d;
import dev.lanewise.nn.norm.BatchNorm2d;
import dev.lanewise.nn.norm.GroupNorm;
import dev.lanewise.nn.norm.InstanceNorm1d;
import dev.lanewise.nn.norm.InstanceNorm2d;
import dev.lanewise.nn.norm.LayerNorm;
import dev.lanewise.nn.norm.RmsNorm;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The invariances that define normalisations. */
class NormPropertyTest {
    private static final int TRIES = 30;

    /** Named closeness of normalised values, of the order of 1, computed in two ways. */
    static final double CLOSE = 2e-5;

    static Tensor run(Mode mode, Unary layer, Tensor x) {
        Tape tape = Tape.of(mode, false, 1);
        tape.begin(0);
        return layer.forward(tape.constant(x)).detach();
    }

    static void assertClose(Tensor expected, Tensor found, double tolerance) {
        assertEquals(expected.shape(), found.shape());
        float[] a = expected.toArray();
        float[] b = found.toArray();
        for (int i = 0; i < a.length; i++) {
            assertEquals(a[i], b[i], tolerance, "at flat index " + i);
        }
    }

    private static <L extends Unary> L shuffled(L layer, long seed) {
        layer.parameters().values().forEach(p -> p.value().copyFrom(new Inputs(seed + 1).floats(p.shape())));
        return layer;
    }

    private static Tensor affine(Tensor x, float scale, float shift) {
        Tensor moved = x.copy();
        for (int i = 0; i < moved.size(); i++) {
            moved.array()[i] = scale * moved.array()[i] + shift;
        }
        return moved;
    }

    @Property(tries = TRIES)
    void layerNorm_isInvariantToShiftAndScaleOfItsInput(
            @ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll @IntRange(min = 2, max = 40) int d,
            @ForAll @FloatRange(min = 0.5f, max = 8) float scale,
            @ForAll @FloatRange(min = -8, max = 8) float shift,
            @ForAll long seed) {
        // Without eps, which alone breaks the invariance to scale.
        LayerNorm layer = shuffled(LayerNorm.of(0f, true, true, d), seed);
        Tensor x = spread(rows, d, seed);
        assertClose(run(Mode.EVAL, layer, x), run(Mode.EVAL, layer, affine(x, scale, shift)), 10 * CLOSE);
    }

    @Property(tries = TRIES)
    void layerNormOfASum_hasTheBitsOfTheSumAndTheNorm_forwardAndBackward(
            @ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll @IntRange(min = 1, max = 150) int d,
            @ForAll boolean kept,
            @ForAll long seed) {
        LayerNorm layer = shuffled(LayerNorm.of(d), seed);
        Inputs in = new Inputs(seed);
        List<Tensor> values = List.of(in.floats(Shape.of(rows, d)), in.floats(Shape.of(rows, d)));
        List<Tensor> projections = List.of(in.floats(Shape.of(rows, d)), in.floats(Shape.of(rows, d)));
        List<float[]> apart = gradients(layer, values, projections, kept, (a, b) -> {
            Var sum = Ops.add(a, b);
            return new LayerNorm.WithSum(sum, layer.forward(sum));
        });
        List<float[]> together = gradients(
                layer,
                values,
                projections,
                kept,
                (a, b) -> kept ? layer.withSum(a, b) : new LayerNorm.WithSum(null, layer.ofSum(a, b)));
        for (int i = 0; i < apart.size(); i++) {
            assertArrayEquals(apart.get(i), together.get(i));
        }
    }

    /** Outputs and gradients of two values, then those of the parameters. */
    private static List<float[]> gradients(
            LayerNorm layer,
            List<Tensor> values,
            List<Tensor> projections,
            boolean kept,
            BiFunction<Var, Var, LayerNorm.WithSum> program) {
        Tape tape = Tape.training(1);
        tape.begin(0);
        Var a = tape.input(values.getFirst());
        Var b = tape.input(values.getLast());
        LayerNorm.WithSum found = program.apply(a, b);
        Var loss = Ops.sum(Ops.mul(found.y(), tape.constant(projections.getFirst())));
        if (kept) {
            loss = Ops.add(loss, Ops.sum(Ops.mul(found.sum(), tape.constant(projections.getLast()))));
        }
        Gradients gradients = tape.backward(loss);
        List<float[]> all = new ArrayList<>();
        all.add(found.y().detach().toArray());
        all.add(gradients.of(a).toArray());
        all.add(gradients.of(b).toArray());
        layer.parameters().values().forEach(p -> all.add(gradients.of(p).toArray()));
        return all;
    }

    /** Rows whose deviation is about 1 however short they are. */
    private static Tensor spread(int rows, int d, long seed) {
        Tensor x = new Inputs(seed).floats(Shape.of(rows, d)).copy();
        for (int r = 0; r < rows; r++) {
            x.set(-2f, r, 0);
            x.set(2f, r, d - 1);
        }
        return x;
    }

    @Property(tries = TRIES)
    void layerNorm_withALargeMean_losesNothing(
            @ForAll @IntRange(min = 2, max = 100) int d,
            @ForAll @IntRange(min = 1, max = 16) int factor,
            @ForAll long seed) {
        LayerNorm layer = LayerNorm.of(d);
        Tensor x = new Inputs(seed).floats(Shape.of(3, d)).copy();
        // Multiples of 1/64, which a shift by an integer below 2^17 leaves exact.
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] = Math.round(64 * x.array()[i]) / 64f;
        }
        assertClose(run(Mode.EVAL, layer, x), run(Mode.EVAL, layer, affine(x, 1f, 8000f * factor)), CLOSE);
    }

    @Property(tries = TRIES)
    void rmsNorm_isInvariantToScale_andItsRowsHaveMeanSquareOne(
            @ForAll @IntRange(min = 2, max = 40) int d,
            @ForAll @FloatRange(min = 0.5f, max = 8) float scale,
            @ForAll long seed) {
        RmsNorm layer = RmsNorm.of(0f, true, d);
        Tensor x = spread(3, d, seed);
        Tensor y = run(Mode.EVAL, layer, x);
        assertClose(y, run(Mode.EVAL, layer, affine(x, scale, 0f)), CLOSE);
        for (int r = 0; r < 3; r++) {
            double squares = 0;
            for (float v : y.outer(r).toArray()) {
                squares += (double) v * v;
            }
            assertEquals(1, squares / d, CLOSE);
        }
    }

    @Property(tries = TRIES)
    void normalisedRows_haveMeanZeroAndVarianceOne(@ForAll @IntRange(min = 2, max = 90) int d, @ForAll long seed) {
        Tensor y = run(Mode.EVAL, LayerNorm.of(0f, false, false, d), spread(4, d, seed));
        for (int r = 0; r < 4; r++) {
            double sum = 0;
            double squares = 0;
            for (float v : y.outer(r).toArray()) {
                sum += v;
                squares += (double) v * v;
            }
            assertEquals(0, sum / d, CLOSE);
            assertEquals(1, squares / d, CLOSE);
        }
    }

    /** All but batch norm in training; bit for bit. */
    @Property(tries = TRIES)
    void sample_doesNotDependOnItsNeighbours(
            @ForAll @IntRange(min = 2, max = 5) int samples,
            @ForAll @IntRange(min = 1, max = 3) int half,
            @ForAll @IntRange(min = 2, max = 40) int length,
            @ForAll long seed) {
        int channels = 2 * half;
        Tensor x = new Inputs(seed).floats(Shape.of(samples, channels, length)).copy();
        Tensor images = x.reshape(samples, channels, length, 1);
        for (Mode mode : Mode.values()) {
            for (Unary layer : List.of(
                    shuffled(LayerNorm.of(channels, length), seed),
                    shuffled(RmsNorm.of(length), seed),
                    shuffled(GroupNorm.of(2, channels), seed),
                    shuffled(InstanceNorm1d.of(channels, 1e-5f, 0.1f, true, false), seed))) {
                assertIndependent(mode, layer, x);
            }
            assertIndependent(mode, InstanceNorm2d.of(channels), images);
        }
        assertIndependent(Mode.EVAL, shuffled(BatchNorm1d.of(channels), seed), x);
    }

    private static void assertIndependent(Mode mode, Unary layer, Tensor x) {
        Tensor all = run(mode, layer, x);
        int last = x.dim(0) - 1;
        Tensor alone = run(mode, layer, x.outer(last, last + 1).copy());
        assertArrayEquals(all.outer(last).toArray(), alone.outer(0).toArray());
    }

    @Property(tries = TRIES)
    void groupNormOfOneGroup_isLayerNormOfTheSample_andOfAsManyAsChannelsInstanceNorm(
            @ForAll @IntRange(min = 1, max = 3) int samples,
            @ForAll @IntRange(min = 1, max = 5) int channels,
            @ForAll @IntRange(min = 2, max = 30) int length,
            @ForAll long seed) {
        Tensor x = new Inputs(seed).floats(Shape.of(samples, channels, length)).copy();
        assertClose(
                run(Mode.TRAIN, LayerNorm.of(1e-5f, false, false, channels, length), x),
                run(Mode.TRAIN, GroupNorm.of(1, channels, 1e-5f, false), x),
                CLOSE);
        assertClose(
                run(Mode.TRAIN, InstanceNorm1d.of(channels), x),
                run(Mode.TRAIN, GroupNorm.of(channels, channels, 1e-5f, false), x),
                CLOSE);
        // With running statistics it takes another way to the same values.
        assertClose(
                run(Mode.TRAIN, shuffled(InstanceNorm1d.of(channels, 1e-5f, 0.1f, true, false), seed), x),
                run(Mode.TRAIN, shuffled(InstanceNorm1d.of(channels, 1e-5f, 0.1f, true, true), seed), x),
                CLOSE);
    }

    /** {@code f(a x + (1 - a) z) = a f(x) + (1 - a) f(z)}. */
    @Property(tries = TRIES)
    void batchNorm_inEvaluation_isAnAffineMap(
            @ForAll @IntRange(min = 1, max = 4) int channels,
            @ForAll @FloatRange(min = -2, max = 2) float a,
            @ForAll long seed) {
        BatchNorm2d layer = shuffled(BatchNorm2d.of(channels), seed);
        Inputs in = new Inputs(seed);
        run(Mode.TRAIN, layer, in.floats(Shape.of(3, channels, 2, 5)));
        Tensor x = in.floats(Shape.of(2, channels, 3, 3)).copy();
        Tensor z = in.floats(x.shape()).copy();
        Tensor between = Tensor.zeros(x.shape());
        Tensor expected = Tensor.zeros(x.shape());
        Tensor fx = run(Mode.EVAL, layer, x);
        Tensor fz = run(Mode.EVAL, layer, z);
        for (int i = 0; i < x.size(); i++) {
            between.array()[i] = a * x.array()[i] + (1 - a) * z.array()[i];
            expected.array()[i] = a * fx.array()[i] + (1 - a) * fz.array()[i];
        }
        assertClose(expected, run(Mode.EVAL, layer, between), 10 * CLOSE);
    }

    /** Running statistics of the same batch over and over become its mean and unbiased variance. */
    @Property(tries = 10)
    void batchNorm_runningStatistics_convergeToThoseOfTheBatch(
            @ForAll @IntRange(min = 2, max = 5) int samples, @ForAll boolean cumulative, @ForAll long seed) {
        BatchNorm1d layer = BatchNorm1d.of(3, 1e-5f, cumulative ? null : 0.5f, true, true);
        Tensor x = new Inputs(seed).floats(Shape.of(samples, 3)).copy();
        int steps = cumulative ? 3 : 40;
        for (int i = 0; i < steps; i++) {
            run(Mode.TRAIN, layer, x);
        }
        assertEquals(steps, layer.num_batches_tracked().value().get());
        for (int c = 0; c < 3; c++) {
            double mean = 0;
            for (int n = 0; n < samples; n++) {
                mean += x.get(n, c) / (double) samples;
            }
            double variance = 0;
            for (int n = 0; n < samples; n++) {
                variance += Math.pow(x.get(n, c) - mean, 2) / (samples - 1);
            }
            assertEquals(mean, layer.running_mean().value().get(c), CLOSE);
            assertEquals(variance, layer.running_var().value().get(c), CLOSE);
        }
        float[] before = layer.running_mean().value().toArray();
        run(Mode.EVAL, layer, x);
        assertArrayEquals(before, layer.running_mean().value().toArray());
    }

    @Property(tries = 15)
    void instanceNorm_tracks_theMeanOfItsSamplesStatistics(
            @ForAll @IntRange(min = 1, max = 4) int samples, @ForAll long seed) {
        InstanceNorm1d layer = InstanceNorm1d.of(2, 1e-5f, 0.25f, false, true);
        Tensor x = new Inputs(seed).floats(Shape.of(samples, 2, 6)).copy();
        run(Mode.TRAIN, layer, x);
        for (int c = 0; c < 2; c++) {
            double mean = 0;
            double variance = 0;
            for (int n = 0; n < samples; n++) {
                double m = 0;
                for (int l = 0; l < 6; l++) {
                    m += x.get(n, c, l) / 6.0;
                }
                mean += m / samples;
                for (int l = 0; l < 6; l++) {
                    variance += Math.pow(x.get(n, c, l) - m, 2) / 5 / samples;
                }
            }
            assertEquals(0.25 * mean, layer.running_mean().value().get(c), CLOSE);
            assertEquals(0.75 + 0.25 * variance, layer.running_var().value().get(c), CLOSE);
        }
    }

    @Test
    void notANumber_staysInItsRow_orItsChannel() {
        Tensor x = new Inputs(3).floats(Shape.of(3, 4)).copy();
        x.set(Float.NaN, 1, 2);
        Tensor rows = run(Mode.TRAIN, LayerNorm.of(4), x);
        Tensor columns = run(Mode.TRAIN, BatchNorm1d.of(4), x);
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 4; c++) {
                assertEquals(r == 1, Float.isNaN(rows.get(r, c)));
                assertEquals(c == 2, Float.isNaN(columns.get(r, c)));
            }
        }
        assertTrue(Float.isNaN(run(Mode.TRAIN, RmsNorm.of(4), x).get(1, 0)));
    }
}
