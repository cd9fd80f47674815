package dev.lanewise.op.shape;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/**
 * Rows of a table by index: {@code y[i] = table[rows[i]]}; table:[V,*] rows: ints of any shape [R...], y:[R...,*]. A row
 * that is picked several times collects the sum of the gradients.
 */
public record Gather() implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        Shape table = infer.shape(0);
        if (table.rank() < 1) {
            throw new IllegalArgumentException("gather: table has shape " + table + ", expected table:[V,*]");
        }
        infer.requireInts(1, "rows");
        int[] rows = infer.shape(1).toArray();
        int[] extents = Arrays.copyOf(rows, rows.length + table.rank() - 1);
        for (int i = 1; i < table.rank(); i++) {
            extents[rows.length + i - 1] = table.dim(i);
        }
        infer.output(Shape.of(extents));
    }

    @Override
    public void forward(Frame frame) {
        IntTensor rows = flat(frame);
        frame.kernels().layout().gatherRows(table(frame.x(0)), rows, picked(frame, frame.y(0)));
    }

    @Override
    public void backward(Frame frame) {
        frame.dx(0).fill(0f);
        frame.kernels().layout().scatterAddRows(picked(frame, frame.dy(0)), flat(frame), table(frame.dx(0)));
    }

    private static IntTensor flat(Frame frame) {
        IntTensor rows = frame.xInts(1);
        return rows.reshape(Shape.of(rows.size()));
    }

    private static Tensor table(Tensor t) {
        return t.reshape(t.dim(0), t.shape().span(1, t.shape().rank()));
    }

    private static Tensor picked(Frame frame, Tensor t) {
        Shape table = frame.x(0).shape();
        return t.reshape(frame.xInts(1).size(), table.span(1, table.rank()));
    }
}
