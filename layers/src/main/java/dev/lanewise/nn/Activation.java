package dev.lanewise.nn;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.math.Gelu;
import dev.lanewise.op.math.Relu;
import dev.lanewise.op.math.Sigmoid;
import dev.lanewise.op.math.Tanh;
import dev.lanewise.op.reduce.LogSoftmax;
import dev.lanewise.op.reduce.Softmax;

/**
 * A function of one operand as a layer, without parameters.
 *
 * @param function the operation
 */
public record Activation(DifferentiableOp function) implements Unary {
    /** {@code max(x, 0)}. */
    public static final Activation RELU = new Activation(new Relu());

    /** {@code 1 / (1 + exp(-x))}. */
    public static final Activation SIGMOID = new Activation(new Sigmoid());

    /** {@code tanh(x)}. */
    public static final Activation TANH = new Activation(new Tanh());

    /** {@code x * Phi(x)}. */
    public static final Activation GELU = new Activation(new Gelu());

    /** Softmax over the innermost axis. */
    public static final Activation SOFTMAX = new Activation(new Softmax());

    /** Logarithm of softmax over the innermost axis. */
    public static final Activation LOG_SOFTMAX = new Activation(new LogSoftmax());

    @Override
    public Var forward(Var x) {
        return function.on(x);
    }
}
