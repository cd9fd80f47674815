package dev.lanewise.bench;

import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.kernel.Csr;
import dev.lanewise.kernel.Interpolation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Pooling, padding and interpolation of images; broadcasting and copies; recurrent cells; messages in graphs. */
final class PlaneWorks {
    private static final int CHANNELS = 64;
    private static final int SIDE = 56;
    private static final String IMAGES = " " + CHANNELS + "x" + SIDE + "x" + SIDE;

    private final List<Work> works = new ArrayList<>();

    static List<Work> all() {
        PlaneWorks all = new PlaneWorks();
        all.pool();
        all.broadcast();
        all.layout();
        all.resample();
        all.cell();
        all.segment();
        return all.works;
    }

    /** Counts in floats. */
    private void add(String name, double flop, double reads, double writes, Supplier<Consumer<Kernels>> prepare) {
        works.add(new Work(name, flop, 4 * reads, 4 * writes, prepare));
    }

    private static Tensor images() {
        return Operands.random(1, 1, CHANNELS, SIDE, SIDE);
    }

    private static Tensor halves() {
        return Operands.random(2, 1, CHANNELS, SIDE / 2, SIDE / 2);
    }

    private void pool() {
        double n = (double) CHANNELS * SIDE * SIDE;
        Pool2dShape half = Pool2dShape.of(2);
        add("pool.max 2x2" + IMAGES, n, n, n / 2, () -> {
            Tensor x = images();
            Tensor y = halves();
            IntTensor indices = IntTensor.zeros(y.shape().toArray());
            return set -> set.pool().max(half, x, y, indices);
        });
        add("pool.maxBackward 2x2" + IMAGES, n / 4, n / 2, n, () -> {
            Tensor dx = images();
            Tensor dy = halves();
            IntTensor indices = IntTensor.zeros(dy.shape().toArray());
            return set -> set.pool().maxBackward(half, dy, indices, dx);
        });
        add("pool.average 2x2" + IMAGES, n, n, n / 4, () -> {
            Tensor x = images();
            Tensor y = halves();
            return set -> set.pool().average(half, true, x, y);
        });
        add("pool.adaptiveAverage to 1x1" + IMAGES, n, n, CHANNELS, () -> {
            Tensor x = images();
            Tensor y = Tensor.zeros(1, CHANNELS, 1, 1);
            return set -> set.pool().adaptiveAverage(x, y);
        });
    }

    private void broadcast() {
        int rows = 1024;
        int columns = 768;
        double n = (double) rows * columns;
        String size = " " + rows + "x" + columns;
        add("broadcast.apply add row" + size, n, n, n, () -> {
            Tensor x = Operands.random(1, rows, columns);
            Tensor row = Operands.random(2, columns);
            Tensor y = Tensor.zeros(rows, columns);
            return set -> set.broadcast().apply(Binary.ADD, x, row, y);
        });
        add("broadcast.apply mul column" + size, n, n, n, () -> {
            Tensor x = Operands.random(1, rows, columns);
            Tensor column = Operands.random(2, rows, 1);
            Tensor y = Tensor.zeros(rows, columns);
            return set -> set.broadcast().apply(Binary.MUL, x, column, y);
        });
        add("broadcast.sumTo row" + size, n, n, columns, () -> {
            Tensor x = Operands.random(1, rows, columns);
            Tensor row = Tensor.zeros(columns);
            Workspace work = new Workspace();
            return set -> set.broadcast().sumTo(x, row, work);
        });
    }

    private void layout() {
        double n = 4.0 * 256 * 768;
        int[] heads = {0, 2, 1, 3};
        add("layout.permute heads 4x256x12x64", 0, n, n, () -> {
            Tensor x = Operands.random(1, 4, 256, 12, 64);
            Tensor y = Tensor.zeros(4, 12, 256, 64);
            return set -> set.layout().permute(heads, x, y);
        });
        int[] swap = {1, 0};
        add("layout.permute transpose 1024x768", 0, n, n, () -> {
            Tensor x = Operands.random(1, 1024, 768);
            Tensor y = Tensor.zeros(768, 1024);
            return set -> set.layout().permute(swap, x, y);
        });
        add("layout.gatherRows 1024 of 4096x256", 0, 1024 * 256, 1024 * 256, () -> {
            Tensor table = Operands.random(1, 4096, 256);
            IntTensor picks = picks(1024, 4096);
            Tensor y = Tensor.zeros(1024, 256);
            return set -> set.layout().gatherRows(table, picks, y);
        });
        add("layout.scatterAddRows 1024 to 4096x256", 1024 * 256, 2 * 1024 * 256, 1024 * 256, () -> {
            Tensor x = Operands.random(1, 1024, 256);
            IntTensor picks = picks(1024, 4096);
            Tensor table = Tensor.zeros(4096, 256);
            return set -> set.layout().scatterAddRows(x, picks, table);
        });
    }

    private static IntTensor picks(int count, int from) {
        IntTensor picks = IntTensor.zeros(count);
        for (int i = 0; i < count; i++) {
            picks.array()[i] = i * 1597 % from;
        }
        return picks;
    }

    private void resample() {
        double n = (double) CHANNELS * SIDE * SIDE;
        PadShape frame = PadShape.symmetric(PadMode.MEAN, 1, 2);
        add("resample.pad" + IMAGES, 0, n, n, () -> {
            Tensor x = images();
            Tensor y = Tensor.zeros(1, CHANNELS, SIDE + 2, SIDE + 4);
            Workspace work = new Workspace();
            return set -> set.resample().pad(frame, x, y, work);
        });
        Interpolation linear = new Interpolation(Interpolation.Mode.LINEAR, false, 0, 0);
        add("resample.interpolate linear to" + IMAGES, 8 * n, n / 4, n, () -> {
            Tensor x = halves();
            Tensor y = images();
            Workspace work = new Workspace();
            return set -> set.resample().interpolate(linear, x, y, work);
        });
    }

    private void cell() {
        int samples = 64;
        int units = 256;
        double n = (double) samples * units;
        String size = " " + samples + "x" + units;
        add("cell.lstm" + size, 9 * n, 5 * n, 7 * n, () -> {
            Tensor gates = Operands.random(1, samples, 4 * units);
            Tensor[] t = states(4, samples, units);
            Workspace work = new Workspace();
            return set -> set.cell().lstm(gates, t[0], t[1], t[2], t[3], work);
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
