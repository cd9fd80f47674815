package dev.lanewise.bench;

import dev.lanewise.kernel.AttentionGradients;
import dev.lanewise.kernel.AttentionInputs;
import dev.lanewise.kernel.AttentionRule;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.LossKernels.Classes;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.runtime.KernelSets;
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
    private static final int TOP = 8;
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
        add(
                "softmax.logSoftmaxBackward",
                4,
                2,
                1,
                (a, b, y) -> set -> set.softmax().logSoftmaxBackward(a, b, y));
        IntTensor labels = IntTensor.zeros(ROWS);
        Tensor losses = Tensor.zeros(ROWS);
        add("softmax.crossEntropy", 5, 1, 1, (a, b, y) -> set -> set.softmax().crossEntropy(a, labels, losses, y));
    }

    private void attention() {
        fused(512, false, false);
        fused(512, true, false);
        fused(512, false, true);
        fused(512, true, true);
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

    /** Without the matrix of the weights: 12 heads of depth 64, forward and with the gradients of q, k and v. */
    private void fused(int length, boolean causal, boolean backward) {
        int heads = 12;
        int depth = 64;
        double size = (double) heads * length * depth;
        // The pairs of query and key that take part; two products forward, five more backward.
        double pairs = (double) heads * length * length * (causal ? 0.5 : 1);
        String name = "attention." + (backward ? "backward " : "forward ") + heads + "x" + length + "x" + depth
                + (causal ? " causal" : "");
        double flop = 2 * depth * pairs * (backward ? 5 : 2);
        works.add(new Work(name, flop, 4 * size * (backward ? 5 : 3), 4 * size * (backward ? 3 : 1), () -> {
            AttentionRule rule = new AttentionRule(causal, 0, 0.125f);
            Tensor[] t = new Tensor[8];
            for (int i = 0; i < t.length; i++) {
                t[i] = Operands.random(1 + i, 1, heads, length, depth);
            }
            AttentionInputs in = new AttentionInputs(t[0], t[1], t[2], null, null);
            Tensor peak = Tensor.zeros(1, heads, length);
            Tensor norm = Tensor.zeros(1, heads, length);
            Workspace work = new Workspace();
            if (!backward) {
                return set -> set.attention().forward(rule, in, t[3], peak, norm, work);
            }
            KernelSets.scalar().attention().forward(rule, in, t[3], peak, norm, work);
            AttentionGradients to = new AttentionGradients(t[5], false, t[6], false, t[7], false, null);
            return set -> set.attention().backward(rule, in, t[3], peak, norm, t[4], to, work);
        }));
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
        Tensor top = Tensor.zeros(ROWS, TOP);
        IntTensor places = IntTensor.zeros(ROWS, TOP);
        add("reduce.topK 8 of", 1, 1, 0, (a, b, y) -> set -> set.reduce().topK(a, top, places));
        IntTensor at = IntTensor.zeros(1, LENGTH);
        Tensor best = Tensor.zeros(1, LENGTH);
        add("reduce.extremes of columns", 1, 1, 0, (a, b, y) -> {
            Tensor x = a.reshape(1, ROWS, LENGTH);
            return set -> set.reduce().extremes(true, x, best, at);
        });
        add(
                "reduce.allFinite",
                1,
                1,
                0,
                (a, b, y) -> set -> sink += set.reduce().allFinite(a) ? 1 : 0);
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
        works.add(new Work("norm.addGroups" + layer, 9 * size, 8 * size, 8 * size, () -> {
            Tensor a = Operands.random(1, samples, length, 1);
            Tensor b = Operands.random(2, samples, length, 1);
            Tensor x = Tensor.zeros(samples, length, 1);
            Tensor y = Tensor.zeros(samples, length, 1);
            Tensor weight = Operands.random(3, length);
            Tensor centre = Tensor.zeros(2, samples);
            Tensor rstd = Tensor.zeros(samples);
            return set -> set.norm().addGroups(1, EPS, a, b, x, weight, weight, y, centre, rstd);
        }));
        works.add(new Work("norm.groups rms " + samples + "x" + length, 4 * size, 4 * size, 4 * size, () -> {
            Tensor x = Operands.random(1, samples, length, 1);
            Tensor y = Tensor.zeros(samples, length, 1);
            Tensor weight = Operands.random(2, length);
            Tensor rstd = Tensor.zeros(samples);
            return set -> set.norm().groups(1, EPS, x, weight, null, y, null, rstd);
        }));
        works.add(new Work("norm.limitRows " + samples + "x" + length, 2 * size, 4 * size, 0, () -> {
            Tensor x = Operands.random(1, samples, length);
            return set -> set.norm().limitRows(x, 2, 1e3f, 1e-6f);
        }));
        channels();
    }

    private void channels() {
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
        works.add(new Work("norm.channelsBackward" + batch, 8 * images, 8 * images, 4 * images, () -> {
            Tensor x = Operands.random(1, 16, 64, 784);
            Tensor dy = Operands.random(2, 16, 64, 784);
            Tensor dx = Tensor.zeros(16, 64, 784);
            Tensor weight = Operands.random(3, 64);
            Tensor centre = Tensor.zeros(2, 64);
            Tensor dWeight = Tensor.zeros(64);
            Tensor dBias = Tensor.zeros(64);
            return set -> set.norm().channelsBackward(x, weight, centre, weight, dy, null, null, dx, dWeight, dBias);
        }));
        String grouped = " 16x64x784, 8 groups";
        works.add(new Work("norm.groups" + grouped, 8 * images, 4 * images, 4 * images, () -> {
            Tensor x = Operands.random(1, 16, 64, 784);
            Tensor y = Tensor.zeros(16, 64, 784);
            Tensor weight = Operands.random(2, 64);
            Tensor centre = Tensor.zeros(2, 16 * 8);
            Tensor rstd = Tensor.zeros(16 * 8);
            return set -> set.norm().groups(8, EPS, x, weight, weight, y, centre, rstd);
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
        Tensor scores = Operands.random(5, ROWS);
        add("loss.multiMargin", 3, 1, 0, (a, b, y) -> set -> set.loss().multiMargin(1, 1f, a, labels, null, perRow));
        add("loss.distance", 3, 2, 0, (a, b, y) -> set -> set.loss().distance(2f, 1e-6f, a, b, perRow));
        add("loss.unitRows", 3, 1, 1, (a, b, y) -> set -> set.loss().unitRows(1e-6f, a, y, perRow));
        add("loss.unitRowsBackward", 4, 2, 1, (a, b, y) -> set -> set.loss().unitRowsBackward(a, scores, b, y));
        add("loss.pair squared", 2, 2, 1, (a, b, y) -> set -> set.loss().pair(Pair.SQUARED_ERROR, 0f, a, b, y));
        add("loss.pairBackward huber", 4, 3, 1, (a, b, y) -> {
            Tensor dy = Operands.random(6, ROWS, LENGTH);
            return set -> set.loss().pairBackward(Pair.HUBER, 1f, a, b, dy, y);
        });
        add("loss.pair huber", 4, 2, 1, (a, b, y) -> set -> set.loss().pair(Pair.HUBER, 1f, a, b, y));
    }
}
