package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.WinogradGroups.UNIT;

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
 * <p>Groups of the second kind are shared out among the threads, and cut so that each gets as much. Of a small problem with
 * tiles enough, each thread has tiles of its own, and makes the filters it needs: what one thread has written and another
 * reads takes its time, much of it where the two share no cache. Else each group is done by all threads in stages.
 *
 * <p>Mutable and kept in the workspace, so that a warm kernel allocates nothing; it is the body of its own loops.
 */
final class WinogradConv implements Parallel.Body {
    private static final int PANEL = WinogradFilters.PANEL;
    private static final int L = Lanes.L;
    // Floats of transformed input: of a small problem, of a group beside all filters, of a group by positions.
    private static final int SMALL = 600_000;
    private static final int GROUP = 150_000;
    private static final int LARGE_GROUP = 1_000_000;

    // Floats of transformed input and of a panel's filters that stay in the second-level cache together, and channels
    // of a block of filters where they do not.
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
        SHARES,
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
    private Tensor y;
    private Workspace work;
    private int channels;
    private int outputs;
    private int depth;
    private int panels;
    private int across;
    private int down;
    private int tilesOfGroup;
    private int tiles;
    private int groups;
    private int panelSize;
    private int block;
    private int shares;
    private int ownTiles;
    private boolean fused;
    private boolean byPositions;
    private boolean byGroups;
    private int units;
    private Stage stage;
    private int group;
    private final WinogradInputs input = new WinogradInputs();
    private final WinogradOutputs output = new WinogradOutputs();
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
        y = to;
        work = workspace;
        edge = size + 2;
        positions = edge * edge;
        describe();
        output.describe(size, y, added, across, down, WinogradGroups.padded(tilesOfGroup) + L);
        if (groups > 0) {
            runStages();
        }
        input.forget();
        output.forget();
        x = null;
        w = null;
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
        tiles = rows * across;
        if (tiles == 0) {
            groups = 0;
            return;
        }
        panelSize = positions * depth * PANEL;
        fused = (long) positions * depth * WinogradGroups.padded(tiles) <= SMALL;
        block = channels;
        if (fused && positions * depth * WinogradGroups.padded(tiles) + panelSize > CACHED) {
            block = Math.ceilDiv(channels, Math.ceilDiv(channels, BLOCK));
        }
        byPositions = !fused && panels * panelSize > FILTERS;
        shares = Parallel.available();
        byGroups = !byPositions && (shares == 1 || (!fused && rows >= 2 * shares));
        int ofTile = positions * depth;
        ownTiles = fused && !inBlocks() && panels >= shares ? WinogradGroups.own(tiles, shares) : 0;
        if (ownTiles > 0) {
            tilesOfGroup = Math.max(ownTiles, tiles - ownTiles * shares);
        } else if (fused) {
            tilesOfGroup = tiles;
        } else if (byGroups && shares > 1) {
            tilesOfGroup = across * WinogradGroups.shared(rows, across, SMALL / ofTile, shares);
        } else {
            tilesOfGroup = across * WinogradGroups.fitting(rows, across, (byPositions ? LARGE_GROUP : GROUP) / ofTile);
        }
        groups = Math.ceilDiv(tiles, tilesOfGroup);
        // A unit is a register tile: UNIT sums of each position.
        units = WinogradGroups.padded(tilesOfGroup) * PANEL / UNIT;
    }

    private boolean inBlocks() {
        return fused && block < channels;
    }

    private void runStages() {
        if (ownTiles > 0) {
            stage = Stage.SHARES;
            Parallel.run(shares, 1, this);
            return;
        }
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
        return positions * depth * WinogradGroups.padded(tilesOfGroup);
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
            case SHARES -> {
                for (int share = from; share < to; share++) {
                    share(share, worker);
                }
            }
            case GROUPS -> {
                float[] v = work.floats(worker, V, inputSize());
                for (int g = from; g < to; g++) {
                    input.run(firstTile(g), firstTile(g + 1), 0, channels, v, 0, work, worker);
                    outputs(firstTile(g), firstTile(g + 1), 0, panels, v, worker);
                }
            }
            case CHANNELS -> input.run(firstTile(group), firstTile(group + 1), from, to, shared, 0, work, worker);
            case PRODUCTS -> products(from, to);
            case PANELS -> outputs(firstTile(group), firstTile(group + 1), from, to, shared, worker);
        }
    }

    /** The tiles of one thread, all panels, and some panels of the tiles that are left. */
    private void share(int share, int worker) {
        int begin = share * ownTiles;
        int end = Math.min(tiles, begin + ownTiles);
        int left = Math.min(tiles, shares * ownTiles);
        int leftAt = positions * depth * WinogradGroups.padded(ownTiles);
        float[] v = work.floats(worker, V, leftAt + positions * depth * WinogradGroups.padded(tiles - left));
        input.run(begin, end, 0, channels, v, 0, work, worker);
        if (left < tiles) {
            input.run(left, tiles, 0, channels, v, leftAt, work, worker);
        }
        for (int p = 0; p < panels; p++) {
            float[] u = ownFilters(p, worker);
            panel(p, begin, end, u, 0, v, 0, worker);
            if (p >= share * panels / shares && p < (share + 1) * panels / shares) {
                panel(p, left, tiles, u, 0, v, leftAt, worker);
            }
        }
    }

    /** U of some channels of a panel as {@code [position][channel][PANEL]}. */
    private void filters(int p, int from, int to, int channelsFromNext, float[] u, int uAt, int worker) {
        float[] scratch = work.floats(worker, RAW, WinogradFilters.scratch(to - from));
        WinogradFilters.panel(size, back, w, outputs, channels, p, from, to, scratch, u, uAt, channelsFromNext);
    }

    /** U of a panel, right before its use. */
    private float[] ownFilters(int p, int worker) {
        float[] u = work.floats(worker, U, panelSize);
        filters(p, 0, channels, depth, u, 0, worker);
        return u;
    }

    /** M of some positions of the group, all panels. */
    private void products(int from, int to) {
        int ofGroup = firstTile(group + 1) - firstTile(group);
        for (int k = from; k < to; k++) {
            for (int p = 0; p < panels; p++) {
                int count = Math.min(PANEL, outputs - p * PANEL);
                int uAt = p * panelSize + k * depth * PANEL;
                for (int q = 0, width; q < ofGroup; q += width) {
                    width = WinogradGroups.width(ofGroup - q);
                    int vAt = (q * positions + k * width) * depth;
                    int unit = p * units + q * PANEL / UNIT;
                    for (int o = 0; o < count; o += UNIT / width, unit++) {
                        int mAt = (unit * positions * UNIT) + k * WinogradGroups.unit(width);
                        if (width >= L) {
                            WinogradLoops.product(width > L, channels, filters, uAt + o, shared, vAt, false, sums, mAt);
                        } else {
                            // A position alone is a pair with itself.
                            WinogradLoops.few(channels, filters, uAt, 0, shared, vAt, 0, false, sums, mAt, 0);
                        }
                    }
                }
            }
        }
    }

    private int firstTile(int g) {
        return Math.min(tiles, g * tilesOfGroup);
    }

    /** The outputs of some panels in the tiles [begin, end). */
    private void outputs(int begin, int end, int from, int to, float[] v, int worker) {
        for (int p = from; p < to; p++) {
            if (inBlocks()) {
                blocks(p, v, end - begin, work.floats(worker, M, units * positions * UNIT), worker);
                panel(p, begin, end, null, 0, v, 0, worker);
            } else if (fused) {
                panel(p, begin, end, ownFilters(p, worker), 0, v, 0, worker);
            } else {
                panel(p, begin, end, filters, p * panelSize, v, 0, worker);
            }
        }
    }

    /** The outputs of a panel in the tiles [begin, end), whose transformed input begins at vAt. */
    private void panel(int p, int begin, int end, float[] u, int uAt, float[] v, int vAt, int worker) {
        boolean added = byPositions || inBlocks();
        float[] t = work.floats(worker, T, Math.max(edge * size * UNIT, size * WinogradGroups.padded(across) + L));
        float[] z = work.floats(worker, Z, output.tiles(PANEL));
        float[] m = byPositions ? sums : work.floats(worker, M, (added ? units : 1) * positions * UNIT);
        int count = Math.min(PANEL, outputs - p * PANEL);
        for (int q = 0, width; q < end - begin; q += width) {
            width = WinogradGroups.width(end - begin - q);
            int unit = (byPositions ? p * units : 0) + q * PANEL / UNIT;
            for (int o = 0; o < count; o += UNIT / width, unit++) {
                if (!added) {
                    unitProducts(channels, u, uAt + o, depth, v, vAt + q * positions * depth, width, false, m, 0);
                }
                output.unit(m, added ? unit * positions * UNIT : 0, width, o, q, t, z);
            }
        }
        for (int o = 0; o < count; o++) {
            output.weave(z, o, p * PANEL + o, begin, end, t);
        }
    }

    /** M of a panel, a block of channels after another: its filters and the whole input stay in the cache. */
    private void blocks(int p, float[] v, int ofGroup, float[] m, int worker) {
        int depthOfBlock = block | 1;
        float[] u = work.floats(worker, U, positions * depthOfBlock * PANEL);
        int count = Math.min(PANEL, outputs - p * PANEL);
        for (int c = 0; c < channels; c += block) {
            int end = Math.min(channels, c + block);
            filters(p, c, end, depthOfBlock, u, 0, worker);
            for (int q = 0, width; q < ofGroup; q += width) {
                width = WinogradGroups.width(ofGroup - q);
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
        int nextU = ldU * PANEL;
        int nextV = depth * width;
        int nextM = WinogradGroups.unit(width);
        if (width < L) {
            for (int k = 0; k < positions; k += 2) {
                int mk = mAt + k * nextM;
                WinogradLoops.few(count, u, uAt + k * nextU, nextU, v, vAt + k * nextV, nextV, load, m, mk, nextM);
            }
            return;
        }
        for (int k = 0; k < positions; k++) {
            WinogradLoops.product(width > L, count, u, uAt + k * nextU, v, vAt + k * nextV, load, m, mAt + k * nextM);
        }
    }
}
