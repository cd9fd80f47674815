package dev.lanewise.op.graph;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.Csr;
import dev.lanewise.kernel.SegmentShapes;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * The sum of the entries of each row: {@code y[r] = sum over e in row r of w[e] x[column(e)]}; x:[M,D] y:[N,D]. The second
 * operand may be absent: weights w:[E,H] by number of the entry, H dividing D; head h weighs the h-th part of the features.
 *
 * @param graph which columns of x each row is the sum of
 */
public record SegmentSum(Csr graph) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        Shape x = infer.shape(0);
        SegmentShapes.rows(name(), "x", x, graph.columns(), "column", graph);
        if (infer.inputs() > 1 && infer.has(1)) {
            SegmentShapes.weights(name(), graph, "x", x, "w", infer.shape(1));
        }
        infer.output(x.with(0, graph.rows()));
    }

    private static Tensor weights(Frame frame) {
        return frame.inputs() > 1 ? frame.x(1) : null;
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().segment().sum(graph, frame.x(0), weights(frame), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        if (frame.wants(0)) {
            frame.kernels().segment().sum(graph.transposed(), frame.dy(0), weights(frame), frame.dx(0));
        }
        if (frame.inputs() > 1 && frame.wants(1)) {
            frame.kernels().segment().weightGradients(graph, frame.x(0), frame.dy(0), frame.dx(1));
        }
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        long terms = (long) graph.entries() * inputs.getFirst().dim(1);
        return inputs.size() > 1 && inputs.get(1) != null ? 2 * terms : terms;
    }
}
