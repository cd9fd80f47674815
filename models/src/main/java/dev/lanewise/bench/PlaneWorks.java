package dev.lanewise.bench;

import dev.lanewise.kernel.BroadcastKernels.Binary;
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

/** Pooling, padding and interpolation of images; broadcasting and copies. */
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
        add("pool.averageBackward 2x2" + IMAGES, n, n / 4, n, () -> {
            Tensor dx = images();
            Tensor dy = halves();
            return set -> set.pool().averageBackward(half, true, dy, dx);
        });
        Pool2dShape overlapping = Pool2dShape.of(3, 2, 1);
        add("pool.max 3x3 s2" + IMAGES, 9 * n / 4, n, n / 2, () -> {
            Tensor x = images();
            Tensor y = halves();
            IntTensor indices = IntTensor.zeros(y.shape().toArray());
            return set -> set.pool().max(overlapping, x, y, indices);
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
        add("broadcast.expand row" + size, 0, columns, n, () -> {
            Tensor row = Operands.random(2, columns);
            Tensor y = Tensor.zeros(rows, columns);
            return set -> set.broadcast().expand(row, y);
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
        int[] last = {0, 2, 3, 1};
        add("layout.permute channels last 16x64x28x28", 0, 16 * 64 * 784, 16 * 64 * 784, () -> {
            Tensor x = Operands.random(1, 16, 64, 28, 28);
            Tensor y = Tensor.zeros(16, 28, 28, 64);
            return set -> set.layout().permute(last, x, y);
        });
        add("layout.block 512 of 1024x768", 0, n / 2, n / 2, () -> {
            Tensor x = Operands.random(1, 1, 512, 768);
            Tensor y = Tensor.zeros(1, 1024, 768);
            return set -> set.layout().block(x, 0, y, 256, 512, false);
        });
        add("layout.flip 1024x768", 0, n, n, () -> {
            Tensor x = Operands.random(1, 1, 1024, 768);
            Tensor y = Tensor.zeros(1, 1024, 768);
            return set -> set.layout().flip(x, y);
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
        add("resample.interpolateBackward linear from" + IMAGES, 8 * n, n, n / 4, () -> {
            Tensor dy = images();
            Tensor dx = halves();
            Workspace work = new Workspace();
            return set -> set.resample().interpolateBackward(linear, dy, dx, work);
        });
    }
}
