package dev.lanewise.autograd;

/** An operation with a gradient. Leaving the gradient out does not compile. */
public non-sealed interface DifferentiableOp extends Op {
    /**
     * Computes the gradients of the operands from those of the outputs.
     *
     * <p>For every operand i with {@link Frame#wants}: {@link Frame#dx} is overwritten; if {@link #infer} declared
     * {@link Infer#accumulates} for it, {@code dx = beta(i) * dx + gradient} instead.
     */
    void backward(Frame frame);
}
