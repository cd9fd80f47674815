package dev.lanewise.op.math;

import dev.lanewise.autograd.Frame;
import dev.lanewise.tensor.Tensor;

/** What the operations on two broadcast operands share. */
final class Broadcasting {
    private Broadcasting() {}

    /** True if neither operand is repeated. */
    static boolean none(Frame frame) {
        return repeated(frame, 0) == repeated(frame, 1) && !repeated(frame, 0);
    }

    /** True if operand i is repeated. */
    static boolean repeated(Frame frame, int i) {
        return !frame.x(i).shape().equals(frame.y(0).shape());
    }

    /** Where the gradient of operand i is computed before {@link #finish}: in place unless it is repeated. */
    static Tensor target(Frame frame, int i) {
        return repeated(frame, i) ? frame.scratch(0) : frame.dx(i);
    }

    /** Sums what {@link #target} holds over the repetitions. */
    static void finish(Frame frame, int i) {
        if (repeated(frame, i)) {
            frame.kernels().broadcast().sumTo(frame.scratch(0), frame.dx(i), frame.work());
        }
    }

    /** Writes the sum of dy over the repetitions of operand i. */
    static void sum(Frame frame, int i) {
        frame.kernels().broadcast().sumTo(frame.dy(0), frame.dx(i), frame.work());
    }
}
