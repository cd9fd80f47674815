package dev.lanewise.op.shape;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;

/**
 * An axis filled up with a constant: {@code before} elements in front of it and {@code after} behind. Any shape but a
 * scalar.
 *
 * @param axis the axis, a negative one counted from the end
 * @param before how many elements in front, at least 0
 * @param after how many elements behind, at least 0
 * @param value the constant
 */
public record Pad(int axis, int before, int after, float value) implements DifferentiableOp {
    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Pad {
        if (before < 0 || after < 0) {
            throw new IllegalArgumentException(
                    "pad: " + before + " elements before and " + after + " after, expected at least 0");
        }
    }

    @Override
    public void infer(Infer infer) {
        Shape x = infer.shape(0);
        infer.output(x.with(axis, Math.addExact(x.dim(axis), Math.addExact(before, after))));
    }

    @Override
    public void forward(Frame frame) {
        int length = frame.x(0).dim(axis);
        frame.y(0).fill(value);
        frame.kernels()
                .layout()
                .block(Axis.middle(frame.x(0), axis), 0, Axis.middle(frame.y(0), axis), before, length, false);
    }

    @Override
    public void backward(Frame frame) {
        int length = frame.x(0).dim(axis);
        frame.kernels()
                .layout()
                .block(Axis.middle(frame.dy(0), axis), before, Axis.middle(frame.dx(0), axis), 0, length, false);
    }
}
