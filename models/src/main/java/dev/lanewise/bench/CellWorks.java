package dev.lanewise.bench;

import dev.lanewise.kernel.CellKernels.Function;
import dev.lanewise.kernel.Csr;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Recurrent cells; messages in graphs. */
final class CellWorks {
    private final List<Work> works = new ArrayList<>();

    static List<Work> all() {
        CellWorks all = new CellWorks();
        all.cell();
        all.segment();
        return all.works;
    }

    /** Counts in floats. */
    private void add(String name, double flop, double reads, double writes, Supplier<Consumer<Kernels>> prepare) {
        works.add(new Work(name, flop, 4 * reads, 4 * writes, prepare));
    }

    private void cell() {
        int samples = 64;
        int units = 256;
        double n = (double) samples * units;
        String size = " " + samples + "x" + units;
        add("cell.lstm" + size, 13 * n, 9 * n, 7 * n, () -> {
            Tensor gates = Operands.random(1, samples, 4 * units);
            Tensor hidden = Operands.random(2, samples, 4 * units);
            Tensor[] t = states(4, samples, units);
            Workspace work = new Workspace();
            return set -> set.cell().lstm(gates, hidden, t[0], t[1], t[2], t[3], work);
        });
        add("cell.lstmBackward" + size, 20 * n, 9 * n, 5 * n, () -> {
            Tensor gates = Operands.random(1, samples, 4 * units);
            Tensor dGates = Operands.random(2, samples, 4 * units);
            Tensor[] t = states(6, samples, units);
            Workspace work = new Workspace();
            return set -> set.cell().lstmBackward(gates, t[0], t[1], t[2], t[3], t[4], dGates, t[5], work);
        });
        add("cell.gru" + size, 9 * n, 7 * n, 5 * n, () -> {
            Tensor gates = Operands.random(1, samples, 3 * units);
            Tensor hidden = Operands.random(2, samples, 3 * units);
            Tensor[] t = states(3, samples, units);
            Workspace work = new Workspace();
            return set -> set.cell().gru(gates, hidden, t[0], t[1], t[2], work);
        });
        add("cell.gruBackward" + size, 16 * n, 7 * n, 7 * n, () -> {
            Tensor gates = Operands.random(1, samples, 3 * units);
            Tensor da = Operands.random(2, samples, 3 * units);
            Tensor db = Operands.random(3, samples, 3 * units);
            Tensor[] t = states(5, samples, units);
            Workspace work = new Workspace();
            return set -> set.cell().gruBackward(gates, t[0], t[1], t[2], t[3], da, db, t[4], work);
        });
        add("cell.rnn tanh" + size, 2 * n, 2 * n, n, () -> {
            Tensor[] t = states(3, samples, units);
            Workspace work = new Workspace();
            return set -> set.cell().rnn(Function.TANH, t[0], t[1], t[2], work);
        });
        add("cell.rnnBackward tanh" + size, 4 * n, 3 * n, n, () -> {
            Tensor[] t = states(4, samples, units);
            Workspace work = new Workspace();
            return set -> set.cell().rnnBackward(Function.TANH, t[0], t[1], t[2], t[3], work);
        });
    }

    private static Tensor[] states(int count, int samples, int units) {
        Tensor[] states = new Tensor[count];
        for (int i = 0; i < count; i++) {
            states[i] = Operands.random(10 + i, samples, units);
        }
        return states;
    }

    private void segment() {
        int nodes = 4096;
        int width = 64;
        int degree = 8;
        double rows = (double) nodes * width;
        String size = " " + nodes + " nodes, degree " + degree + ", width " + width;
        add("segment.sum" + size, degree * rows, rows, rows, () -> {
            Csr graph = neighbours(nodes, degree);
            Tensor x = Operands.random(1, nodes, width);
            Tensor y = Tensor.zeros(nodes, width);
            return set -> set.segment().sum(graph, x, null, y);
        });
        add("segment.sum weighted" + size, 2 * degree * rows, rows + nodes * degree, rows, () -> {
            Csr graph = neighbours(nodes, degree);
            Tensor x = Operands.random(1, nodes, width);
            Tensor w = Operands.random(2, graph.entries(), 1);
            Tensor y = Tensor.zeros(nodes, width);
            return set -> set.segment().sum(graph, x, w, y);
        });
        add("segment.mean" + size, degree * rows, rows, rows, () -> {
            Csr graph = neighbours(nodes, degree);
            Tensor x = Operands.random(1, nodes, width);
            Tensor y = Tensor.zeros(nodes, width);
            return set -> set.segment().mean(graph, x, y);
        });
        add("segment.max" + size, degree * rows, rows, 2 * rows, () -> {
            Csr graph = neighbours(nodes, degree);
            Tensor x = Operands.random(1, nodes, width);
            Tensor y = Tensor.zeros(nodes, width);
            IntTensor winners = IntTensor.zeros(nodes, width);
            return set -> set.segment().max(graph, x, y, winners);
        });
        double edges = (double) nodes * degree;
        add("segment.softmax " + nodes + " nodes, degree " + degree, 5 * edges, edges, edges, () -> {
            Csr graph = neighbours(nodes, degree);
            Tensor x = Operands.random(1, graph.entries(), 1);
            Tensor y = Tensor.zeros(graph.entries(), 1);
            return set -> set.segment().softmax(graph, x, y);
        });
    }

    /** Each node hears so many, spread over all. */
    private static Csr neighbours(int nodes, int degree) {
        int[] pointers = new int[nodes + 1];
        int[] index = new int[nodes * degree];
        for (int node = 0; node < nodes; node++) {
            pointers[node + 1] = (node + 1) * degree;
            for (int j = 0; j < degree; j++) {
                index[node * degree + j] = (node + j * 613) % nodes;
            }
        }
        return Csr.of(nodes, pointers, index);
    }
}
