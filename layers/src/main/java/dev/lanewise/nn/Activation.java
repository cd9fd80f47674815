package dev.lanewise.nn;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.math.Celu;
import dev.lanewise.op.math.Elu;
import dev.lanewise.op.math.Gelu;
import dev.lanewise.op.math.GeluTanh;
import dev.lanewise.op.math.HardShrink;
import dev.lanewise.op.math.HardSigmoid;
import dev.lanewise.op.math.HardSwish;
import dev.lanewise.op.math.HardTanh;
import dev.lanewise.op.math.LeakyRelu;
import dev.lanewise.op.math.LogSigmoid;
import dev.lanewise.op.math.Mish;
import dev.lanewise.op.math.Relu;
import dev.lanewise.op.math.Relu6;
import dev.lanewise.op.math.Selu;
import dev.lanewise.op.math.Sigmoid;
import dev.lanewise.op.math.Silu;
import dev.lanewise.op.math.SoftShrink;
import dev.lanewise.op.math.Softplus;
import dev.lanewise.op.math.Softsign;
import dev.lanewise.op.math.Tanh;
import dev.lanewise.op.math.TanhShrink;
import dev.lanewise.op.reduce.LogSoftmax;
import dev.lanewise.op.reduce.Softmax;

/**
 * A function of one operand as a layer, without parameters. Constants have PyTorch's default options; a function with
 * others comes from a factory. Any shape; the output has the shape of x. See the operations for papers and for the
 * gradients at kinks.
 *
 * @param function the operation
 */
public record Activation(DifferentiableOp function) implements Unary {
    /** {@code max(x, 0)}. */
    public static final Activation RELU = new Activation(new Relu());

    /** {@code min(max(x, 0), 6)}. */
    public static final Activation RELU6 = new Activation(new Relu6());

    /** {@code x > 0 ? x : 0.01 x}. */
    public static final Activation LEAKY_RELU = new Activation(new LeakyRelu(0.01f));

    /** {@code x > 0 ? x : e^x - 1}. */
    public static final Activation ELU = new Activation(new Elu(1f));

    /** {@code lambda (x > 0 ? x : alpha (e^x - 1))}. */
    public static final Activation SELU = new Activation(new Selu());

    /** {@code x > 0 ? x : e^x - 1}. */
    public static final Activation CELU = new Activation(new Celu(1f));

    /** {@code x Phi(x)}. */
    public static final Activation GELU = new Activation(new Gelu());

    /** {@code x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2}. */
    public static final Activation GELU_TANH = new Activation(new GeluTanh());

    /** {@code x / (1 + e^-x)}. */
    public static final Activation SILU = new Activation(new Silu());

    /** {@code x tanh(ln(1 + e^x))}. */
    public static final Activation MISH = new Activation(new Mish());

    /** {@code ln(1 + e^x)}. */
    public static final Activation SOFTPLUS = new Activation(new Softplus(1f, 20f));

    /** {@code x / (1 + |x|)}. */
    public static final Activation SOFTSIGN = new Activation(new Softsign());

    /** {@code min(max(x + 3, 0), 6) / 6}. */
    public static final Activation HARD_SIGMOID = new Activation(new HardSigmoid());

    /** {@code x min(max(x + 3, 0), 6) / 6}. */
    public static final Activation HARD_SWISH = new Activation(new HardSwish());

    /** {@code min(max(x, -1), 1)}. */
    public static final Activation HARD_TANH = new Activation(new HardTanh(-1f, 1f));

    /** {@code 1 / (1 + e^-x)}. */
    public static final Activation SIGMOID = new Activation(new Sigmoid());

    /** {@code tanh(x)}. */
    public static final Activation TANH = new Activation(new Tanh());

    /** {@code -ln(1 + e^-x)}. */
    public static final Activation LOG_SIGMOID = new Activation(new LogSigmoid());

    /** {@code x - tanh(x)}. */
    public static final Activation TANH_SHRINK = new Activation(new TanhShrink());

    /** {@code sign(x) max(|x| - 0.5, 0)}. */
    public static final Activation SOFT_SHRINK = new Activation(new SoftShrink(0.5f));

    /** {@code |x| > 0.5 ? x : 0}. */
    public static final Activation HARD_SHRINK = new Activation(new HardShrink(0.5f));

    /** Softmax over the innermost axis. */
    public static final Activation SOFTMAX = new Activation(new Softmax());

    /** Logarithm of softmax over the innermost axis. */
    public static final Activation LOG_SOFTMAX = new Activation(new LogSoftmax());

    /** {@code x > 0 ? x : slope x}. */
    public static Activation leakyRelu(float slope) {
        return new Activation(new LeakyRelu(slope));
    }

    /** {@code x > 0 ? x : alpha (e^x - 1)}. */
    public static Activation elu(float alpha) {
        return new Activation(new Elu(alpha));
    }

    /** {@code x > 0 ? x : alpha (e^(x / alpha) - 1)}. */
    public static Activation celu(float alpha) {
        return new Activation(new Celu(alpha));
    }

    /** {@code ln(1 + e^(beta x)) / beta}, x where {@code beta x > threshold}. */
    public static Activation softplus(float beta, float threshold) {
        return new Activation(new Softplus(beta, threshold));
    }

    /** {@code min(max(x, low), high)}. */
    public static Activation hardTanh(float low, float high) {
        return new Activation(new HardTanh(low, high));
    }

    /** {@code sign(x) max(|x| - lambda, 0)}. */
    public static Activation softShrink(float lambda) {
        return new Activation(new SoftShrink(lambda));
    }

    /** {@code |x| > lambda ? x : 0}. */
    public static Activation hardShrink(float lambda) {
        return new Activation(new HardShrink(lambda));
    }

    @Override
    public Var forward(Var x) {
        return function.on(x);
    }
}
