package dev.lanewise.op.graph;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.Csr;
import dev.lanewise.kernel.SegmentShapes;
import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * Softmax over the entries of each row, head by head: {@code y[e,h] = exp(x[e,h]) / sum of exp(x[f,h]) over the entries f
 * of the same row}; x, y: [E,H] by number of the entry.
 *
 * @param graph which entries stand in one row
 */
public record SegmentSoftmax(Csr graph) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        SegmentShapes.rows(name(), "x", infer.shape(0), graph.entries(), "entry", graph);
        infer.output(infer.shape(0));
    }

    // Largest, difference, exponential, sum, quotient.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 5L * inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().segment().softmax(graph, frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().segment().softmaxBackward(graph, frame.y(0), frame.dy(0), frame.dx(0));
    }
}
