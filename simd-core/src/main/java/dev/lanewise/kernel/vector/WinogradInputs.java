package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/**
 * The input transforms of {@link WinogradConv}. The elements of a group's tiles are gathered first, as
 * {@code [row of the tile][column][tile]}: so lanes are tiles in both steps, however narrow the image is.
 */
final class WinogradInputs {
    private static final int GATHERED = 4;
    private static final int PLANE = 5;
    private static final int T = 7;

    private int size;
    private int edge;
    private Tensor x;
    private int padTop;
    private int padLeft;
    private int across;
    private int down;
    private int depth;
    private int ldPlane;

    /**
     * Sets the problem.
     *
     * @param tile side of the output tiles
     * @param columns tiles of a row
     * @param rows rows of tiles of an image
     * @param lines channels from one position to the next
     */
    void describe(int tile, Tensor from, int top, int left, int columns, int rows, int lines) {
        size = tile;
        edge = tile + 2;
        x = from;
        padTop = top;
        padLeft = left;
        across = columns;
        down = rows;
        depth = lines;
        // The gathering reads whole registers of tiles, and the same again for the columns that tiles share.
        ldPlane = size * (WinogradGroups.padded(across) + L) + L;
    }

    void forget() {
        x = null;
    }

    /** V of channels [from, to) of the tiles [begin, limit), as {@code [block of 2 L tiles][position][channel][tile]}. */
    void run(int begin, int limit, int from, int to, float[] v, int at, Workspace work, int worker) {
        // Rows of tiles are gathered whole.
        int first = begin / across;
        int end = Math.ceilDiv(limit, across);
        int skipped = begin - first * across;
        int tiles = limit - begin;
        int images = (end - 1) / down - first / down + 1;
        int planeSize = (size * (end - first) + 2 * images) * ldPlane;
        float[] plane = work.floats(worker, PLANE, planeSize);
        // What is padding in one channel is padding in all.
        Arrays.fill(plane, 0, planeSize, 0f);
        int lds = WinogradGroups.padded((end - first) * across) + L;
        float[] s = work.floats(worker, GATHERED, edge * edge * lds);
        float[] t = work.floats(worker, T, edge * edge * L);
        for (int c = from; c < to; c++) {
            for (int row = first, line = 0; row < end; ) {
                int count = Math.min(end - row, down - row % down);
                copy(row / down * x.dim(1) + c, size * (row % down) - padTop, size * count + 2, plane, line);
                gather(plane, line, count, s, (row - first) * across, lds);
                line += (size * count + 2) * ldPlane;
                row += count;
            }
            for (int q = 0; q < tiles; q += L) {
                int block = q / (2 * L) * (2 * L);
                int width = tiles - block > L ? 2 * L : L;
                int vAt = at + (block * edge * edge * depth) + c * width + q - block;
                int step = depth * width;
                WinogradSteps.input(size, s, skipped + q, edge * lds, lds, t, 0, edge * L, L);
                WinogradSteps.input(size, t, 0, L, edge * L, v, vAt, step, edge * step);
            }
        }
    }

    /** Rows of a channel from top on, those that there are, into a plane. */
    private void copy(int channel, int top, int rows, float[] plane, int at) {
        int h = x.dim(2);
        int width = x.dim(3);
        int begin = Math.max(0, top);
        int n = Math.min(h, top + rows) - begin;
        if (n > 0 && width > 0) {
            int source = x.offset() + (channel * h + begin) * width;
            int to = at + (begin - top) * ldPlane + padLeft;
            PlaneRows.copy(x.array(), source, width, 1, plane, to, ldPlane, n, width);
        }
    }

    /** The elements of some rows of tiles. The last rows of a tile are the first of the tile below. */
    private void gather(float[] plane, int at, int count, float[] s, int to, int lds) {
        for (int r = 0; r < size * count + 2; r++) {
            int tile = r / size;
            int i = r % size;
            int own = (edge * i * lds) + to + tile * across;
            int above = (edge * (i + size) * lds) + to + (tile - 1) * across;
            boolean both = i < 2 && tile > 0 && tile < count;
            int one = tile < count ? own : above;
            WinogradSteps.split(size, plane, at + r * ldPlane, across, s, one, both ? above : one, lds);
        }
    }
}
