package dev.lanewise.op.graph;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.Csr;
import dev.lanewise.kernel.SegmentShapes;
import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * The largest of the entries of each row, feature by feature: {@code y[r,d] = max over e in row r of x[column(e),d]}, 0 for
 * a row without entries; x:[M,D] y:[N,D]. The first of equal values wins and gets the whole gradient.
 *
 * @param graph which columns of x each row is the maximum of
 */
public record SegmentMax(Csr graph) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        SegmentShapes.rows(name(), "x", infer.shape(0), graph.columns(), "column", graph);
        Shape y = infer.shape(0).with(0, graph.rows());
        infer.output(y);
        infer.savedInts(y);
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().segment().max(graph, frame.x(0), frame.y(0), frame.savedInts(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().segment().maxBackward(graph, frame.dy(0), frame.savedInts(0), frame.dx(0));
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return (long) graph.entries() * inputs.getFirst().dim(1);
    }
}
