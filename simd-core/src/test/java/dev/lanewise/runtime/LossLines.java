package dev.lanewise.runtime;

import static dev.lanewise.runtime.AllocationLine.filled;
import static dev.lanewise.runtime.AllocationLine.ramp;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.LossKernels.Classes;
import dev.lanewise.kernel.LossKernels.CtcOptions;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.kernel.LossKernels.Signed;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Losses. */
final class LossLines {
    private static final Classes PLAIN = new Classes(-1, 0f, 0f);
    private static final Classes SMOOTHED = new Classes(-1, 0.1f, 0f);
    private static final Pair[] DIFFERENCES = {
        Pair.SQUARED_ERROR, Pair.ABSOLUTE_ERROR, Pair.SMOOTH_L1, Pair.TRIPLET_MARGIN
    };
    private static final CtcOptions OPTIONS = new CtcOptions(0, false);

    /** Labels of a sequence. */
    private static final int LENGTH = 2;

    private final Workspace work = new Workspace();
    private final Tensor u;
    private final Tensor v;
    private final Tensor m;
    private final Tensor z;
    private final IntTensor signs;
    private final Tensor rows;
    private final Tensor rowsOut;
    private final Tensor perRow;
    private final Tensor column;
    private final IntTensor labels;
    private final Tensor x;
    private final Tensor dx;
    private final IntTensor targets;
    private final IntTensor inputLengths;
    private final IntTensor targetLengths;
    private final Tensor loss;

    LossLines(boolean large) {
        int n = large ? 150_001 : 333;
        u = ramp(n);
        v = ramp(n);
        m = ramp(n);
        z = ramp(n);
        signs = filled(-1, n);
        int r = large ? 1500 : 7;
        int d = large ? 101 : 10;
        rows = ramp(r, d);
        rowsOut = ramp(r, d);
        perRow = ramp(r);
        column = ramp(d);
        labels = IntTensor.zeros(r);
        int samples = large ? 5 : 1;
        x = Tensor.zeros(6, samples, 3);
        dx = Tensor.zeros(6, samples, 3);
        targets = filled(1, samples * LENGTH).reshape(Shape.of(samples, LENGTH));
        inputLengths = filled(6, samples);
        targetLengths = filled(LENGTH, samples);
        loss = Tensor.zeros(samples);
    }

    List<AllocationLine> lines() {
        return List.of(
                new AllocationLine("loss.pair", k -> k.loss().pair(Pair.HUBER, 1f, u, v, z)),
                new AllocationLine("loss.pair of differences", 2 * DIFFERENCES.length, this::differences),
                new AllocationLine("loss.pair of logarithms", k -> k.loss().pair(Pair.GAUSSIAN_KL, 0f, u, v, z)),
                new AllocationLine("loss.pairBackward", k -> k.loss().pairBackward(Pair.HUBER, 1f, u, v, m, z)),
                new AllocationLine(
                        "loss.pairTargetBackward", k -> k.loss().pairTargetBackward(Pair.HUBER, 1f, u, v, m, z)),
                new AllocationLine("loss.signed", k -> k.loss().signed(Signed.HINGE, 1f, u, signs, z)),
                new AllocationLine(
                        "loss.signedBackward", k -> k.loss().signedBackward(Signed.HINGE, 1f, u, signs, v, z)),
                new AllocationLine(
                        "loss.crossEntropy",
                        k -> k.loss().crossEntropy(SMOOTHED, rows, labels, column, perRow, perRow, perRow, perRow)),
                new AllocationLine(
                        "loss.crossEntropyBackward",
                        k -> k.loss()
                                .crossEntropyBackward(SMOOTHED, rows, labels, column, perRow, perRow, perRow, rowsOut)),
                new AllocationLine(
                        "loss.crossEntropy plain",
                        k -> k.loss().crossEntropy(PLAIN, rows, labels, column, perRow, perRow, perRow, perRow)),
                new AllocationLine(
                        "loss.crossEntropyBackward plain",
                        k -> k.loss()
                                .crossEntropyBackward(PLAIN, rows, labels, column, perRow, perRow, perRow, rowsOut)),
                new AllocationLine("loss.nll", k -> k.loss().nll(-1, rows, labels, column, perRow, perRow)),
                new AllocationLine("loss.nllBackward", k -> k.loss().nllBackward(-1, labels, column, perRow, rowsOut)),
                new AllocationLine("loss.multiMargin", k -> k.loss().multiMargin(2, 1f, rows, labels, column, perRow)),
                new AllocationLine(
                        "loss.multiMarginBackward",
                        k -> k.loss().multiMarginBackward(2, 1f, rows, labels, column, perRow, rowsOut)),
                new AllocationLine("loss.distance", k -> k.loss().distance(3f, 0f, rows, rows, perRow)),
                new AllocationLine(
                        "loss.distanceBackward",
                        k -> k.loss().distanceBackward(2f, 1f, rows, rows, perRow, perRow, rowsOut)),
                new AllocationLine("loss.unitRows", k -> k.loss().unitRows(1f, rows, rowsOut, perRow)),
                new AllocationLine(
                        "loss.unitRowsBackward", k -> k.loss().unitRowsBackward(rows, perRow, rowsOut, rowsOut)),
                new AllocationLine(
                        "loss.ctc", k -> k.loss().ctc(OPTIONS, x, targets, inputLengths, targetLengths, loss, work)),
                new AllocationLine(
                        "loss.ctcBackward",
                        k -> k.loss().ctcBackward(OPTIONS, x, targets, inputLengths, targetLengths, loss, dx, work)));
    }

    private void differences(Kernels k) {
        for (int i = 0; i < DIFFERENCES.length; i++) {
            k.loss().pair(DIFFERENCES[i], 0.5f, u, v, z);
            k.loss().pairBackward(DIFFERENCES[i], 0.5f, u, v, m, z);
        }
    }
}
