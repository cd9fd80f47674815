package dev.lanewise.op.reduce;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * The k largest elements of every row x:[*,D], in order: outputs the values [*,k] and, as ints, their indices. Of equal
 * elements the one with the lower index comes first; NaN is larger than all else.
 *
 * @param k from 1 to D
 */
public record TopK(int k) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        Shape x = infer.shape(0);
        if (x.rank() == 0 || k < 1 || k > x.dim(-1)) {
            throw new IllegalArgumentException(
                    name() + ": x has shape " + x + ", k is " + k + ", expected x:[*,D] and k from 1 to D");
        }
        int[] extents = x.toArray();
        extents[extents.length - 1] = k;
        infer.output(Shape.of(extents));
        infer.intOutput(Shape.of(extents));
    }

    // A comparison an element; the heap is rarely touched.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().reduce().topK(frame.x(0), frame.y(0), frame.yInts(1));
    }

    @Override
    public void backward(Frame frame) {
        Picked.backward(frame, -1, k);
    }
}
