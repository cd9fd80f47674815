package dev.lanewise.runtime;

import static dev.lanewise.runtime.AllocationLine.filled;
import static dev.lanewise.runtime.AllocationLine.ramp;

import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Broadcasting, and copies that compute nothing. */
final class CopyLines {
    private static final int BLOCKS = 3;
    private static final int[] TRANSPOSED = {0, 2, 1};
    private static final int[] SWAPPED = {1, 0, 2};

    private final Workspace work = new Workspace();
    private final Tensor rows;
    private final Tensor rowsOut;
    private final Tensor row;
    private final Tensor column;
    private final Tensor blocks;
    private final Tensor blocksOut;
    private final Tensor middle;
    private final Tensor turned;
    private final Tensor swapped;
    private final IntTensor picks;

    CopyLines(boolean large) {
        int r = large ? 1500 : 7;
        int d = large ? 101 : 10;
        rows = ramp(r, d);
        rowsOut = ramp(r, d);
        row = ramp(d);
        column = ramp(r, 1);
        blocks = ramp(BLOCKS, r, d);
        blocksOut = ramp(BLOCKS, r, d);
        middle = ramp(BLOCKS, 1, d);
        turned = ramp(BLOCKS, d, r);
        swapped = ramp(r, BLOCKS, d);
        picks = filled(r - 1, r);
    }

    List<AllocationLine> lines() {
        return List.of(
                new AllocationLine("broadcast.apply", k -> k.broadcast().apply(Binary.DIV, rows, rows, rowsOut)),
                new AllocationLine("broadcast.apply row", k -> k.broadcast().apply(Binary.ADD, rows, row, rowsOut)),
                new AllocationLine(
                        "broadcast.apply column", k -> k.broadcast().apply(Binary.SUB, column, rows, rowsOut)),
                new AllocationLine(
                        "broadcast.apply middle", k -> k.broadcast().apply(Binary.MAX, blocks, middle, blocksOut)),
                new AllocationLine("broadcast.expand", k -> k.broadcast().expand(row, rowsOut)),
                new AllocationLine("broadcast.expand column", k -> k.broadcast().expand(column, rowsOut)),
                new AllocationLine("broadcast.sumTo same", k -> k.broadcast().sumTo(rows, rowsOut, work)),
                new AllocationLine("broadcast.sumTo row", k -> k.broadcast().sumTo(rows, row, work)),
                new AllocationLine("broadcast.sumTo column", k -> k.broadcast().sumTo(rows, column, work)),
                new AllocationLine(
                        "broadcast.sumTo middle", BLOCKS, k -> k.broadcast().sumTo(blocks, middle, work)),
                new AllocationLine(
                        "broadcast.sumTo two runs", k -> k.broadcast().sumTo(blocks, column, work)),
                new AllocationLine("layout.permute", k -> k.layout().permute(TRANSPOSED, blocks, turned)),
                new AllocationLine("layout.permute runs", k -> k.layout().permute(SWAPPED, blocks, swapped)),
                new AllocationLine("layout.block", k -> k.layout().block(blocks, 1, blocksOut, 0, 2, false)),
                new AllocationLine("layout.block add", k -> k.layout().block(blocks, 1, blocksOut, 0, 2, true)),
                new AllocationLine("layout.flip", k -> k.layout().flip(blocks, blocksOut)),
                new AllocationLine("layout.gatherRows", k -> k.layout().gatherRows(rows, picks, rowsOut)),
                new AllocationLine("layout.scatterAddRows", k -> k.layout().scatterAddRows(rows, picks, rowsOut)));
    }
}
