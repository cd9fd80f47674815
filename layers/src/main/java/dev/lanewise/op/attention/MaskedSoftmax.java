package dev.lanewise.op.attention;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.AttentionKernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * Weights of attention from scores of any kind: {@code y = softmax(scores + mask)} over the keys that a query may see,
 * and 0 for the others. A row in which none is left is 0.
 *
 * <p>Operands: scores:[B,H,Tq,Tk]; mask: floats [B or 1,H or 1,Tq or 1,Tk or 1], may be absent; ignored: ints [B,Tk],
 * other than 0 where a key is to be left out, may be absent. Output: [B,H,Tq,Tk].
 *
 * @param causal true if query t sees the keys up to {@code t + offset} only
 * @param offset the position of the first query among the keys, at least 0
 * @see AttentionKernels#maskedSoftmax
 */
public record MaskedSoftmax(boolean causal, int offset) implements DifferentiableOp {
    private static final int MASK = 1;

    /** Every query may see every key that is not masked. */
    public MaskedSoftmax() {
        this(false, 0);
    }

    @Override
    public void infer(Infer infer) {
        Shape scores = infer.shape(0);
        if (scores.rank() != 4) {
            throw new IllegalArgumentException(name() + ": scores has shape " + scores + ", expected [B,H,Tq,Tk]");
        }
        Masks.check(name(), infer, MASK, scores.dim(0), scores.dim(1), scores.dim(2), scores.dim(3), offset);
        infer.output(scores);
        infer.scratch(scores);
    }

    // Largest, difference, exponential, sum, quotient.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 5L * inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        Masks.softmax(frame, MASK, causal, offset, frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        Tensor dScores = frame.wants(0) ? frame.dx(0) : frame.scratch(0);
        frame.kernels().softmax().softmaxBackward(frame.y(0), frame.dy(0), dScores);
        Masks.gradient(frame, MASK, dScores);
    }
}
