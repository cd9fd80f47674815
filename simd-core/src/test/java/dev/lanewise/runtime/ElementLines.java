package dev.lanewise.runtime;

import static dev.lanewise.runtime.AllocationLine.ramp;

import dev.lanewise.kernel.Function;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Functions of elements, one by one, and random elements. */
final class ElementLines {
    private final Tensor u;
    private final Tensor v;
    private final Tensor z;
    private final Tensor rows;
    private final Tensor rowsOut;
    private final Tensor perRow;
    private final Tensor column;
    private final IntTensor labels;
    private final Tensor x;
    private final Tensor dy;
    private final Tensor y;
    private final Tensor slopes;
    private final Tensor singles;
    private final Tensor activated;

    ElementLines(boolean large) {
        int n = large ? 150_001 : 333;
        u = ramp(n);
        v = ramp(n);
        z = ramp(n);
        int r = large ? 1500 : 7;
        int d = large ? 101 : 10;
        rows = ramp(r, d);
        rowsOut = ramp(r, d);
        perRow = ramp(r);
        column = ramp(d);
        labels = IntTensor.zeros(r);
        int side = large ? 40 : 6;
        x = ramp(8, side, side);
        dy = ramp(8, side, side);
        y = ramp(8, side, side);
        slopes = ramp(side);
        singles = ramp(side, side, 1);
        activated = ramp(side, side, 1);
    }

    List<AllocationLine> lines() {
        List<AllocationLine> lines = new ArrayList<>(plain());
        for (Function f : Function.values()) {
            lines.add(new AllocationLine("map.apply " + f, k -> k.map().apply(f, 1f, 2f, u, z)));
            lines.add(new AllocationLine("map.backward " + f, k -> k.map().backward(f, 1f, 2f, u, v, z)));
        }
        return lines;
    }

    private List<AllocationLine> plain() {
        return List.of(
                new AllocationLine("elementwise.add", k -> k.elementwise().add(u, v, z)),
                new AllocationLine("elementwise.sub", k -> k.elementwise().sub(u, v, z)),
                new AllocationLine("elementwise.mul", k -> k.elementwise().mul(u, v, z)),
                new AllocationLine("elementwise.scale", k -> k.elementwise().scale(0.5f, u, z)),
                new AllocationLine("elementwise.axpy", k -> k.elementwise().axpy(0.5f, u, z)),
                new AllocationLine("elementwise.bias", k -> k.elementwise().bias(rows, column, rowsOut)),
                new AllocationLine("elementwise.relu", k -> k.elementwise().relu(u, z)),
                new AllocationLine(
                        "elementwise.reluBackward", k -> k.elementwise().reluBackward(u, v, z)),
                new AllocationLine("elementwise.sigmoid", k -> k.elementwise().sigmoid(u, z)),
                new AllocationLine(
                        "elementwise.sigmoidBackward", k -> k.elementwise().sigmoidBackward(u, v, z)),
                new AllocationLine("elementwise.tanh", k -> k.elementwise().tanh(u, z)),
                new AllocationLine(
                        "elementwise.tanhBackward", k -> k.elementwise().tanhBackward(u, v, z)),
                new AllocationLine("elementwise.exp", k -> k.elementwise().exp(u, z)),
                new AllocationLine("elementwise.gelu", k -> k.elementwise().gelu(u, z)),
                new AllocationLine(
                        "elementwise.geluBackward", k -> k.elementwise().geluBackward(u, v, z)),
                new AllocationLine("map.prelu", k -> k.map().prelu(x, slopes, y)),
                new AllocationLine("map.preluBackward", k -> k.map().preluBackward(x, slopes, dy, y)),
                new AllocationLine("map.prelu of single elements", k -> k.map().prelu(singles, slopes, activated)),
                new AllocationLine(
                        "map.preluBackward of single elements",
                        k -> k.map().preluBackward(singles, slopes, singles, activated)),
                new AllocationLine("map.maskedFill", k -> k.map().maskedFill(perRow, labels, 1f, perRow)),
                new AllocationLine("map.where", k -> k.map().where(labels, perRow, perRow, perRow)),
                new AllocationLine("map.winner", k -> k.map().winner(u, v, v, z)),
                new AllocationLine("random.uniform", k -> k.random().uniform(1, 2, -1f, 1f, z)),
                new AllocationLine("random.normal", k -> k.random().normal(1, 2, 0f, 1f, z)),
                new AllocationLine("random.bernoulli", k -> k.random().bernoulli(1, 2, 0.5f, 2f, z)));
    }
}
