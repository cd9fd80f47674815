package dev.lanewise.runtime;

import static dev.lanewise.runtime.AllocationLine.ramp;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.GemmKernels.Activation;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.MatrixBatch;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Matrix products and convolutions. */
final class MatrixLines {
    private static final int BATCH = 8;

    private final Workspace work = new Workspace();
    private final Tensor a;
    private final Tensor aT;
    private final Tensor b;
    private final Tensor bT;
    private final Tensor c;
    private final Tensor biasN;
    private final PackedMatrix packed;
    private final Tensor row;
    private final Tensor cRow;
    private final MatrixBatch heads;
    private final Tensor as;
    private final Tensor bs;
    private final Tensor b0;
    private final Tensor cs;
    private final Conv2dShape same = Conv2dShape.of(1, 1);
    private final Conv2dShape valid = Conv2dShape.of(1, 0);
    private final Conv2dShape halving = Conv2dShape.of(2, 1);
    private final Tensor x;
    private final Tensor w;
    private final Tensor biasO;
    private final Tensor ySame;
    private final Tensor yValid;
    private final Tensor yHalving;
    private final Tensor dx;
    private final Tensor dw;
    private final Conv2dShape depthwise;
    private final Tensor wDepthwise;
    private final Tensor xWide;
    private final Tensor wWide;
    private final Tensor yWide;
    private final Tensor xMany;
    private final Tensor wMany;
    private final Tensor yMany;
    private final Tensor xRows;
    private final Tensor wRows;
    private final Tensor yRows;
    private final Tensor xDeep;
    private final Tensor wDeep;
    private final Tensor yDeep;

    MatrixLines(boolean large) {
        int m = large ? 90 : 14;
        int n = large ? 130 : 70;
        int k = large ? 60 : 9;
        a = ramp(m, k);
        aT = ramp(k, m);
        b = ramp(k, n);
        bT = ramp(n, k);
        c = ramp(m, n);
        biasN = ramp(n);
        packed = PackedMatrix.of(k, n);
        row = ramp(1, k);
        cRow = ramp(1, n);
        int side = large ? 40 : 6;
        as = ramp(BATCH, side, side);
        bs = ramp(BATCH, side, side);
        int square = side * side;
        heads = new MatrixBatch(BATCH, side, side, side, side, square, side, square, side, square);
        b0 = ramp(side, side);
        cs = ramp(BATCH, side, side);
        int extent = large ? 32 : 8;
        int channels = large ? 8 : 2;
        int outputs = large ? 16 : 6;
        x = ramp(2, channels, extent, extent);
        w = ramp(outputs, channels, 3, 3);
        biasO = ramp(outputs);
        ySame = ramp(2, outputs, extent, extent);
        yValid = ramp(2, outputs, extent - 2, extent - 2);
        yHalving = ramp(2, outputs, extent / 2, extent / 2);
        dx = ramp(2, channels, extent, extent);
        dw = ramp(outputs, channels, 3, 3);
        depthwise = same.withGroups(channels);
        wDepthwise = ramp(channels, 1, 3, 3);
        // Enough for Winograd's tiles.
        xWide = ramp(2, 16, 12, 20);
        wWide = ramp(24, 16, 3, 3);
        yWide = ramp(2, 24, 12, 20);
        // And enough for its small ones.
        int most = large ? 256 : 176;
        xMany = ramp(1, most, 12, 12);
        wMany = ramp(16, most, 3, 3);
        yMany = ramp(1, 16, 12, 12);
        int columns = large ? 208 : 48;
        xRows = ramp(1, 3, 5, columns);
        wRows = ramp(26, 3, 3, 3);
        yRows = ramp(1, 26, 5, columns);
        xDeep = ramp(1, 256, 5, 5);
        wDeep = ramp(256, 256, 3, 3);
        yDeep = ramp(1, 256, 5, 5);
    }

    List<AllocationLine> lines() {
        return List.of(
                new AllocationLine("gemm.gemm NN", k -> k.gemm().gemm(Form.NN, 1f, a, b, 0f, biasN, c, work)),
                new AllocationLine("gemm.gemm NT", k -> k.gemm().gemm(Form.NT, 1f, a, bT, 0f, null, c, work)),
                new AllocationLine("gemm.gemm TN", k -> k.gemm().gemm(Form.TN, 0.5f, aT, b, 1f, null, c, work)),
                new AllocationLine("gemm.gemm TT", k -> k.gemm().gemm(Form.TT, 1f, aT, bT, 0.5f, biasN, c, work)),
                new AllocationLine("gemm.gemm NT scaled", k -> k.gemm().gemm(Form.NT, 0.5f, a, bT, 0f, null, c, work)),
                new AllocationLine("gemm.gemm one row", k -> k.gemm().gemm(Form.NN, 1f, row, b, 0f, biasN, cRow, work)),
                new AllocationLine(
                        "gemm.gemm one row NT", k -> k.gemm().gemm(Form.NT, 1f, row, bT, 0f, null, cRow, work)),
                new AllocationLine("gemm.pack", k -> k.gemm().pack(true, bT, packed)),
                new AllocationLine("gemm.packed", k -> k.gemm().packed(false, 1f, a, packed, 0f, biasN, c, work)),
                new AllocationLine(
                        "gemm.packed relu",
                        k -> k.gemm().packed(false, 1f, a, packed, 0f, biasN, Activation.RELU, c, work)),
                new AllocationLine(
                        "gemm.gemm gelu", k -> k.gemm().gemm(Form.NN, 1f, a, b, 0f, biasN, Activation.GELU, c, work)),
                new AllocationLine(
                        "gemm.gemm silu", k -> k.gemm().gemm(Form.NN, 1f, a, b, 0f, biasN, Activation.SILU, c, work)),
                new AllocationLine(
                        "gemm.strided", BATCH, k -> k.gemm().strided(Form.NT, heads, 1f, as, bs, 0f, null, cs, work)),
                new AllocationLine(
                        "gemm.packed one row", k -> k.gemm().packed(false, 1f, row, packed, 0f, biasN, cRow, work)),
                new AllocationLine(
                        "gemm.batched", BATCH, k -> k.gemm().batched(Form.NN, 1f, as, bs, 0f, null, cs, work)),
                new AllocationLine(
                        "gemm.batched one b", BATCH, k -> k.gemm().batched(Form.NN, 1f, as, b0, 0f, null, cs, work)),
                new AllocationLine("conv.forward", k -> k.conv().forward(same, x, w, biasO, ySame, work)),
                new AllocationLine(
                        "conv.forward by rows", k -> k.conv().forward(same, xRows, wRows, null, yRows, work)),
                new AllocationLine(
                        "conv.forward winograd in blocks",
                        k -> k.conv().forward(same, xMany, wMany, null, yMany, work)),
                new AllocationLine("conv.forward unpadded", k -> k.conv().forward(valid, x, w, null, yValid, work)),
                new AllocationLine("conv.forward strided", k -> k.conv().forward(halving, x, w, null, yHalving, work)),
                new AllocationLine(
                        "conv.forward depthwise", k -> k.conv().forward(depthwise, x, wDepthwise, null, dx, work)),
                new AllocationLine(
                        "conv.backwardData depthwise", k -> k.conv().backwardData(depthwise, wDepthwise, x, dx, work)),
                new AllocationLine(
                        "conv.forward winograd", k -> k.conv().forward(same, xWide, wWide, null, yWide, work)),
                new AllocationLine(
                        "conv.forward winograd 2x2", k -> k.conv().forward(same, xDeep, wDeep, null, yDeep, work)),
                new AllocationLine(
                        "conv.backwardData winograd 2x2", k -> k.conv().backwardData(same, wDeep, yDeep, xDeep, work)),
                new AllocationLine(
                        "conv.backwardData winograd", k -> k.conv().backwardData(same, wWide, yWide, xWide, work)),
                new AllocationLine(
                        "conv.backwardWeights depthwise",
                        k -> k.conv().backwardWeights(depthwise, x, dx, wDepthwise, null, work)),
                new AllocationLine("conv.backwardData", k -> k.conv().backwardData(same, w, ySame, dx, work)),
                new AllocationLine(
                        "conv.backwardData strided", k -> k.conv().backwardData(halving, w, yHalving, dx, work)),
                new AllocationLine(
                        "conv.backwardWeights", k -> k.conv().backwardWeights(same, x, ySame, dw, biasO, work)),
                new AllocationLine(
                        "conv.backwardWeights strided",
                        k -> k.conv().backwardWeights(halving, x, yHalving, dw, null, work)));
    }
}
