package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.GemmKernels.Activation;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * One product of matrices and the loops over its blocks, in the manner of Goto and van de Geijn (2008): the depth is cut
 * into blocks; for each, B is packed into panels unless it already is, then blocks of rows of A are, and a register tile
 * runs over pairs of panels. A tile starts from what the block of the depth before left in C, so an element stays one
 * chain.
 *
 * <p>It is kept in a workspace and is the body of its own parallel loops: {@link VectorGemm} sets the operands, and
 * calls {@link #run}.
 */
final class MatrixProduct implements Parallel.Body {
    private static final int PANEL = PackedMatrix.PANEL;

    /** Rows of the tallest register tile of this width. */
    private static final int ROWS = Lanes.L == 16 ? 12 : 4;

    // The deepest block: its panel of B comes from the second-level cache, and C is passed over less often.
    private static final int DEPTH = 768;

    // Floats in the panels of a block of A, which stay in the second-level cache beside a panel of B, and fewest rows.
    private static final int BLOCK_FLOATS = 36_000;
    private static final int BLOCK_ROWS = 60;

    // Columns of B that are packed at a time: they stay in the last-level cache.
    private static final int PACKED_COLUMNS = 4096;

    // Enough that a core that is late holds up the others by little.
    private static final int CHUNKS_PER_THREAD = 8;

    // Slots of the workspace.
    private static final int A = 0;
    private static final int B = 1;
    private static final int TILE = 2;
    private static final int BIAS = 3;

    private int m;
    private int n;
    private int k;

    private boolean transA;
    private float alpha;
    private float[] a;
    private int aAt;
    private int lda;
    private boolean transB;
    // Packed panels of the whole depth, in which bAt and ldb mean nothing, or the operand as it is stored.
    private boolean packed;
    private float[] b;
    private int bAt;
    private int ldb;
    private float beta;
    private float[] c;
    private int cAt;
    private int ldc;
    private Tensor bias;
    private Activation f;

    private Workspace work;
    // The bias and zeros up to a whole panel.
    private float[] paddedBias;
    // The block of the depth and of the columns that is worked on.
    private int block;
    private int depth;
    private int left;
    private int width;
    // Its panels: where the first begins, and how far apart they are.
    private float[] panels;
    private int panelsAt;
    private int panelStride;
    // How a parallel loop is cut: 0 columns across while B is packed.
    private int blockRows;
    private int blockColumns;
    private int across;

    MatrixProduct() {}

    void size(int rows, int columns, int sum) {
        m = rows;
        n = columns;
        k = sum;
    }

    void left(boolean transposed, float factor, float[] array, int at, int ld) {
        transA = transposed;
        alpha = factor;
        a = array;
        aAt = at;
        lda = ld;
    }

    void right(boolean transposed, float[] array, int at, int ld) {
        transB = transposed;
        packed = false;
        b = array;
        bAt = at;
        ldb = ld;
    }

    void right(PackedMatrix matrix) {
        right(matrix.panels());
    }

    /** Panels of the whole depth, as a {@link PackedMatrix} has them. */
    void right(float[] ofPanels) {
        packed = true;
        b = ofPanels;
    }

    void result(float factor, Tensor vector, Activation function, float[] array, int at, int ld) {
        beta = factor;
        bias = vector;
        f = function;
        c = array;
        cAt = at;
        ldc = ld;
    }

    /** The terms of the sums. */
    int depth() {
        return k;
    }

    /** Computes C on this thread, or on all of them. */
    void run(Workspace workspace, int worker, boolean split) {
        work = workspace;
        scaleC();
        paddedBias = null;
        if (bias != null) {
            int whole = (n + PANEL - 1) / PANEL * PANEL;
            paddedBias = work.floats(worker, BIAS, whole);
            System.arraycopy(bias.array(), bias.offset(), paddedBias, 0, n);
            Arrays.fill(paddedBias, n, whole, 0f);
        }
        int blocks = Math.max(1, (k + DEPTH - 1) / DEPTH);
        int evenly = (k + blocks - 1) / blocks;
        left = 0;
        do {
            width = Math.min(PACKED_COLUMNS, n - left);
            block = 0;
            do {
                depth = Math.min(evenly, k - block);
                packB(worker, split);
                multiply(worker, split);
                block += depth;
            } while (block < k);
            left += width;
        } while (left < n);
        // A workspace outlives the operands.
        a = null;
        b = null;
        c = null;
        bias = null;
        panels = null;
        paddedBias = null;
        work = null;
    }

    private void scaleC() {
        if (beta == 0f || beta == 1f) {
            return;
        }
        for (int i = 0; i < m; i++) {
            int row = cAt + i * ldc;
            for (int j = row; j < row + n; j++) {
                c[j] *= beta;
            }
        }
    }

    private void packB(int worker, boolean split) {
        if (packed) {
            panels = b;
            panelsAt = left * k + block * PANEL;
            panelStride = k * PANEL;
            return;
        }
        int count = (width + PANEL - 1) / PANEL;
        panels = work.floats(worker, B, count * PANEL * depth);
        panelsAt = 0;
        panelStride = depth * PANEL;
        across = 0;
        if (split) {
            Parallel.run(count, 2, this);
        } else {
            packPanels(0, count);
        }
    }

    private void packPanels(int from, int to) {
        int at = bAt + (transB ? left * ldb + block : block * ldb + left);
        Panels.ofB(transB, b, at, ldb, width, depth, panels, from, to);
    }

    private void multiply(int worker, boolean split) {
        int count = (width + PANEL - 1) / PANEL;
        int chunks = split ? CHUNKS_PER_THREAD * Parallel.available() : 1;
        int share = ((m + chunks - 1) / chunks + ROWS - 1) / ROWS * ROWS;
        int fit = Math.max(BLOCK_ROWS, BLOCK_FLOATS / Math.max(1, depth) / ROWS * ROWS);
        blockRows = Math.max(ROWS, Math.min(share, fit));
        int down = (m + blockRows - 1) / blockRows;
        // Few rows: the columns are cut, too, and every chunk packs the rows for itself.
        int cuts = Math.max(1, Math.min(count, chunks / Math.max(1, down)));
        blockColumns = Math.max(1, (count + cuts - 1) / cuts) * PANEL;
        across = Math.max(1, (width + blockColumns - 1) / blockColumns);
        if (split) {
            Parallel.run(down * across, 1, this);
        } else {
            blocks(0, down * across, worker);
        }
    }

    @Override
    public void run(int from, int to, int worker) {
        if (across == 0) {
            packPanels(from, to);
        } else {
            blocks(from, to, worker);
        }
    }

    /** Blocks of C, counted along its rows. */
    private void blocks(int from, int to, int worker) {
        float[] pa = work.floats(worker, A, (blockRows + ROWS) * depth);
        float[] tile = work.floats(worker, TILE, ROWS * PANEL);
        int packedRow = -1;
        for (int part = from; part < to; part++) {
            int i = part / across * blockRows;
            int rows = Math.min(blockRows, m - i);
            if (i != packedRow) {
                packA(i, rows, pa);
                packedRow = i;
            }
            int j = part % across * blockColumns;
            int columns = Math.min(blockColumns, width - j);
            block(pa, i, rows, j, columns, tile);
            if (block + depth == k) {
                Epilogue.apply(f, c, cAt + i * ldc + left + j, ldc, rows, columns);
            }
        }
    }

    private void packA(int i, int rows, float[] to) {
        int height;
        for (int r = 0; r < rows; r += height) {
            height = height(rows - r);
            int count = Math.min(height, rows - r);
            if (transA) {
                Panels.columns(a, aAt + block * lda + i + r, lda, depth, count, to, r * depth, height);
            } else {
                Panels.rows(a, aAt + (i + r) * lda + block, lda, depth, count, to, r * depth, height);
            }
            if (alpha != 1f) {
                Panels.scale(alpha, to, r * depth, height * depth);
            }
        }
    }

    /** The height of the tile for the next rows: the smallest that has them all, or the tallest. */
    private static int height(int rows) {
        if (Lanes.L == 16 && rows > 12 && rows <= 16) {
            // Two of 8 have more chains in flight than one of 12 and one of 4.
            return 8;
        }
        if (rows == 1) {
            return 1;
        }
        if (Lanes.L == 16) {
            return rows > 8 ? 12 : rows > 4 ? 8 : rows > 2 ? 4 : 2;
        }
        return 4;
    }

    /** The rows from i and the columns from left + j, one panel of B at a time. */
    private void block(float[] pa, int i, int rows, int j, int columns, float[] tile) {
        boolean load = block > 0 || beta != 0f;
        float[] ofBias = block + depth == k ? paddedBias : null;
        int last = Math.min(j + columns, width);
        for (int jj = j; jj < last; jj += PANEL) {
            int panel = panelsAt + jj / PANEL * panelStride;
            int height;
            for (int r = 0; r < rows; r += height) {
                height = height(rows - r);
                int count = Math.min(height, rows - r);
                int across = height == 1 ? PANEL : 2 * Lanes.L;
                int at = cAt + (i + r) * ldc + left + jj;
                int whole = Math.min(PANEL, last - jj);
                for (int s = 0; s < whole; s += across) {
                    int wide = Math.min(across, whole - s);
                    int ofBiasAt = left + jj + s;
                    if (wide == across) {
                        tile(height, pa, r * depth, panel + s, c, at + s, ldc, count, load, ofBias, ofBiasAt);
                    } else {
                        edge(height, pa, r * depth, panel + s, at + s, count, wide, load, ofBias, ofBiasAt, tile);
                    }
                }
            }
        }
    }

    /** A tile that reaches over the right edge of C runs in a buffer of its own. */
    private void edge(
            int height,
            float[] pa,
            int paAt,
            int bPanel,
            int at,
            int count,
            int wide,
            boolean load,
            float[] ofBias,
            int ofBiasAt,
            float[] tile) {
        if (load) {
            for (int r = 0; r < count; r++) {
                System.arraycopy(c, at + r * ldc, tile, r * PANEL, wide);
            }
        }
        tile(height, pa, paAt, bPanel, tile, 0, PANEL, count, load, ofBias, ofBiasAt);
        for (int r = 0; r < count; r++) {
            System.arraycopy(tile, r * PANEL, c, at + r * ldc, wide);
        }
    }

    private void tile(
            int height,
            float[] pa,
            int paAt,
            int bPanel,
            float[] to,
            int at,
            int ld,
            int count,
            boolean load,
            float[] ofBias,
            int ofBiasAt) {
        if (Lanes.L == 16) {
            switch (height) {
                case 12 ->
                    GemmTile512.run12(depth, pa, paAt, panels, bPanel, to, at, ld, count, load, ofBias, ofBiasAt);
                case 8 -> GemmTile512.run8(depth, pa, paAt, panels, bPanel, to, at, ld, count, load, ofBias, ofBiasAt);
                case 4 -> GemmStrip512.run4(depth, pa, paAt, panels, bPanel, to, at, ld, count, load, ofBias, ofBiasAt);
                case 2 -> GemmStrip512.run2(depth, pa, paAt, panels, bPanel, to, at, ld, count, load, ofBias, ofBiasAt);
                default ->
                    GemmStrip512.run1(depth, pa, paAt, panels, bPanel, to, at, ld, count, load, ofBias, ofBiasAt);
            }
        } else if (Lanes.L == 8) {
            if (height == 4) {
                GemmTile256.run4(depth, pa, paAt, panels, bPanel, to, at, ld, count, load, ofBias, ofBiasAt);
            } else {
                GemmTile256.run1(depth, pa, paAt, panels, bPanel, to, at, ld, count, load, ofBias, ofBiasAt);
            }
        } else if (height == 4) {
            GemmTile128.run4(depth, pa, paAt, panels, bPanel, to, at, ld, count, load, ofBias, ofBiasAt);
        } else {
            GemmTile128.run1(depth, pa, paAt, panels, bPanel, to, at, ld, count, load, ofBias, ofBiasAt);
        }
    }
}
