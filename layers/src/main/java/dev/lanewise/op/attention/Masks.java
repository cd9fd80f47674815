package dev.lanewise.op.attention;

import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.AttentionShapes;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** The optional operands that the operations of this package share: an additive mask, then the keys to ignore. */
final class Masks {
    private Masks() {}

    /** Checks the mask at operand {@code first} and the ignored keys after it against the shape of the scores. */
    static void check(String name, Infer infer, int first, Shape scores, int offset) {
        if (offset < 0) {
            throw new IllegalArgumentException(name + ": offset " + offset + ", expected at least 0");
        }
        if (scores.dim(3) == 0 && scores.dim(2) > 0) {
            throw new IllegalArgumentException(name + ": scores have shape " + scores
                    + " (contract [B,H,Tq,Tk]): Tk=0, expected a key at least, attention over an empty sequence has no"
                    + " value");
        }
        if (has(infer, first)) {
            AttentionShapes.mask(name, infer.shape(first), scores);
        }
        if (has(infer, first + 1)) {
            infer.requireInts(first + 1, "ignored");
            AttentionShapes.ignored(name, infer.shape(first + 1), scores);
        }
    }

    private static boolean has(Infer infer, int i) {
        return infer.inputs() > i && infer.has(i);
    }

    private static boolean has(Frame frame, int i) {
        return frame.inputs() > i && frame.has(i);
    }

    /** Softmax of the scores, with the mask and the ignored keys that begin at operand {@code first}. */
    static void softmax(Frame frame, int first, boolean causal, int offset, Tensor scores, Tensor weights) {
        Tensor mask = has(frame, first) ? frame.x(first) : null;
        IntTensor ignored = has(frame, first + 1) ? frame.xInts(first + 1) : null;
        frame.kernels().attention().maskedSoftmax(scores, mask, ignored, causal, offset, weights);
    }

    /** Writes the gradient of the mask at operand i, if it is wanted. */
    static void gradient(Frame frame, int i, Tensor dScores) {
        if (has(frame, i) && frame.wants(i)) {
            frame.kernels().broadcast().sumTo(dScores, frame.dx(i), frame.work());
        }
    }
}
