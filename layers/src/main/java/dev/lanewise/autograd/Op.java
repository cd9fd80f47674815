package dev.lanewise.autograd;

import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * An operation of the catalogue: a record whose components are its options. It holds no tensors, so that one instance
 * serves any number of calls and threads.
 *
 * <p>The trainer records operations on a {@link Tape}, which calls {@link #infer} once per shape and then
 * {@link #forward} with buffers that it owns.
 */
public sealed interface Op permits DifferentiableOp, PlainOp {
    /** The operation's name, the first word of its messages. */
    default String name() {
        String simple = getClass().getSimpleName();
        return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    /**
     * Checks the operands' shapes and declares outputs, saved values and scratch.
     *
     * @throws IllegalArgumentException naming the operand, both shapes and the contract
     */
    void infer(Infer infer);

    /** Computes the outputs, and the saved values that the backward needs, into the buffers of the frame. */
    void forward(Frame frame);

    /**
     * About how many floating-point operations the forward pass takes, a multiply-add being two: one an element of the
     * outputs, unless the operation says more.
     *
     * @param inputs the shapes of the operands, null for an absent one
     * @param outputs the shapes of the outputs
     */
    default long flops(List<Shape> inputs, List<Shape> outputs) {
        return outputs.stream().mapToLong(Shape::size).sum();
    }

    /** Applies this operation to operands of one tape and returns its first output. */
    default Var on(Var... inputs) {
        return inputs[0].tape().record(this, inputs)[0];
    }
}
