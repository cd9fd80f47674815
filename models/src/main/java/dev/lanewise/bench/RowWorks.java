package dev.lanewise.bench;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.LossKernels.Classes;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Rows: softmax, attention, sums, normalisation, losses. */
final class RowWorks {
    private static final int ROWS = 1024;
    private static final int LENGTH = 1024;
    private static final String SIZE = " " + ROWS + "x" + LENGTH;
    private static final float EPS = 1e-5f;

    private final List<Work> works = new ArrayList<>();
    private float sink;

    private interface Body {
        Consumer<Kernels> of(Tensor a, Tensor b, Tensor y);
    }

    static List<Work> all() {
        RowWorks all = new RowWorks();
        all.softmax();
        all.attention();
        all.reduce();
        all.norm();
        all.loss();
        return all.works;
    }

    /** Work on matrices: so many operations an element, so many matrices read and written. */
    private void add(String name, int flop, int reads, int writes, Body body) {
        double size = (double) ROWS * LENGTH;
        works.add(new Work(name + SIZE, flop * size, 4.0 * reads * size, 4.0 * writes * size, () -> {
            Tensor a = Operands.random(1, ROWS, LENGTH);
            Tensor b = Operands.random(2, ROWS, LENGTH);
            return body.of(a, b, Tensor.zeros(ROWS, LENGTH));
        }));
    }

    private void softmax() {
        add("softmax.softmax", 5, 1, 1, (a, b, y) -> set -> set.softmax().softmax(a, y));
        add(
                "softmax.softmaxBackward",
                4,
                2,
                1,
                (a, b, y) -> set -> set.softmax().softmaxBackward(a, b, y));
        add("softmax.logSoftmax", 5, 1, 1, (a, b, y) -> set -> set.softmax().logSoftmax(a, y));
        IntTensor labels = IntTensor.zeros(ROWS);
        Tensor losses = Tensor.zeros(ROWS);
        add("softmax.crossEntropy", 5, 1, 1, (a, b, y) -> set -> set.softmax().crossEntropy(a, labels, losses, y));
    }

    private void attention() {
        for (boolean causal : new boolean[] {false, true}) {
            int heads = 12;
            int length = 256;
            double size = (double) heads * length * length;
            String name = "attention.maskedSoftmax " + heads + "x" + length + "x" + length + (causal ? " causal" : "");
            works.add(new Work(name, 5 * size, 4 * size, 4 * size, () -> {
                Tensor scores = Operands.random(1, 1, heads, length, length);
                Tensor weights = Tensor.zeros(1, heads, length, length);
                return set -> set.attention().maskedSoftmax(scores, null, null, causal, 0, weights);
            }));
        }
    }

    private void reduce() {
        Tensor perRow = Tensor.zeros(ROWS);
        Tensor perColumn = Tensor.zeros(LENGTH);
        IntTensor winners = IntTensor.zeros(ROWS);
        Workspace work = new Workspace();
        add("reduce.rowSums", 1, 1, 0, (a, b, y) -> set -> set.reduce().rowSums(a, perRow));
        add("reduce.rowMax", 1, 1, 0, (a, b, y) -> set -> set.reduce().rowMax(a, perRow));
        add("reduce.rowArgmax", 1, 1, 0, (a, b, y) -> set -> set.reduce().rowArgmax(a, winners));
        add("reduce.columnSums", 1, 1, 0, (a, b, y) -> set -> set.reduce().columnSums(a, perColumn, work));
        add("reduce.sum", 1, 1, 0, (a, b, y) -> set -> sink += set.reduce().sum(a));
        add("reduce.dot", 2, 2, 0, (a, b, y) -> set -> sink += set.reduce().dot(a, b));
    }

    private void norm() {
        int samples = 1024;
        int length = 768;
        double size = (double) samples * length;
        String layer = " layer " + samples + "x" + length;
        works.add(new Work("norm.groups" + layer, 8 * size, 4 * size, 4 * size, () -> {
            Tensor x = Operands.random(1, samples, length, 1);
            Tensor y = Tensor.zeros(samples, length, 1);
            Tensor weight = Operands.random(2, length);
            Tensor centre = Tensor.zeros(2, samples);
            Tensor rstd = Tensor.zeros(samples);
            return set -> set.norm().groups(1, EPS, x, weight, weight, y, centre, rstd);
        }));
        works.add(new Work("norm.groupsBackward" + layer, 10 * size, 8 * size, 4 * size, () -> {
            Tensor x = Operands.random(1, samples, length, 1);
            Tensor dy = Operands.random(2, samples, length, 1);
            Tensor dx = Tensor.zeros(samples, length, 1);
            Tensor weight = Operands.random(3, length);
            Tensor centre = Tensor.zeros(2, samples);
            Tensor rstd = Operands.random(4, samples);
            Tensor dWeight = Tensor.zeros(length);
            Tensor dBias = Tensor.zeros(length);
            Workspace work = new Workspace();
            return set -> set.norm().groupsBackward(1, x, weight, centre, rstd, dy, dx, dWeight, dBias, work);
        }));
        String batch = " batch 16x64x784";
        double images = 16.0 * 64 * 784;
        works.add(new Work("norm.statistics" + batch, 3 * images, 4 * images, 0, () -> {
            Tensor x = Operands.random(1, 16, 64, 784);
            Tensor[] perChannel = {Tensor.zeros(64), Tensor.zeros(64), Tensor.zeros(64)};
            Tensor centre = Tensor.zeros(2, 64);
            return set -> set.norm().statistics(x, EPS, centre, perChannel[0], perChannel[1], perChannel[2]);
        }));
        works.add(new Work("norm.channels" + batch, 4 * images, 4 * images, 4 * images, () -> {
            Tensor x = Operands.random(1, 16, 64, 784);
            Tensor y = Tensor.zeros(16, 64, 784);
            Tensor weight = Operands.random(2, 64);
            Tensor centre = Tensor.zeros(2, 64);
            return set -> set.norm().channels(x, weight, weight, centre, weight, y);
        }));
    }

    private void loss() {
        Tensor perRow = Tensor.zeros(ROWS);
        Tensor kept = Tensor.zeros(ROWS);
        Tensor largest = Tensor.zeros(ROWS);
        Tensor logSum = Tensor.zeros(ROWS);
        IntTensor labels = IntTensor.zeros(ROWS);
        Classes plain = new Classes(-1, 0f, 0f);
        add(
                "loss.crossEntropy",
                5,
                1,
                0,
                (a, b, y) -> set -> set.loss().crossEntropy(plain, a, labels, null, perRow, kept, largest, logSum));
        add(
                "loss.crossEntropyBackward",
                5,
                1,
                1,
                (a, b, y) ->
                        set -> set.loss().crossEntropyBackward(plain, a, labels, null, largest, logSum, perRow, y));
        add("loss.pair huber", 4, 2, 1, (a, b, y) -> set -> set.loss().pair(Pair.HUBER, 1f, a, b, y));
    }
}
