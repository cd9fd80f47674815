package dev.lanewise.op.shape;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.NormShapes;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/**
 * Vectors of tokens: {@code y[i] = weight[ids[i]]}; weight:[V,D] ids: ints of any shape [I...], y:[I...,D]. A token that
 * occurs several times collects the sum of its gradients; the padding token collects none.
 *
 * <p>Throws {@link IndexOutOfBoundsException} for an id outside [0, V), before anything is written.
 *
 * @param padding the id of the padding token; -1 for none
 */
public record Embedding(int padding) implements DifferentiableOp {
    /** The shape contract of the table. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("weight:[V,D]");

    @Override
    public void infer(Infer infer) {
        Shape weight = infer.shape(0);
        SHAPES.match(name(), weight);
        infer.requireInts(1, "ids");
        if (padding < -1 || padding >= weight.dim(0)) {
            throw new IllegalArgumentException("embedding: padding id " + padding + ", expected 0 to "
                    + (weight.dim(0) - 1) + ", or -1 for none, since weight has shape " + weight);
        }
        int[] ids = infer.shape(1).toArray();
        int[] extents = Arrays.copyOf(ids, ids.length + 1);
        extents[ids.length] = weight.dim(1);
        infer.output(Shape.of(extents));
    }

    @Override
    public void forward(Frame frame) {
        NormShapes.ids(name(), frame.xInts(1), frame.x(0).dim(0));
        frame.kernels().layout().gatherRows(frame.x(0), flat(frame), rows(frame, frame.y(0)));
    }

    @Override
    public void backward(Frame frame) {
        Tensor dx = frame.dx(0);
        dx.fill(0f);
        frame.kernels().layout().scatterAddRows(rows(frame, frame.dy(0)), flat(frame), dx);
        if (padding >= 0) {
            dx.outer(padding).fill(0f);
        }
    }

    private static IntTensor flat(Frame frame) {
        IntTensor ids = frame.xInts(1);
        return ids.reshape(Shape.of(ids.size()));
    }

    private static Tensor rows(Frame frame, Tensor t) {
        return t.reshape(frame.xInts(1).size(), frame.x(0).dim(1));
    }
}
