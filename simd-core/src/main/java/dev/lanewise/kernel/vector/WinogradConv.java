package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Winograd;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * {@link Winograd} on vectors. The rows of tiles of all images are one sequence, cut into groups; in a group, lanes are
 * tiles. The filters are in panels of 16 output channels. There are three orders, by what the caches hold:
 *
 * <ul>
 *   <li>A small problem is one group, and a panel of filters is transformed right before its use.
 *   <li>If all transformed filters fit the second-level cache, a group is as much input as fits beside them, and its outputs
 *       are made panel by panel.
 *   <li>Otherwise groups are large, and all products of one position are made together: the filters and the input of a
 *       position fit, and the filters are read once a group.
 * </ul>
 *
 * <p>Groups of the second kind are shared out among the threads, and cut so that each gets as much; else each group is done
 * by all threads in stages.
 *
 * <p>Mutable and kept in the workspace, so that a warm kernel allocates nothing; it is the body of its own loops.
 */
final class WinogradConv implements Parallel.Body {
    /** Output channels of a panel of filters. */
    private static final int PANEL = 16;

    private static final int L = Lanes.L;
    private static final int ROWS_OF_TWO =
            L == 16 ? WinogradTile512.ROWS_OF_TWO : L == 8 ? WinogradTile256.ROWS_OF_TWO : WinogradTile128.ROWS_OF_TWO;
    private static final int UNIT = ROWS_OF_TWO * 2 * L;

    // Floats of transformed input: of a small problem, of a group beside all filters, of a group by positions.
    private static final int SMALL = 300_000;
    private static final int GROUP = 150_000;
    private static final int LARGE_GROUP = 1_000_000;

    // Floats of transformed filters that stay in the second-level cache.
    private static final int FILTERS = 200_000;

    private static final int V = 0;
    private static final int M = 1;
    private static final int U = 2;
    private static final int Z = 3;
    private static final int S = 4;
    private static final int PLANE = 5;
    private static final int RAW = 6;
    private static final int T = 7;

    private enum Stage {
        FILTERS,
        GROUPS,
        CHANNELS,
        PRODUCTS,
        PANELS
    }

    // The side of an output tile, of what it reads, and the positions of the transformed tile.
    private int size;
    private int edge;
    private int positions;
    private boolean back;
    private int padTop;
    private int padLeft;
    private Tensor x;
    private Tensor w;
    private Tensor bias;
    private Tensor y;
    private Workspace work;
    private int channels;
    private int outputs;
    private int depth;
    private int panels;
    private int across;
    private int down;
    private int rowsOfGroup;
    private int groups;
    private int panelSize;
    private int ldPlane;
    private int ldTiles;
    private boolean fused;
    private boolean byPositions;
    private boolean byGroups;
    private int units;
    private Stage stage;
    private int group;
    private float[] filters;
    private float[] shared;
    private float[] sums;

    /** The forward pass. */
    void forward(
            int tile, Conv2dShape conv, Tensor from, Tensor weights, Tensor added, Tensor to, Workspace workspace) {
        size = tile;
        run(false, conv.padTop(), conv.padLeft(), from, weights, added, to, workspace);
    }

    /** The gradient of the input: the forward pass of dy with the filters turned around. */
    void backwardData(int tile, Conv2dShape conv, Tensor weights, Tensor dy, Tensor dx, Workspace workspace) {
        size = tile;
        run(true, 2 - conv.padTop(), 2 - conv.padLeft(), dy, weights, null, dx, workspace);
    }

    private void run(
            boolean gradient,
            int top,
            int left,
            Tensor from,
            Tensor weights,
            Tensor added,
            Tensor to,
            Workspace workspace) {
        back = gradient;
        padTop = top;
        padLeft = left;
        x = from;
        w = weights;
        bias = added;
        y = to;
        work = workspace;
        edge = size + 2;
        positions = edge * edge;
        describe();
        if (groups > 0) {
            runStages();
        }
        x = null;
        w = null;
        bias = null;
        y = null;
    }

    private void describe() {
        channels = x.dim(1);
        outputs = y.dim(1);
        // An even number of lines from one position to the next would put all into a few sets of the cache.
        depth = channels | 1;
        panels = (outputs + PANEL - 1) / PANEL;
        across = Winograd.tiles(size, y.dim(3));
        down = Winograd.tiles(size, y.dim(2));
        int rows = x.dim(0) * down;
        if (rows == 0) {
            groups = 0;
            return;
        }
        panelSize = positions * depth * PANEL;
        fused = (long) positions * depth * WinogradGroups.padded(rows * across) <= SMALL;
        byPositions = !fused && panels * panelSize > FILTERS;
        int threads = Parallel.available();
        byGroups = !byPositions && (threads == 1 || (!fused && rows >= 2 * threads));
        int ofTile = positions * depth;
        if (fused) {
            rowsOfGroup = rows;
        } else if (byGroups && threads > 1) {
            rowsOfGroup = WinogradGroups.shared(rows, across, SMALL / ofTile, threads);
        } else {
            rowsOfGroup = WinogradGroups.fitting(rows, across, (byPositions ? LARGE_GROUP : GROUP) / ofTile);
        }
        groups = (rows + rowsOfGroup - 1) / rowsOfGroup;
        ldPlane = size * WinogradGroups.padded(across) + L;
        ldTiles = WinogradGroups.padded(rowsOfGroup * across) + L;
        // A unit is a register tile: UNIT sums of each position.
        units = WinogradGroups.padded(rowsOfGroup * across) * PANEL / UNIT;
    }

    private void runStages() {
        if (!fused) {
            filters = work.floats(0, U, panels * panelSize);
            stage = Stage.FILTERS;
            Parallel.run(panels, 1, this);
        }
        if (byGroups) {
            stage = Stage.GROUPS;
            Parallel.run(groups, 1, this);
            return;
        }
        shared = work.floats(0, V, inputSize());
        sums = byPositions ? work.floats(0, M, panels * units * positions * UNIT) : null;
        for (group = 0; group < groups; group++) {
            stage = Stage.CHANNELS;
            Parallel.run(channels, 4, this);
            if (byPositions) {
                stage = Stage.PRODUCTS;
                Parallel.run(positions, 1, this);
            }
            stage = Stage.PANELS;
            Parallel.run(panels, 1, this);
        }
        shared = null;
        sums = null;
    }

    private int inputSize() {
        return positions * depth * WinogradGroups.padded(rowsOfGroup * across);
    }

    /** A chunk of the current stage. */
    @Override
    public void run(int from, int to, int worker) {
        switch (stage) {
            case FILTERS -> {
                for (int p = from; p < to; p++) {
                    filters(p, filters, p * panelSize, worker);
                }
            }
            case GROUPS -> {
                float[] v = work.floats(worker, V, inputSize());
                for (int g = from; g < to; g++) {
                    inputs(g, 0, channels, v, worker);
                    outputs(g, 0, panels, v, worker);
                }
            }
            case CHANNELS -> inputs(group, from, to, shared, worker);
            case PRODUCTS -> products(from, to);
            case PANELS -> outputs(group, from, to, shared, worker);
        }
    }

    /** U of a panel as {@code [position][channel][PANEL]}. */
    private void filters(int p, float[] to, int toAt, int worker) {
        int raw = channels * 9 * PANEL;
        float[] scratch = work.floats(worker, RAW, raw + 18 * PANEL);
        int count = Math.min(PANEL, outputs - p * PANEL);
        if (back) {
            for (int c = 0; c < channels; c++) {
                int from = w.offset() + (c * outputs + p * PANEL) * 9;
                Panels.rows(w.array(), from, 9, 9, count, scratch, c * 9 * PANEL, PANEL);
            }
        } else {
            int from = w.offset() + p * PANEL * channels * 9;
            Panels.rows(w.array(), from, channels * 9, channels * 9, count, scratch, 0, PANEL);
        }
        // Turned around, the last row and column come first.
        int row = back ? -3 * PANEL : 3 * PANEL;
        int column = back ? -PANEL : PANEL;
        int firstRow = back ? 6 * PANEL : 0;
        int firstColumn = back ? 2 * PANEL : 0;
        for (int c = 0; c < channels; c++) {
            WinogradSteps.filter(size, scratch, c * 9 * PANEL + firstRow, row, scratch, raw, 3 * PANEL, 3 * PANEL);
            for (int i = 0; i < edge; i++) {
                int at = toAt + (edge * i * depth + c) * PANEL;
                int from = raw + 3 * i * PANEL + firstColumn;
                WinogradSteps.filter(size, scratch, from, column, to, at, depth * PANEL, PANEL);
            }
        }
    }

    /** V of some channels of a group, as {@code [block of 2 L tiles][position][channel][tile]}. */
    private void inputs(int g, int from, int to, float[] v, int worker) {
        int first = g * rowsOfGroup;
        int end = Math.min(first + rowsOfGroup, x.dim(0) * down);
        int tiles = tilesOf(g);
        float[] plane = work.floats(worker, PLANE, (size * (end - first) + 2) * ldPlane);
        float[] rows = work.floats(worker, T, edge * ldPlane);
        float[] s = work.floats(worker, S, positions * ldTiles);
        for (int c = from; c < to; c++) {
            for (int row = first; row < end; ) {
                int image = row / down;
                int count = Math.min(end - row, down - row % down);
                int top = size * (row % down) - padTop;
                int channel = image * channels + c;
                WinogradLoops.pad(x, channel, top, size * count + 2, padLeft, size * across + 2, plane, ldPlane);
                for (int r = 0; r < count; r++, row++) {
                    int at = (row - first) * across;
                    WinogradSteps.input(size, plane, size * r * ldPlane, ldPlane, rows, 0, ldPlane, size * across + 2);
                    for (int i = 0; i < edge; i++) {
                        WinogradSteps.split(size, rows, i * ldPlane, across, s, edge * i * ldTiles + at, ldTiles);
                    }
                }
            }
            for (int t = 0; t < tiles; t += 2 * L) {
                int width = tiles - t > L ? 2 * L : L;
                int at = t * positions * depth + c * width;
                int step = depth * width;
                for (int i = 0; i < edge; i++) {
                    WinogradSteps.input(size, s, edge * i * ldTiles + t, ldTiles, v, at + edge * i * step, step, width);
                }
            }
        }
    }

    /** M of some positions of the group, all panels. */
    private void products(int from, int to) {
        int tiles = tilesOf(group);
        for (int k = from; k < to; k++) {
            for (int p = 0; p < panels; p++) {
                int count = Math.min(PANEL, outputs - p * PANEL);
                int uAt = p * panelSize + k * depth * PANEL;
                for (int q = 0; q < tiles; q += 2 * L) {
                    boolean two = tiles - q > L;
                    int width = two ? 2 * L : L;
                    int vAt = (q * positions + k * width) * depth;
                    int unit = p * units + q * PANEL / UNIT;
                    for (int o = 0; o < count; o += UNIT / width, unit++) {
                        WinogradLoops.product(
                                two, channels, filters, uAt + o, shared, vAt, sums, (unit * positions + k) * UNIT);
                    }
                }
            }
        }
    }

    private int tilesOf(int g) {
        return Math.min(rowsOfGroup, x.dim(0) * down - g * rowsOfGroup) * across;
    }

    /** The outputs of some panels in a group. */
    private void outputs(int g, int from, int to, float[] v, int worker) {
        int tiles = tilesOf(g);
        float[] m = byPositions ? sums : work.floats(worker, M, positions * UNIT);
        float[] t = work.floats(worker, T, edge * Math.max(size * UNIT, ldPlane));
        float[] z = work.floats(worker, Z, PANEL * size * size * ldTiles + L);
        for (int p = from; p < to; p++) {
            float[] u = filters;
            int uAt = p * panelSize;
            if (fused) {
                u = work.floats(worker, U, panelSize);
                uAt = 0;
                filters(p, u, 0, worker);
            }
            int count = Math.min(PANEL, outputs - p * PANEL);
            for (int q = 0; q < tiles; q += 2 * L) {
                int width = tiles - q > L ? 2 * L : L;
                int unit = p * units + q * PANEL / UNIT;
                for (int o = 0; o < count; o += UNIT / width, unit++) {
                    if (!byPositions) {
                        unitProducts(u, uAt + o, v, q, width, m);
                    }
                    unitOutputs(
                            m, byPositions ? unit * positions * UNIT : 0, width, t, z, o * size * size * ldTiles + q);
                }
            }
            for (int o = 0; o < count; o++) {
                weave(z, o, p * PANEL + o, g * rowsOfGroup, g * rowsOfGroup + tiles / across, t);
            }
        }
    }

    /** M of a unit, all positions. */
    private void unitProducts(float[] u, int uAt, float[] v, int q, int width, float[] m) {
        int vAt = q * positions * depth;
        for (int k = 0; k < positions; k++) {
            WinogradLoops.product(
                    width > L, channels, u, uAt + k * depth * PANEL, v, vAt + k * depth * width, m, k * UNIT);
        }
    }

    /** The output tiles of a unit, as {@code z[output][row][column][tile]}. */
    private void unitOutputs(float[] m, int mAt, int width, float[] t, float[] z, int zAt) {
        for (int j = 0; j < edge; j++) {
            WinogradSteps.output(size, m, mAt + j * UNIT, edge * UNIT, t, j * UNIT, edge * UNIT, UNIT);
        }
        for (int r = 0; r < UNIT / width; r++) {
            for (int i = 0; i < size; i++) {
                int at = zAt + (r * size + i) * size * ldTiles;
                WinogradSteps.output(size, t, edge * i * UNIT + r * width, UNIT, z, at, ldTiles, width);
            }
        }
    }

    /** Writes an output channel of a group: the columns of its tiles become rows of y. */
    private void weave(float[] z, int o, int output, int first, int end, float[] line) {
        int h = y.dim(2);
        int width = y.dim(3);
        boolean biased = bias != null;
        float b = biased ? bias.array()[bias.offset() + output] : 0f;
        for (int row = first; row < end; row++) {
            int top = row % down * size;
            int to = y.offset() + ((row / down * outputs + output) * h + top) * width;
            int at = o * size * size * ldTiles + (row - first) * across;
            // How many rows of this plane are still to be written here: a vector may reach into them.
            int rows = Math.min(h - top, size * (end - row));
            for (int i = 0; i < Math.min(size, h - top); i++, rows--) {
                int from = at + size * i * ldTiles;
                if ((rows - 1) * width >= L) {
                    WinogradSteps.weave(size, z, from, ldTiles, y.array(), to + i * width, width, biased, b);
                } else {
                    WinogradSteps.weave(size, z, from, ldTiles, line, 0, width, biased, b);
                    System.arraycopy(line, 0, y.array(), to + i * width, width);
                }
            }
        }
    }
}
