package dev.lanewise.op.graph;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.Csr;
import dev.lanewise.kernel.SegmentShapes;
import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * The mean of the entries of each row: {@code y[r] = sum over e in row r of x[column(e)] / degree(r)}, 0 for a row without
 * entries; x:[M,D] y:[N,D].
 *
 * @param graph which columns of x each row is the mean of
 */
public record SegmentMean(Csr graph) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        SegmentShapes.rows(name(), "x", infer.shape(0), graph.columns(), "column", graph);
        infer.output(infer.shape(0).with(0, graph.rows()));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().segment().mean(graph, frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().segment().meanBackward(graph, frame.dy(0), frame.dx(0));
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return (long) graph.entries() * inputs.getFirst().dim(1);
    }
}
