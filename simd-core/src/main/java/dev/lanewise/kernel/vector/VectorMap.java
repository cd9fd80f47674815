package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.ElementwiseShapes;
import dev.lanewise.kernel.Function;
import dev.lanewise.kernel.MapKernels;
import dev.lanewise.kernel.MapShapes;
import dev.lanewise.kernel.scalar.ScalarMap;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Functions of one element, a register at a time. Choices by masks are copies, which the scalar set makes. */
final class VectorMap implements MapKernels {
    // C2 has no mask of two doubles on x86: there a power on vectors would box.
    private static final boolean SCALAR_POWERS = Lanes.L < 8;

    private final MapKernels scalar = new ScalarMap();

    @Override
    public void apply(Function f, float a, float b, Tensor x, Tensor y) {
        if (SCALAR_POWERS && f == Function.POW) {
            scalar.apply(f, a, b, x, y);
            return;
        }
        ElementwiseShapes.same("map", "x", x, "y", y);
        run(f, forward(f), a, b, x, x, y);
    }

    @Override
    public void backward(Function f, float a, float b, Tensor x, Tensor dy, Tensor dx) {
        if (SCALAR_POWERS && f == Function.POW) {
            scalar.backward(f, a, b, x, dy, dx);
            return;
        }
        ElementwiseShapes.same("mapBackward", "x", x, "dx", dx);
        ElementwiseShapes.same("mapBackward", "dy", dy, "dx", dx);
        run(f, backward(f), a, b, x, dy, dx);
    }

    /** The loop of the function; it ignores dy. */
    private static Registers.Loop forward(Function f) {
        return switch (f) {
            case LOG -> ElementaryLoops::log;
            case LOG1P -> ElementaryLoops::log1p;
            case EXPM1 -> ElementaryLoops::expm1;
            case SQRT -> ElementaryLoops::sqrt;
            case RSQRT -> ElementaryLoops::rsqrt;
            case SQUARE -> ElementaryLoops::square;
            case ABS -> ElementaryLoops::abs;
            case RECIPROCAL -> ElementaryLoops::reciprocal;
            case SIN -> TurnLoops::sin;
            case COS -> TurnLoops::cos;
            case ERF -> ElementaryLoops::erf;
            case POW -> PowerLoops::pow;
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
    private static Registers.Loop backward(Function f) {
        return switch (f) {
            case LOG -> ElementaryLoops::logBackward;
            case LOG1P -> ElementaryLoops::log1pBackward;
            case EXPM1 -> ElementaryLoops::expm1Backward;
            case SQRT -> ElementaryLoops::sqrtBackward;
            case RSQRT -> ElementaryLoops::rsqrtBackward;
            case SQUARE -> ElementaryLoops::squareBackward;
            case ABS -> ElementaryLoops::absBackward;
            case RECIPROCAL -> ElementaryLoops::reciprocalBackward;
            case SIN -> TurnLoops::sinBackward;
            case COS -> TurnLoops::cosBackward;
            case ERF -> ElementaryLoops::erfBackward;
            case POW -> PowerLoops::powBackward;
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

    private static void run(Function f, Registers.Loop loop, float a, float b, Tensor x, Tensor dy, Tensor y) {
        Registers.run(f.cheap() ? Registers.ARITHMETIC_GRAIN : Registers.FUNCTION_GRAIN, loop, a, b, x, dy, y);
    }

    @Override
    public void prelu(Tensor x, Tensor w, Tensor y) {
        MapShapes.channels("prelu", x, w);
        ElementwiseShapes.same("prelu", "x", x, "y", y);
        if (Parallel.inline(y.size(), Registers.ARITHMETIC_GRAIN)) {
            ChoiceLoops.forward(x, w, y, 0, y.size());
        } else {
            Parallel.run(
                    y.size(), Registers.ARITHMETIC_GRAIN, (from, to, worker) -> ChoiceLoops.forward(x, w, y, from, to));
        }
    }

    @Override
    public void preluBackward(Tensor x, Tensor w, Tensor dy, Tensor dx) {
        MapShapes.channels("preluBackward", x, w);
        ElementwiseShapes.same("preluBackward", "x", x, "dx", dx);
        ElementwiseShapes.same("preluBackward", "dy", dy, "dx", dx);
        if (Parallel.inline(dx.size(), Registers.ARITHMETIC_GRAIN)) {
            ChoiceLoops.backward(x, w, dy, dx, 0, dx.size());
        } else {
            Parallel.run(
                    dx.size(),
                    Registers.ARITHMETIC_GRAIN,
                    (from, to, worker) -> ChoiceLoops.backward(x, w, dy, dx, from, to));
        }
    }

    @Override
    public void maskedFill(Tensor x, IntTensor mask, float value, Tensor y) {
        scalar.maskedFill(x, mask, value, y);
    }

    @Override
    public void where(IntTensor mask, Tensor a, Tensor b, Tensor y) {
        scalar.where(mask, a, b, y);
    }

    @Override
    public void winner(Tensor a, Tensor b, Tensor dy, Tensor da) {
        ElementwiseShapes.same("winner", "a", a, "da", da);
        ElementwiseShapes.same("winner", "b", b, "da", da);
        ElementwiseShapes.same("winner", "dy", dy, "da", da);
        if (Parallel.inline(da.size(), Registers.ARITHMETIC_GRAIN)) {
            ChoiceLoops.winner(a, b, dy, da, 0, da.size());
        } else {
            Parallel.run(
                    da.size(),
                    Registers.ARITHMETIC_GRAIN,
                    (from, to, worker) -> ChoiceLoops.winner(a, b, dy, da, from, to));
        }
    }
}
