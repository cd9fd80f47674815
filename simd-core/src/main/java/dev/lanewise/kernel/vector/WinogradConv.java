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
    private static final int PANEL = WinogradFilters.PANEL;
    private static final int L = Lanes.L;
    private static final int ROWS_OF_TWO =
            L == 16 ? WinogradTile512.ROWS_OF_TWO : L == 8 ? WinogradTile256.ROWS_OF_TWO : WinogradTile128.ROWS_OF_TWO;
    private static final int UNIT = ROWS_OF_TWO * 2 * L;

    // Floats of transformed input: of a small problem, of a group beside all filters, of a group by positions.
    private static final int SMALL = 600_000;
    private static final int GROUP = 150_000;
    private static final int LARGE_GROUP = 1_000_000;

    // Floats of transformed input and of a panel's filters that stay in the second-level cache together, and channels
    // of a
    // block of filters where they do not.
    private static final int CACHED = 200_000;
    private static final int BLOCK = 128;

    // Floats of transformed filters that stay in the second-level cache.
    private static final int FILTERS = 200_000;

    private static final int V = 0;
    private static final int M = 1;
    private static final int U = 2;
    private static final int Z = 3;
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
    private int block;
    private int ldTiles;
    private boolean fused;
    private boolean byPositions;
    private boolean byGroups;
    private int units;
    private Stage stage;
    private int group;
    private final WinogradInputs input = new WinogradInputs();
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
        input.forget();
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
        input.describe(size, x, padTop, padLeft, across, down, depth);
        int rows = x.dim(0) * down;
        if (rows == 0) {
            groups = 0;
            return;
        }
        panelSize = positions * depth * PANEL;
        fused = (long) positions * depth * WinogradGroups.padded(rows * across) <= SMALL;
        block = channels;
        if (fused && positions * depth * WinogradGroups.padded(rows * across) + panelSize > CACHED) {
            block = Math.ceilDiv(channels, Math.ceilDiv(channels, BLOCK));
        }
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
                    filters(p, 0, channels, depth, filters, p * panelSize, worker);
                }
            }
            case GROUPS -> {
                float[] v = work.floats(worker, V, inputSize());
                for (int g = from; g < to; g++) {
                    input.run(firstRow(g), firstRow(g + 1), 0, channels, v, work, worker);
                    outputs(g, 0, panels, v, worker);
                }
            }
            case CHANNELS -> input.run(firstRow(group), firstRow(group + 1), from, to, shared, work, worker);
            case PRODUCTS -> products(from, to);
            case PANELS -> outputs(group, from, to, shared, worker);
        }
    }

    /** U of some channels of a panel as {@code [position][channel][PANEL]}. */
    private void filters(int p, int from, int to, int channelsFromNext, float[] u, int uAt, int worker) {
        float[] scratch = work.floats(worker, RAW, WinogradFilters.scratch(to - from));
        WinogradFilters.panel(size, back, w, outputs, channels, p, from, to, scratch, u, uAt, channelsFromNext);
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
                                two,
                                channels,
                                filters,
                                uAt + o,
                                shared,
                                vAt,
                                false,
                                sums,
                                (unit * positions + k) * UNIT);
                    }
                }
            }
        }
    }

    private int tilesOf(int g) {
        return (firstRow(g + 1) - firstRow(g)) * across;
    }

    private int firstRow(int g) {
        return Math.min(x.dim(0) * down, g * rowsOfGroup);
    }

    /** The outputs of some panels in a group. */
    private void outputs(int g, int from, int to, float[] v, int worker) {
        int tiles = tilesOf(g);
        float[] t = work.floats(worker, T, Math.max(edge * size * UNIT, size * WinogradGroups.padded(across) + L));
        float[] z = work.floats(worker, Z, PANEL * size * size * ldTiles + L);
        boolean inBlocks = fused && block < channels;
        float[] m = byPositions ? sums : work.floats(worker, M, (inBlocks ? units : 1) * positions * UNIT);
        for (int p = from; p < to; p++) {
            float[] u = filters;
            int uAt = p * panelSize;
            if (inBlocks) {
                blocks(p, v, tiles, m, worker);
            } else if (fused) {
                u = work.floats(worker, U, panelSize);
                uAt = 0;
                filters(p, 0, channels, depth, u, 0, worker);
            }
            int count = Math.min(PANEL, outputs - p * PANEL);
            for (int q = 0; q < tiles; q += 2 * L) {
                int width = tiles - q > L ? 2 * L : L;
                int unit = (byPositions ? p * units : 0) + q * PANEL / UNIT;
                for (int o = 0; o < count; o += UNIT / width, unit++) {
                    int mAt = byPositions || inBlocks ? unit * positions * UNIT : 0;
                    if (!byPositions && !inBlocks) {
                        unitProducts(channels, u, uAt + o, depth, v, q * positions * depth, width, false, m, 0);
                    }
                    unitOutputs(m, mAt, width, t, z, o * size * size * ldTiles + q);
                }
            }
            for (int o = 0; o < count; o++) {
                weave(z, o, p * PANEL + o, firstRow(g), firstRow(g + 1), t);
            }
        }
    }

    /** M of a panel, a block of channels after another: its filters and the whole input stay in the cache. */
    private void blocks(int p, float[] v, int tiles, float[] m, int worker) {
        int depthOfBlock = block | 1;
        float[] u = work.floats(worker, U, positions * depthOfBlock * PANEL);
        int count = Math.min(PANEL, outputs - p * PANEL);
        for (int c = 0; c < channels; c += block) {
            int end = Math.min(channels, c + block);
            filters(p, c, end, depthOfBlock, u, 0, worker);
            for (int q = 0; q < tiles; q += 2 * L) {
                int width = tiles - q > L ? 2 * L : L;
                int vAt = q * positions * depth + c * width;
                int mAt = q * PANEL * positions;
                for (int o = 0; o < count; o += UNIT / width, mAt += positions * UNIT) {
                    unitProducts(end - c, u, o, depthOfBlock, v, vAt, width, c > 0, m, mAt);
                }
            }
        }
    }

    /** M of a unit, all positions. The panel of filters has {@code ldU} channels from one position to the next. */
    private void unitProducts(
            int count, float[] u, int uAt, int ldU, float[] v, int vAt, int width, boolean load, float[] m, int mAt) {
        for (int k = 0; k < positions; k++) {
            int uk = uAt + k * ldU * PANEL;
            WinogradLoops.product(width > L, count, u, uk, v, vAt + k * depth * width, load, m, mAt + k * UNIT);
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
