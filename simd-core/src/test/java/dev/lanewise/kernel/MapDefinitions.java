package dev.lanewise.kernel;

import dev.lanewise.math.NormalReference;
import java.util.EnumMap;
import java.util.Map;

/** The functions of {@link MapKernels} and their derivatives in double. */
final class MapDefinitions {
    private static final Map<Function, Definition> DEFINITIONS = new EnumMap<>(Function.class);

    /** A function in double. */
    interface InDouble {
        double of(double x);
    }

    /** A function with options and its derivative; positive ones are tried from 0.01 up. */
    record Definition(Function f, float a, float b, boolean positive, InDouble value, InDouble derivative) {}

    private MapDefinitions() {}

    /** The definition of a function, with options that matter. */
    static Definition of(Function f) {
        return DEFINITIONS.get(f);
    }

    private static void define(Function f, float a, float b, InDouble value, InDouble derivative) {
        boolean positive = f == Function.LOG
                || f == Function.SQRT
                || f == Function.RSQRT
                || f == Function.POW
                || f == Function.LOG1P;
        DEFINITIONS.put(f, new Definition(f, a, b, positive, value, derivative));
    }

    private static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    private static double clamp(double x, double low, double high) {
        return Double.isNaN(x) ? x : Math.min(Math.max(x, low), high);
    }

    private static double inside(double x, double low, double high) {
        return Double.isNaN(x) ? x : x > low && x < high ? 1 : 0;
    }

    static {
        define(Function.LOG, 0, 0, StrictMath::log, x -> 1 / x);
        define(Function.LOG1P, 0, 0, StrictMath::log1p, x -> 1 / (1 + x));
        define(Function.EXPM1, 0, 0, StrictMath::expm1, StrictMath::exp);
        define(Function.SQRT, 0, 0, Math::sqrt, x -> 0.5 / Math.sqrt(x));
        define(Function.RSQRT, 0, 0, x -> 1 / Math.sqrt(x), x -> -0.5 / (x * Math.sqrt(x)));
        define(Function.SQUARE, 0, 0, x -> x * x, x -> 2 * x);
        define(Function.ABS, 0, 0, Math::abs, Math::signum);
        define(Function.RECIPROCAL, 0, 0, x -> 1 / x, x -> -1 / (x * x));
        define(Function.SIN, 0, 0, StrictMath::sin, StrictMath::cos);
        define(Function.COS, 0, 0, StrictMath::cos, x -> -StrictMath.sin(x));
        define(Function.ERF, 0, 0, NormalReference::erf, x -> 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x));
        define(Function.POW, 1.75f, 0, x -> StrictMath.pow(x, 1.75), x -> 1.75 * StrictMath.pow(x, 0.75));
        define(Function.CLAMP, -2, 3, x -> clamp(x, -2, 3), x -> inside(x, -2, 3));
        define(Function.HARD_TANH, -1, 2, x -> clamp(x, -1, 2), x -> inside(x, -1, 2));
        define(Function.LEAKY_RELU, 0.25f, 0, x -> x > 0 ? x : 0.25 * x, x -> x > 0 ? 1 : x <= 0 ? 0.25 : x);
        define(
                Function.ELU,
                1.5f,
                0,
                x -> x > 0 ? x : 1.5 * StrictMath.expm1(x),
                x -> x > 0 ? 1 : 1.5 * StrictMath.exp(x));
        define(
                Function.SELU,
                1.5f,
                2,
                x -> 2 * (x > 0 ? x : 1.5 * StrictMath.expm1(x)),
                x -> 2 * (x > 0 ? 1 : 1.5 * StrictMath.exp(x)));
        define(
                Function.CELU,
                2,
                0,
                x -> x > 0 ? x : 2 * StrictMath.expm1(x / 2),
                x -> x > 0 ? 1 : StrictMath.exp(x / 2));
        define(Function.HARD_SIGMOID, 0, 0, x -> clamp(x + 3, 0, 6) / 6, x -> inside(x, -3, 3) / 6);
        define(Function.HARD_SWISH, 0, 0, x -> x * clamp(x + 3, 0, 6) / 6, x -> x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5);
        define(Function.SOFT_SHRINK, 0.5f, 0, x -> x - clamp(x, -0.5, 0.5), x -> 1 - inside(x, -0.5, 0.5));
        define(Function.HARD_SHRINK, 0.5f, 0, x -> x * (1 - inside(x, -0.5, 0.5)), x -> 1 - inside(x, -0.5, 0.5));
        define(Function.TANH_SHRINK, 0, 0, x -> x - StrictMath.tanh(x), x -> StrictMath.tanh(x) * StrictMath.tanh(x));
        define(Function.SOFTSIGN, 0, 0, x -> x / (1 + Math.abs(x)), x -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))));
        define(Function.SOFTPLUS, 2, 8, x -> 2 * x > 8 ? x : softplus(2 * x) / 2, x -> 2 * x > 8 ? 1 : logistic(2 * x));
        define(Function.LOG_SIGMOID, 0, 0, x -> -softplus(-x), x -> logistic(-x));
        define(Function.SILU, 0, 0, x -> x * logistic(x), x -> logistic(x) * (1 + x * logistic(-x)));
        define(Function.MISH, 0, 0, x -> x * StrictMath.tanh(softplus(x)), x -> {
            double t = StrictMath.tanh(softplus(x));
            return t + x * (1 - t * t) * logistic(x);
        });
        double k = Math.sqrt(2 / Math.PI);
        InDouble u = x -> k * (x + 0.044715 * x * x * x);
        define(Function.GELU_TANH, 0, 0, x -> x * logistic(2 * u.of(x)), x -> {
            double s = logistic(2 * u.of(x));
            return s + x * s * (1 - s) * 2 * k * (1 + 3 * 0.044715 * x * x);
        });
    }
}
