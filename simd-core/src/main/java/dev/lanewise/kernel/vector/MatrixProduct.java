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
    private static final int STRIDE = PackedRows.STRIDE;

    /** Rows of the tallest register tile of this width. */
    private static final int ROWS = Lanes.L == 16 ? 12 : 4;

    // The deepest block: its panel of B comes from the second-level cache, and C is passed over less often.
    private static final int DEPTH = PackedRows.DEPTH;

    // Floats in a block of rows of A, which stays in the second-level cache beside a panel of B.
    private static final int BLOCK_FLOATS = 110_000;

    // Operands are read where they lie if they are used so few times that packing costs more than it saves; a small B,
    // too.
    private static final int FEW_COLUMNS = 256;
    private static final int FEW_ROWS = 2 * ROWS;
    private static final int SMALL = 1 << 16;

    // Floats in a page of memory.
    private static final int PAGE = 1024;

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
    // One row of A and all of B, which is read once, packed or where it lies: no tiles.
    private boolean oneRow;
    // A is read where it lies; so is B, but for columns that are no whole panel.
    private boolean inPlaceA;
    private boolean inPlaceB;
    // Every panel of B is packed by who needs it, when it does.
    private boolean packedLate;
    // The block of the depth and of the columns that is worked on.
    private int block;
    private int depth;
    private int left;
    private int width;
    // Its panels: where the first begins, and how far apart they are.
    private float[] panels;
    private int panelsAt;
    private int panelStride;
    // What the parallel loop does, and how it is cut.
    private boolean packing;
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
            int whole = Math.ceilDiv(n, PANEL) * PANEL;
            paddedBias = work.floats(worker, BIAS, whole);
            System.arraycopy(bias.array(), bias.offset(), paddedBias, 0, n);
            Arrays.fill(paddedBias, n, whole, 0f);
        }
        int blocks = Math.max(1, Math.ceilDiv(k, DEPTH));
        int evenly = Math.ceilDiv(k, blocks);
        left = 0;
        while (left < n && m > 0) {
            width = Math.min(PACKED_COLUMNS, n - left);
            block = 0;
            do {
                depth = Math.min(evenly, k - block);
                cut(split);
                panelsOfB(worker, split);
                multiply(worker, split);
                block += depth;
            } while (block < k);
            left += width;
        }
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

    /** Decides what is packed and how a parallel loop is cut. */
    private void cut(boolean split) {
        int count = Math.ceilDiv(width, PANEL);
        oneRow = m == 1;
        // Rows of B that are read once: what one thread's prefetcher fetches beyond a narrow chunk is another's.
        int perThread = oneRow && !packed && !transB ? 1 : CHUNKS_PER_THREAD;
        int chunks = split ? perThread * Parallel.available() : 1;
        inPlaceA = !oneRow && !transA && alpha == 1f && (n <= FEW_COLUMNS || m <= FEW_ROWS);
        if (packed && m <= FEW_ROWS && n > (lda % PAGE == 0 ? FEW_COLUMNS / 2 : FEW_COLUMNS) && !split) {
            // The tile of packed rows is the faster one, the more so where rows a page apart share places of the cache.
            inPlaceA = false;
        }
        inPlaceB = inPlaceA && !transB && !packed && (m <= FEW_ROWS || (long) k * n <= SMALL);
        int fit = BLOCK_FLOATS / (inPlaceA ? Math.max(PANEL, depth) : STRIDE) / ROWS * ROWS;
        boolean oneBlock = m <= fit && count >= chunks / 2;
        packedLate = !packed && !oneRow && (oneBlock || inPlaceB);
        int share = Math.ceilDiv(Math.ceilDiv(m, oneBlock ? 1 : chunks), ROWS) * ROWS;
        blockRows = oneBlock ? share : Math.min(share, fit);
        int down = Math.ceilDiv(m, blockRows);
        // Few rows: the columns are cut, too.
        int cuts = Math.clamp(chunks / down, 1, count);
        blockColumns = Math.ceilDiv(count, cuts) * PANEL;
        across = Math.ceilDiv(width, blockColumns);
    }

    private void panelsOfB(int worker, boolean split) {
        if (packed) {
            panels = b;
            panelsAt = left * k + block * PANEL;
            panelStride = k * PANEL;
            return;
        }
        if (packedLate || oneRow) {
            return;
        }
        int count = Math.ceilDiv(width, PANEL);
        panels = work.floats(worker, B, count * PANEL * depth);
        panelsAt = 0;
        panelStride = depth * PANEL;
        packing = true;
        if (split) {
            Parallel.run(count, 2, this);
        } else {
            packPanels(0, count);
        }
        packing = false;
    }

    private void packPanels(int from, int to) {
        Panels.ofB(transB, b, rightAt(0), ldb, width, depth, panels, from, to);
    }

    /** Where the block of B begins, or its column j. */
    private int rightAt(int j) {
        return bAt + (transB ? (left + j) * ldb + block : block * ldb + left + j);
    }

    private void multiply(int worker, boolean split) {
        int parts = Math.ceilDiv(m, blockRows) * across;
        if (split) {
            Parallel.run(parts, 1, this);
        } else {
            blocks(0, parts, worker);
        }
    }

    @Override
    public void run(int from, int to, int worker) {
        if (packing) {
            packPanels(from, to);
        } else {
            blocks(from, to, worker);
        }
    }

    /** Blocks of C, counted along its rows. */
    private void blocks(int from, int to, int worker) {
        float[] pa = inPlaceA ? null : work.floats(worker, A, (blockRows + ROWS) * STRIDE);
        float[] tile = work.floats(worker, TILE, ROWS * PANEL);
        float[] late = packedLate ? work.floats(worker, B, PANEL * depth) : null;
        int packedRow = -1;
        for (int part = from; part < to; part++) {
            int i = part / across * blockRows;
            int rows = Math.min(blockRows, m - i);
            if (!inPlaceA && i != packedRow) {
                packA(i, rows, pa);
                packedRow = i;
            }
            int j = part % across * blockColumns;
            int columns = Math.min(blockColumns, width - j);
            if (oneRow) {
                row(pa, j, columns, tile);
            } else {
                block(pa, late, i, rows, j, columns, tile);
            }
            if (block + depth == k) {
                Epilogue.apply(f, c, cAt + i * ldc + left + j, ldc, rows, columns);
            }
        }
    }

    private void packA(int i, int rows, float[] to) {
        if (transA) {
            PackedRows.ofColumns(alpha, a, aAt + block * lda + i, lda, depth, rows, to);
        } else {
            PackedRows.ofRows(alpha, a, aAt + i * lda + block, lda, depth, rows, to);
        }
    }

    /** The columns from left + j of the only row. */
    private void row(float[] pa, int j, int columns, float[] tile) {
        int at = cAt + left + j;
        if (block == 0 && beta == 0f) {
            Arrays.fill(c, at, at + columns, 0f);
        }
        if (packed) {
            int from = panelsAt + j / PANEL * panelStride;
            RowTimesMatrix.ofPanels(depth, pa, panels, from, panelStride, columns, c, at, tile);
        } else if (transB) {
            RowTimesMatrix.ofColumns(depth, pa, b, rightAt(j), ldb, columns, c, at);
        } else {
            RowTimesMatrix.ofRows(depth, pa, b, rightAt(j), ldb, columns, c, at);
        }
        if (block + depth == k && paddedBias != null) {
            for (int i = 0; i < columns; i++) {
                c[at + i] += paddedBias[left + j + i];
            }
        }
    }

    /** The rows from i and the columns from left + j, one panel of B at a time. */
    private void block(float[] pa, float[] late, int i, int rows, int j, int columns, float[] tile) {
        int last = j + columns;
        for (int jj = j; jj < last; jj += PANEL) {
            int whole = Math.min(PANEL, last - jj);
            if (inPlaceB && whole == PANEL) {
                panel(pa, i, rows, jj, whole, b, rightAt(jj), ldb, tile);
            } else if (packedLate) {
                Panels.ofB(transB, b, rightAt(jj), ldb, whole, depth, late, 0, 1);
                panel(pa, i, rows, jj, whole, late, 0, PANEL, tile);
            } else {
                panel(pa, i, rows, jj, whole, panels, panelsAt + jj / PANEL * panelStride, PANEL, tile);
            }
        }
    }

    /** The rows from i and up to a panel of columns from left + jj, which are rows of {@code from}. */
    private void panel(float[] pa, int i, int rows, int jj, int whole, float[] from, int fromAt, int ld, float[] tile) {
        boolean load = block > 0 || beta != 0f;
        float[] ofBias = block + depth == k ? paddedBias : null;
        int height;
        for (int r = 0; r < rows; r += height) {
            height = TileRows.height(rows - r);
            int count = Math.min(height, rows - r);
            float[] ofA = inPlaceA ? a : pa;
            int ofAAt = inPlaceA ? aAt + (i + r) * lda + block : r * STRIDE;
            int at = cAt + (i + r) * ldc + left + jj;
            int step = height == 1 ? PANEL : 2 * Lanes.L;
            for (int s = 0; s < whole; s += step) {
                int wide = Math.min(step, whole - s);
                boolean edge = wide < step;
                // A tile that reaches over the right edge of C runs in a buffer of its own.
                float[] to = edge ? tile : c;
                int toAt = edge ? 0 : at + s;
                int ldTo = edge ? PANEL : ldc;
                if (edge && load) {
                    copy(c, at + s, ldc, tile, 0, PANEL, count, wide);
                }
                int of = left + jj + s;
                int fs = fromAt + s;
                if (inPlaceA || height == 1) {
                    TileRows.run(height, depth, ofA, ofAAt, lda, from, fs, ld, to, toAt, ldTo, count, load, ofBias, of);
                } else {
                    TilePanels.run(height, depth, ofA, ofAAt, from, fs, to, toAt, ldTo, count, load, ofBias, of);
                }
                if (edge) {
                    copy(tile, 0, PANEL, c, at + s, ldc, count, wide);
                }
            }
        }
    }

    private static void copy(float[] from, int at, int ld, float[] to, int toAt, int ldTo, int rows, int wide) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(from, at + r * ld, to, toAt + r * ldTo, wide);
        }
    }
}
