package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Function;

/** Which loop runs a function. */
final class MapLoops {
    /** {@code y[i] = f(a, b, x[i])} or {@code dx[i] = dy[i] * f'(a, b, x[i])} for i in {@code [from, to)}. */
    @FunctionalInterface
    interface Loop {
        void run(float a, float b, float[] x, float[] dy, float[] y, int from, int to);
    }

    private MapLoops() {}

    /** The loop of the function; it ignores dy. */
    static Loop forward(Function f) {
        return switch (f) {
            case LOG -> ElementaryLoops::log;
            case LOG1P -> ElementaryLoops::log1p;
            case EXPM1 -> ElementaryLoops::expm1;
            case SQRT -> ElementaryLoops::sqrt;
            case RSQRT -> ElementaryLoops::rsqrt;
            case SQUARE -> ElementaryLoops::square;
            case ABS -> ElementaryLoops::abs;
            case RECIPROCAL -> ElementaryLoops::reciprocal;
            case SIN -> ElementaryLoops::sin;
            case COS -> ElementaryLoops::cos;
            case ERF -> ElementaryLoops::erf;
            case POW -> ElementaryLoops::pow;
            case CLAMP -> ElementaryLoops::clamp;
            case HARD_TANH -> RectifierLoops::hardTanh;
            case LEAKY_RELU -> RectifierLoops::leakyRelu;
            case ELU -> RectifierLoops::elu;
            case SELU -> RectifierLoops::selu;
            case CELU -> RectifierLoops::celu;
            case HARD_SIGMOID -> RectifierLoops::hardSigmoid;
            case HARD_SWISH -> RectifierLoops::hardSwish;
            case SOFT_SHRINK -> RectifierLoops::softShrink;
            case HARD_SHRINK -> RectifierLoops::hardShrink;
            case TANH_SHRINK -> SmoothLoops::tanhShrink;
            case SOFTSIGN -> SmoothLoops::softsign;
            case SOFTPLUS -> SmoothLoops::softplus;
            case LOG_SIGMOID -> SmoothLoops::logSigmoid;
            case SILU -> SmoothLoops::silu;
            case MISH -> SmoothLoops::mish;
            case GELU_TANH -> SmoothLoops::geluTanh;
        };
    }

    /** The loop of its gradient. */
    static Loop backward(Function f) {
        return switch (f) {
            case LOG -> ElementaryLoops::logBackward;
            case LOG1P -> ElementaryLoops::log1pBackward;
            case EXPM1 -> ElementaryLoops::expm1Backward;
            case SQRT -> ElementaryLoops::sqrtBackward;
            case RSQRT -> ElementaryLoops::rsqrtBackward;
            case SQUARE -> ElementaryLoops::squareBackward;
            case ABS -> ElementaryLoops::absBackward;
            case RECIPROCAL -> ElementaryLoops::reciprocalBackward;
            case SIN -> ElementaryLoops::sinBackward;
            case COS -> ElementaryLoops::cosBackward;
            case ERF -> ElementaryLoops::erfBackward;
            case POW -> ElementaryLoops::powBackward;
            case CLAMP -> ElementaryLoops::clampBackward;
            case HARD_TANH -> RectifierLoops::hardTanhBackward;
            case LEAKY_RELU -> RectifierLoops::leakyReluBackward;
            case ELU -> RectifierLoops::eluBackward;
            case SELU -> RectifierLoops::seluBackward;
            case CELU -> RectifierLoops::celuBackward;
            case HARD_SIGMOID -> RectifierLoops::hardSigmoidBackward;
            case HARD_SWISH -> RectifierLoops::hardSwishBackward;
            case SOFT_SHRINK -> RectifierLoops::softShrinkBackward;
            case HARD_SHRINK -> RectifierLoops::hardShrinkBackward;
            case TANH_SHRINK -> SmoothLoops::tanhShrinkBackward;
            case SOFTSIGN -> SmoothLoops::softsignBackward;
            case SOFTPLUS -> SmoothLoops::softplusBackward;
            case LOG_SIGMOID -> SmoothLoops::logSigmoidBackward;
            case SILU -> SmoothLoops::siluBackward;
            case MISH -> SmoothLoops::mishBackward;
            case GELU_TANH -> SmoothLoops::geluTanhBackward;
        };
    }
}
