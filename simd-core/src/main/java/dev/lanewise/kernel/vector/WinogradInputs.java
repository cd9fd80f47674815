package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static dev.lanewise.kernel.vector.WinogradGroups.FEW;

import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The input transforms of {@link WinogradConv}. The elements of a group's tiles are gathered first, as
 * {@code [row of the tile][column][tile]}: so lanes are tiles in both steps, however narrow the image is.
 */
final class WinogradInputs {
    private static final int GATHERED = 4;
    private static final int PLANE = 5;
    private static final int T = 7;

    // Tiles that are gathered together: as many as fit the first-level cache with their plane.
    private static final int MOST = 224;

    // Behind them a vector too many may be written, then there is room for few tiles of some channels.
    private static final int PACKED = MOST + 16;

    /** From a position to the next in what is gathered. */
    static final int LD = PACKED + 32;

    // Channels of few tiles that fill a vector.
    private static final int CHANNELS = L / FEW;

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

    /** V of channels [from, to) of the tiles [begin, limit), as {@code [block][position][channel][tile]}. */
    void run(int begin, int limit, int from, int to, float[] v, int at, Workspace work, int worker) {
        float[] s = work.floats(worker, GATHERED, edge * edge * LD);
        float[] t = work.floats(worker, T, edge * edge * L);
        for (int next = begin; next < limit; next += MOST) {
            int end = Math.min(limit, next + MOST);
            // Rows of tiles are copied whole.
            int first = next / across;
            int last = (end - 1) / across;
            int images = last / down - first / down + 1;
            int planeSize = (size * (last + 1 - first) + 2 * images) * ldPlane;
            float[] plane = work.floats(worker, PLANE, planeSize);
            // What is padding in one channel is padding in all.
            Arrays.fill(plane, 0, planeSize, 0f);
            for (int c = from; c < to; c++) {
                for (int row = first, line = 0; row <= last; ) {
                    int count = Math.min(last + 1 - row, down - row % down);
                    copy(row / down * x.dim(1) + c, size * (row % down) - padTop, size * count + 2, plane, line);
                    gather(plane, line, row, count, next, end, s);
                    line += (size * count + 2) * ldPlane;
                    row += count;
                }
                int vAt = at + (next - begin) * edge * edge * depth;
                transform(end - next, limit - next, c, c - from, c == to - 1, s, t, v, vAt);
            }
        }
    }

    /**
     * V of the tiles that are gathered.
     *
     * @param left tiles to the end of the group
     * @param n channels before this one
     * @param last whether no more channels follow
     */
    private void transform(int tiles, int left, int c, int n, boolean last, float[] s, float[] t, float[] v, int at) {
        int whole = tiles < left ? tiles : WinogradGroups.whole(tiles);
        for (int q = 0, width; q < whole; q += width) {
            width = WinogradGroups.width(left - q);
            int vAt = at + (q * edge * edge * depth) + c * width;
            for (int r = 0; r < width; r += L) {
                WinogradSteps.input(size, s, q + r, t, v, vAt + r, depth * width);
            }
        }
        if (whole < tiles) {
            // Those of some channels fill a vector.
            int beside = n % CHANNELS;
            for (int k = 0; k < edge * edge; k++) {
                FloatVector.fromArray(F, s, whole + k * LD).intoArray(s, PACKED + beside * FEW + k * LD);
            }
            if (beside == CHANNELS - 1 || last) {
                few(beside + 1, s, t, v, at + (whole * edge * edge * depth) + (c - beside) * FEW);
            }
        }
    }

    /** V of a few tiles of some channels, as {@code [position][channel][tile]}. */
    private void few(int channels, float[] s, float[] t, float[] v, int at) {
        if (channels == CHANNELS) {
            WinogradSteps.input(size, s, PACKED, t, v, at, depth * FEW);
            return;
        }
        // Whole vectors would reach into other channels.
        WinogradSteps.input(size, s, PACKED, t, t, 0, L);
        for (int k = 0; k < edge * edge; k++) {
            System.arraycopy(t, k * L, v, at + k * depth * FEW, channels * FEW);
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

    /**
     * The elements of the tiles [begin, end) that lie in some rows of tiles. The last lines of a tile are the first of the
     * tile below.
     */
    private void gather(float[] plane, int at, int row, int count, int begin, int end, float[] s) {
        for (int r = 0; r < size * count + 2; r++) {
            int i = r % size;
            int line = at + r * ldPlane;
            int own = (row + r / size) * across;
            int above = own - across;
            boolean isOwn = r / size < count;
            boolean isAbove = i < 2 && r >= size;
            if (isOwn && isAbove && above >= begin && own + across <= end) {
                int to = edge * i * LD + own - begin;
                WinogradSteps.split(size, plane, line, across, s, to, to + edge * size * LD - across);
                continue;
            }
            if (isOwn) {
                part(plane, line, own, i, begin, end, s);
            }
            if (isAbove) {
                part(plane, line, above, i + size, begin, end, s);
            }
        }
    }

    /** Of a row of tiles that begins with {@code first}, those in [begin, end). */
    private void part(float[] plane, int line, int first, int i, int begin, int end, float[] s) {
        int from = Math.max(begin, first);
        int to = edge * i * LD + from - begin;
        WinogradSteps.split(size, plane, line + (from - first) * size, Math.min(end, first + across) - from, s, to, to);
    }
}
