package dev.lanewise.runtime;

import static dev.lanewise.runtime.AllocationLine.ramp;

import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** Rows: softmax, attention, reductions. */
final class RowLines {
    private final Workspace work = new Workspace();
    private final Tensor u;
    private final Tensor v;
    private final Tensor rows;
    private final Tensor rowsOut;
    private final Tensor perRow;
    private final Tensor column;
    private final IntTensor labels;
    private final IntTensor argmax;
    private final Tensor scores;
    private final Tensor mask;
    private final IntTensor ignored;
    private final Tensor middle;
    private final Tensor middleOut;
    private final Tensor perMiddle;
    private final IntTensor middleAt;
    private final Tensor picked;
    private final IntTensor pickedAt;
    private final Tensor block;
    private final Tensor perColumn;
    private final IntTensor columnAt;
    private final Tensor top;
    private final IntTensor topAt;
    private float sum;

    RowLines(boolean large) {
        int n = large ? 150_001 : 333;
        u = ramp(n);
        v = ramp(n);
        int r = large ? 1500 : 7;
        int d = large ? 101 : 10;
        rows = ramp(r, d);
        rowsOut = ramp(r, d);
        perRow = ramp(r);
        column = ramp(d);
        labels = IntTensor.zeros(r);
        argmax = IntTensor.zeros(r);
        scores = ramp(2, 3, r / 6, d);
        mask = ramp(1, 3, 1, d);
        ignored = IntTensor.zeros(2, d);
        middle = rows.reshape(r, d, 1);
        middleOut = rowsOut.reshape(r, d, 1);
        perMiddle = ramp(r, 1);
        middleAt = IntTensor.zeros(r, 1);
        picked = ramp(r, 1, 1);
        pickedAt = IntTensor.zeros(r, 1, 1);
        block = rows.reshape(1, r, d);
        perColumn = ramp(1, d);
        columnAt = IntTensor.zeros(1, d);
        top = ramp(r, 4);
        topAt = IntTensor.zeros(r, 4);
    }

    List<AllocationLine> lines() {
        return Stream.concat(plain().stream(), Stream.of(768, 1024).flatMap(this::wide))
                .toList();
    }

    /** Rows of whole strips, which have loops of their own. */
    private Stream<AllocationLine> wide(int d) {
        int r = Math.max(3, rows.size() / d);
        Tensor x = ramp(r, d);
        Tensor y = ramp(r, d);
        Tensor loss = ramp(r);
        IntTensor classes = IntTensor.zeros(r);
        String of = " of " + d;
        return Stream.of(
                new AllocationLine("softmax.softmax" + of, k -> k.softmax().softmax(x, y)),
                new AllocationLine(
                        "softmax.softmaxBackward" + of, k -> k.softmax().softmaxBackward(x, x, y)),
                new AllocationLine("softmax.logSoftmax" + of, k -> k.softmax().logSoftmax(x, y)),
                new AllocationLine(
                        "softmax.logSoftmaxBackward" + of, k -> k.softmax().logSoftmaxBackward(x, x, y)),
                new AllocationLine("softmax.crossEntropy" + of, k -> k.softmax().crossEntropy(x, classes, loss, y)));
    }

    private List<AllocationLine> plain() {
        return List.of(
                new AllocationLine("softmax.softmax", k -> k.softmax().softmax(rows, rowsOut)),
                new AllocationLine("softmax.softmaxBackward", k -> k.softmax().softmaxBackward(rows, rows, rowsOut)),
                new AllocationLine("softmax.logSoftmax", k -> k.softmax().logSoftmax(rows, rowsOut)),
                new AllocationLine(
                        "softmax.logSoftmaxBackward", k -> k.softmax().logSoftmaxBackward(rows, rows, rowsOut)),
                new AllocationLine(
                        "softmax.crossEntropy", k -> k.softmax().crossEntropy(rows, labels, perRow, rowsOut)),
                new AllocationLine(
                        "softmax.crossEntropyBackward",
                        k -> k.softmax().crossEntropyBackward(rows, labels, 0.1f, rowsOut)),
                new AllocationLine(
                        "attention.maskedSoftmax",
                        k -> k.attention().maskedSoftmax(scores, null, ignored, true, 1, scores)),
                new AllocationLine(
                        "attention.maskedSoftmax mask",
                        k -> k.attention().maskedSoftmax(scores, mask, null, false, 0, scores)),
                new AllocationLine("reduce.rowSums", k -> k.reduce().rowSums(rows, perRow)),
                new AllocationLine("reduce.rowMax", k -> k.reduce().rowMax(rows, perRow)),
                new AllocationLine("reduce.rowArgmax", k -> k.reduce().rowArgmax(rows, argmax)),
                new AllocationLine("reduce.extremes row", k -> k.reduce().extremes(true, middle, perMiddle, middleAt)),
                new AllocationLine(
                        "reduce.extremes column", k -> k.reduce().extremes(false, block, perColumn, columnAt)),
                new AllocationLine("reduce.topK", k -> k.reduce().topK(rows, top, topAt)),
                new AllocationLine(
                        "reduce.pickedBackward", k -> k.reduce().pickedBackward(pickedAt, picked, middleOut)),
                new AllocationLine("reduce.columnSums", k -> k.reduce().columnSums(rows, column, work)),
                new AllocationLine("reduce.sum", k -> sum += k.reduce().sum(u)),
                new AllocationLine("reduce.dot", k -> sum += k.reduce().dot(u, v)),
                new AllocationLine("reduce.allFinite", k -> sum += k.reduce().allFinite(u) ? 1 : 0));
    }
}
