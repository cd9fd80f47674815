package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.gradient.Inputs;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.nn.norm.SpectralNorm;
import dev.lanewise.nn.norm.WeightNorm;
import dev.lanewise.op.conv.Conv2d;
import dev.lanewise.op.matrix.Linear;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What defines the normalisations of weights. */
class WeightNormPropertyTest {
    /** Named closeness of a singular value after many iterations. */
    private static final double CLOSE_SINGULAR = 1e-3;

    @Property(tries = 15)
    void weightNorm_computesWhatTheLayerDid_andItsNormsAreG(
            @ForAll @IntRange(min = -1, max = 3) int dim, @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Parameter weight = new Parameter(in.awayFromZero(Shape.of(2, 3, 2, 2)).copy());
        Conv2d conv = new Conv2d(Conv2dShape.of(1, 1));
        WeightNorm layer = WeightNorm.of(conv, weight, null, dim);
        assertEquals(
                List.of("weight_g", "weight_v"), List.copyOf(layer.parameters().keySet()));
        Tape tape = Tape.inference();
        tape.begin(0);
        NormPropertyTest.assertClose(weight.value(), layer.weight(tape).tensor(), NormPropertyTest.CLOSE);
        layer.weight_v().value().copyFrom(in.awayFromZero(weight.shape()));
        tape.begin(1);
        Tensor w = layer.weight(tape).tensor();
        WeightNorm again = WeightNorm.of(conv, new Parameter(w.copy()), null, dim);
        NormPropertyTest.assertClose(layer.weight_g().value(), again.weight_g().value(), NormPropertyTest.CLOSE);
    }

    @Property(tries = 15)
    void spectralNorm_afterTrainingSteps_hasLargestSingularValueOne(
            @ForAll @IntRange(min = 1, max = 5) int outputs,
            @ForAll @IntRange(min = 1, max = 5) int inputs,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Parameter weight = new Parameter(in.floats(Shape.of(outputs, inputs)).copy());
        SpectralNorm layer = SpectralNorm.of(new Linear(), weight, null, new Draws(seed));
        // Other weights than those that the vectors were made for, as after a step of an optimiser.
        weight.value().copyFrom(in.floats(weight.shape()));
        Tape tape = Tape.of(Mode.TRAIN, false, 0);
        Tensor w = null;
        for (int step = 0; step < 2000; step++) {
            tape.begin(step);
            w = layer.weight(tape).tensor();
        }
        assertEquals(1, largestSingularValue(w), CLOSE_SINGULAR);
        float[] u = layer.weight_u().value().toArray();
        NormPropertyTest.run(Mode.EVAL, layer, in.floats(Shape.of(1, inputs)));
        assertArrayEquals(u, layer.weight_u().value().toArray());
    }

    /** By Jacobi's rotations of the columns, which leave the singular values and make the columns orthogonal. */
    private static double largestSingularValue(Tensor w) {
        int rows = w.dim(0);
        int columns = w.dim(1);
        double[][] a = new double[columns][rows];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                a[c][r] = w.get(r, c);
            }
        }
        for (int sweep = 0; sweep < 60; sweep++) {
            for (int p = 0; p < columns; p++) {
                for (int q = p + 1; q < columns; q++) {
                    rotate(a[p], a[q]);
                }
            }
        }
        double largest = 0;
        for (double[] column : a) {
            largest = Math.max(largest, Math.sqrt(dot(column, column)));
        }
        return largest;
    }

    private static void rotate(double[] p, double[] q) {
        double angle = 0.5 * Math.atan2(2 * dot(p, q), dot(p, p) - dot(q, q));
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        for (int i = 0; i < p.length; i++) {
            double was = p[i];
            p[i] = cos * was + sin * q[i];
            q[i] = cos * q[i] - sin * was;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
