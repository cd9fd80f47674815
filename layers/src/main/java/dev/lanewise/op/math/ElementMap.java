package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.Function;

/** A function of one element: what its operations share. */
interface ElementMap extends DifferentiableOp {
    /** What is computed of an element. */
    Function function();

    /** The function's first option. */
    default float first() {
        return 0f;
    }

    /** The function's second option. */
    default float second() {
        return 0f;
    }

    @Override
    default void infer(Infer infer) {
        infer.output(infer.shape(0));
    }

    @Override
    default void forward(Frame frame) {
        frame.kernels().map().apply(function(), first(), second(), frame.x(0), frame.y(0));
    }

    @Override
    default void backward(Frame frame) {
        frame.kernels().map().backward(function(), first(), second(), frame.x(0), frame.dy(0), frame.dx(0));
    }
}
