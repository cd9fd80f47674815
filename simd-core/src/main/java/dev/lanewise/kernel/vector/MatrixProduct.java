package dev.lanewise.kernel.vector;

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
 * <p>It is kept in a workspace and is the body of its own parallel loops: {@link VectorGemm} sets the operands, calls
 * {@link #run}, and clears it.
 */
final class MatrixProduct implements Parallel.Body {
    private static final int PANEL = PackedMatrix.PANEL;

    /** Rows and columns of the register tile of this width. */
    private static final int ROWS = Lanes.L == 16 ? GemmTile512.ROWS : GemmTile256.ROWS;

    private static final int COLUMNS = 2 * Lanes.L;

    // A panel of B, [DEPTH][PANEL], stays in the first-level cache while the panels of A stream past it.
    private static final int DEPTH = 256;

    // Rows of A whose panels stay in the second-level cache.
    private static final int BLOCK_ROWS = 10 * ROWS;

    // Columns of B that are packed at a time: they stay in the last-level cache.
    private static final int PACKED_COLUMNS = 4096;

    private static final int BLOCK_COLUMNS = 8 * PANEL;

    // Slots of the workspace.
    private static final int A = 0;
    private static final int B = 1;
    private static final int TILE = 2;
    private static final int BIAS = 3;

    int m;
    int n;
    int k;

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
    private float[] bias;
    private int biasAt;

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

    void result(float factor, float[] array, int at, int ld) {
        beta = factor;
        c = array;
        cAt = at;
        ldc = ld;
    }

    void bias(Tensor vector) {
        bias(vector, 0);
    }

    void bias(Tensor vector, int from) {
        bias = vector == null ? null : vector.array();
        biasAt = vector == null ? 0 : vector.offset() + from;
    }

    /** Computes C on this thread, or on all of them. */
    void run(Workspace workspace, int worker, boolean split) {
        work = workspace;
        scaleC();
        paddedBias = null;
        if (bias != null) {
            int whole = (n + PANEL - 1) / PANEL * PANEL;
            paddedBias = work.floats(worker, BIAS, whole);
            System.arraycopy(bias, biasAt, paddedBias, 0, n);
            Arrays.fill(paddedBias, n, whole, 0f);
        }
        left = 0;
        do {
            width = Math.min(PACKED_COLUMNS, n - left);
            block = 0;
            do {
                depth = Math.min(DEPTH, k - block);
                packB(worker, split);
                multiply(worker, split);
                block += depth;
            } while (block < k);
            left += width;
        } while (left < n);
    }

    /** Drops the references to the caller's arrays. */
    void clear() {
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
        blockRows = BLOCK_ROWS;
        blockColumns = split ? BLOCK_COLUMNS : PACKED_COLUMNS;
        across = Math.max(1, (width + blockColumns - 1) / blockColumns);
        int down = (m + blockRows - 1) / blockRows;
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
        float[] pa = work.floats(worker, A, blockRows * depth);
        float[] tile = work.floats(worker, TILE, ROWS * COLUMNS);
        int packedRow = -1;
        for (int part = from; part < to; part++) {
            int i = part / across * blockRows;
            int rows = Math.min(blockRows, m - i);
            if (i != packedRow) {
                packA(i, rows, pa);
                packedRow = i;
            }
            int j = part % across * blockColumns;
            block(pa, i, rows, j, Math.min(blockColumns, width - j), tile);
        }
    }

    private void packA(int i, int rows, float[] to) {
        for (int r = 0; r < rows; r += ROWS) {
            int count = Math.min(ROWS, rows - r);
            if (transA) {
                Panels.columns(a, aAt + block * lda + i + r, lda, depth, count, to, r * depth, ROWS);
            } else {
                Panels.rows(a, aAt + (i + r) * lda + block, lda, depth, count, to, r * depth, ROWS);
            }
            if (alpha != 1f) {
                Panels.scale(alpha, to, r * depth, ROWS * depth);
            }
        }
    }

    /** The rows from i and the columns from left + j, one panel of B at a time. */
    private void block(float[] pa, int i, int rows, int j, int columns, float[] tile) {
        boolean load = block > 0 || beta != 0f;
        float[] ofBias = block + depth == k ? paddedBias : null;
        for (int jj = j; jj < j + columns; jj += COLUMNS) {
            int wide = Math.min(COLUMNS, width - jj);
            int bPanel = panelsAt + jj / PANEL * panelStride + jj % PANEL;
            for (int r = 0; r < rows; r += ROWS) {
                int height = Math.min(ROWS, rows - r);
                int at = cAt + (i + r) * ldc + left + jj;
                if (wide == COLUMNS) {
                    tile(pa, r * depth, bPanel, c, at, ldc, height, load, ofBias, left + jj);
                } else {
                    edge(pa, r * depth, bPanel, at, height, wide, load, ofBias, left + jj, tile);
                }
            }
        }
    }

    /** A tile that reaches over the right edge of C runs in a buffer of its own. */
    private void edge(
            float[] pa,
            int paAt,
            int bPanel,
            int at,
            int height,
            int wide,
            boolean load,
            float[] ofBias,
            int ofBiasAt,
            float[] tile) {
        if (load) {
            for (int r = 0; r < height; r++) {
                System.arraycopy(c, at + r * ldc, tile, r * COLUMNS, wide);
            }
        }
        tile(pa, paAt, bPanel, tile, 0, COLUMNS, height, load, ofBias, ofBiasAt);
        for (int r = 0; r < height; r++) {
            System.arraycopy(tile, r * COLUMNS, c, at + r * ldc, wide);
        }
    }

    private void tile(
            float[] pa,
            int paAt,
            int bPanel,
            float[] to,
            int at,
            int ld,
            int height,
            boolean load,
            float[] ofBias,
            int ofBiasAt) {
        if (Lanes.L == 16) {
            GemmTile512.run(depth, pa, paAt, panels, bPanel, to, at, ld, height, load, ofBias, ofBiasAt);
        } else if (Lanes.L == 8) {
            GemmTile256.run(depth, pa, paAt, panels, bPanel, to, at, ld, height, load, ofBias, ofBiasAt);
        } else {
            GemmTile128.run(depth, pa, paAt, panels, bPanel, to, at, ld, height, load, ofBias, ofBiasAt);
        }
    }
}
