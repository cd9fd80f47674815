package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Bits;
import dev.lanewise.math.Erf;
import dev.lanewise.math.Exp;
import dev.lanewise.math.Expm1;
import dev.lanewise.math.Gelu;
import dev.lanewise.math.Log;
import dev.lanewise.math.Log1p;
import dev.lanewise.math.Sigmoid;
import dev.lanewise.math.Tanh;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** Every lane of a vector function has the bits of the scalar function, over the whole line of floats. */
@NeedsWidth
class VectorMathTest {
    // A prime, so that low bits and signs are mixed.
    private static final int STEP = 40_009;

    // Where a function changes its form.
    private static final float[] SEAMS = {
        0f, Exp.LOW, Exp.HIGH, Tanh.ONE, Erf.SMALL, Erf.ONE, Gelu.CUT, Float.MIN_NORMAL, Erf.FLAT, Expm1.LOW, Expm1.TINY
    };

    @Test
    void exp_equalsScalar() {
        assertSame("exp", VectorMath::exp, Exp::exp);
    }

    @Test
    void expNotAbove0_equalsScalar() {
        // Above 0 it says nothing: magnitudes with a minus; NaN stays.
        assertSame(
                "exp of what is not above 0",
                x -> VectorMath.expNotAbove0(x.abs().neg()),
                x -> Exp.exp(-Math.abs(x)));
    }

    @Test
    void tanh_equalsScalar() {
        assertSame("tanh", VectorMath::tanh, Tanh::tanh);
    }

    @Test
    void sigmoid_equalsScalar() {
        assertSame("sigmoid", VectorMath::sigmoid, Sigmoid::sigmoid);
    }

    @Test
    void erf_equalsScalar() {
        assertSame("erf", VectorMath::erf, Erf::erf);
    }

    @Test
    void gelu_equalsScalar() {
        assertSame("gelu", VectorMath::gelu, Gelu::gelu);
        assertSame("derivative of gelu", x -> VectorMath.geluDerivative(x, VectorMath.geluBell(x)), Gelu::derivative);
    }

    @Test
    void logarithms_equalScalar() {
        assertSame("log", VectorMath::log, Log::log);
        assertSame("log1p", VectorMath::log1p, Log1p::log1p);
        assertSame("expm1", VectorMath::expm1, Expm1::expm1);
        assertSame("derivative of erf", VectorMath::erfDerivative, Erf::derivative);
    }

    private interface FloatFunction {
        float apply(float x);
    }

    private static void assertSame(String what, UnaryOperator<FloatVector> vector, FloatFunction scalar) {
        float[] x = new float[Lanes.L];
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += (long) STEP * Lanes.L) {
            for (int l = 0; l < Lanes.L; l++) {
                x[l] = Float.intBitsToFloat((int) (bits + (long) STEP * l));
            }
            assertSame(what, vector, scalar, x);
        }
        for (float seam : SEAMS) {
            for (int ulps = -2; ulps <= 2; ulps++) {
                float near = Float.intBitsToFloat(Float.floatToRawIntBits(seam) + ulps);
                Arrays.fill(x, near);
                x[0] = -near;
                assertSame(what, vector, scalar, x);
            }
        }
    }

    private static void assertSame(String what, UnaryOperator<FloatVector> vector, FloatFunction scalar, float[] x) {
        float[] expected = new float[Lanes.L];
        for (int l = 0; l < Lanes.L; l++) {
            expected[l] = scalar.apply(x[l]);
        }
        float[] actual = new float[Lanes.L];
        vector.apply(FloatVector.fromArray(Lanes.F, x, 0)).intoArray(actual, 0);
        Bits.assertSame(expected, actual, what + " of the floats from " + x[0]);
    }
}
