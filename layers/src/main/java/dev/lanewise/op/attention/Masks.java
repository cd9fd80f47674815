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

    /**
     * Checks the mask at operand {@code first} and the ignored keys after it against scores [b,h,queries,keys], which
     * need not exist.
     */
    static void check(String name, Infer infer, int first, int b, int h, int queries, int keys, int offset) {
        if (offset < 0) {
            throw new IllegalArgumentException(name + ": offset " + offset + ", expected at least 0");
        }
        if (keys == 0 && queries > 0) {
            throw new IllegalArgumentException(name + ": scores have shape " + Shape.of(b, h, queries, keys)
                    + " (contract [B,H,Tq,Tk]): Tk=0, expected a key at least, attention over an empty sequence has no"
                    + " value");
        }
        if (has(infer, first)) {
            AttentionShapes.mask(name, infer.shape(first), b, h, queries, keys);
        }
        if (has(infer, first + 1)) {
            infer.requireInts(first + 1, "ignored");
            AttentionShapes.ignored(name, infer.shape(first + 1), b, h, queries, keys);
        }
    }

    private static boolean has(Infer infer, int i) {
        return infer.inputs() > i && infer.has(i);
    }

    private static boolean has(Frame frame, int i) {
        return frame.inputs() > i && frame.has(i);
    }

    /** The mask at operand {@code first}; null if there is none. */
    static Tensor added(Frame frame, int first) {
        return has(frame, first) ? frame.x(first) : null;
    }

    /** The ignored keys after the mask at operand {@code first}; null if there are none. */
    static IntTensor ignored(Frame frame, int first) {
        return has(frame, first + 1) ? frame.xInts(first + 1) : null;
    }

    /** Softmax of the scores, with the mask and the ignored keys that begin at operand {@code first}. */
    static void softmax(Frame frame, int first, boolean causal, int offset, Tensor scores, Tensor weights) {
        frame.kernels()
                .attention()
                .maskedSoftmax(scores, added(frame, first), ignored(frame, first), causal, offset, weights);
    }

    /** Writes the gradient of the mask at operand i, if it is wanted. */
    static void gradient(Frame frame, int i, Tensor dScores) {
        if (has(frame, i) && frame.wants(i)) {
            frame.kernels().broadcast().sumTo(dScores, frame.dx(i), frame.work());
        }
    }
}
