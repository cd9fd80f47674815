package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.GemmKernels;
import dev.lanewise.kernel.GemmShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * Blocked matrix multiplication in the manner of Goto and van de Geijn (2008): the depth is cut into blocks; for each, A
 * and B are packed into panels, and a register tile runs over pairs of panels. A tile starts from what the block before
 * it left in C, so an element stays one chain.
 */
final class VectorGemm implements GemmKernels {
    /** Rows and columns of the register tile of this width. */
    static final int ROWS = Lanes.L == 16 ? GemmTile512.ROWS : GemmTile256.ROWS;

    static final int COLUMNS = 2 * Lanes.L;

    // A panel of B, [DEPTH][COLUMNS], stays in the first-level cache while the panels of A stream past it.
    private static final int DEPTH = 256;

    // Rows of A whose panels stay in the second-level cache.
    private static final int BLOCK_ROWS = 10 * ROWS;

    private static final int BLOCK_COLUMNS = 8 * COLUMNS;

    // Below this many multiply-adds, waking a thread costs more than it saves.
    private static final long WORTH_SPLITTING = 200_000;

    private static final int A = 0;
    private static final int B = 1;
    private static final int TILE = 2;
    private static final int BIAS = 3;

    @Override
    public void gemm(Form form, float alpha, Tensor a, Tensor b, float beta, Tensor bias, Tensor c, Workspace work) {
        GemmShapes.check(form, a, b, bias, c);
        int m = c.dim(0);
        int n = c.dim(1);
        int k = a.dim(form.transA() ? 0 : 1);
        boolean split = (long) m * n * k > WORTH_SPLITTING && Parallel.available() > 1;
        product(form, alpha, a, a.offset(), b, b.offset(), beta, bias, c, c.offset(), m, n, k, work, 0, split);
    }

    @Override
    public void batched(Form form, float alpha, Tensor a, Tensor b, float beta, Tensor bias, Tensor c, Workspace work) {
        GemmShapes.checkBatched(form, a, b, bias, c);
        int batch = c.dim(0);
        if (batch == 0) {
            return;
        }
        int m = c.dim(1);
        int n = c.dim(2);
        int k = a.dim(form.transA() ? -2 : -1);
        long size = (long) m * n * k;
        if (Parallel.inline(batch, 1) || batch < 2 * Parallel.available() || size * batch < WORTH_SPLITTING) {
            boolean split = size > WORTH_SPLITTING && Parallel.available() > 1;
            for (int i = 0; i < batch; i++) {
                item(form, alpha, a, b, beta, bias, c, m, n, k, i, work, 0, split);
            }
        } else {
            Parallel.run(batch, 1, (from, to, worker) -> {
                for (int i = from; i < to; i++) {
                    item(form, alpha, a, b, beta, bias, c, m, n, k, i, work, worker, false);
                }
            });
        }
    }

    private static void item(
            Form form,
            float alpha,
            Tensor a,
            Tensor b,
            float beta,
            Tensor bias,
            Tensor c,
            int m,
            int n,
            int k,
            int i,
            Workspace work,
            int worker,
            boolean split) {
        int aAt = a.offset() + (a.shape().rank() == 3 ? i * m * k : 0);
        int bAt = b.offset() + (b.shape().rank() == 3 ? i * k * n : 0);
        product(form, alpha, a, aAt, b, bAt, beta, bias, c, c.offset() + i * m * n, m, n, k, work, worker, split);
    }

    private static void product(
            Form form,
            float alpha,
            Tensor a,
            int aAt,
            Tensor b,
            int bAt,
            float beta,
            Tensor bias,
            Tensor c,
            int cAt,
            int m,
            int n,
            int k,
            Workspace work,
            int worker,
            boolean split) {
        float[] ca = c.array();
        if (beta != 0f && beta != 1f) {
            for (int i = cAt; i < cAt + m * n; i++) {
                ca[i] *= beta;
            }
        }
        int panelsA = (m + ROWS - 1) / ROWS;
        int panelsB = (n + COLUMNS - 1) / COLUMNS;
        float[] paddedBias = bias == null ? null : padded(bias, n, panelsB * COLUMNS, work, worker);
        float[] pa = work.floats(worker, A, panelsA * ROWS * Math.min(k, DEPTH));
        float[] pb = work.floats(worker, B, panelsB * COLUMNS * Math.min(k, DEPTH));
        float[] aa = a.array();
        float[] ba = b.array();
        int block = 0;
        do {
            int depth = Math.min(DEPTH, k - block);
            boolean load = block > 0 || beta != 0f;
            float[] lastBias = block + depth == k ? paddedBias : null;
            int aBlock = aAt + (form.transA() ? block * m : block);
            int bBlock = bAt + (form.transB() ? block : block * n);
            if (split) {
                parallelBlock(
                        form, alpha, aa, aBlock, ba, bBlock, ca, cAt, m, n, k, depth, pa, pb, load, lastBias, work);
            } else {
                packA(form.transA(), alpha, aa, aBlock, m, k, depth, pa, 0, panelsA);
                packB(form.transB(), ba, bBlock, n, k, depth, pb, 0, panelsB);
                float[] tile = work.floats(worker, TILE, ROWS * COLUMNS);
                for (int i = 0; i < m; i += BLOCK_ROWS) {
                    int rows = Math.min(BLOCK_ROWS, m - i);
                    multiply(pa, pb, ca, cAt, n, i, rows, 0, n, depth, load, lastBias, tile);
                }
            }
            block += depth;
        } while (block < k);
    }

    private static float[] padded(Tensor bias, int n, int size, Workspace work, int worker) {
        float[] padded = work.floats(worker, BIAS, size);
        System.arraycopy(bias.array(), bias.offset(), padded, 0, n);
        java.util.Arrays.fill(padded, n, size, 0f);
        return padded;
    }

    /** One block of the depth on all threads: pack both operands, then multiply block by block of C. */
    private static void parallelBlock(
            Form form,
            float alpha,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int m,
            int n,
            int k,
            int depth,
            float[] pa,
            float[] pb,
            boolean load,
            float[] bias,
            Workspace work) {
        int panelsA = (m + ROWS - 1) / ROWS;
        int panelsB = (n + COLUMNS - 1) / COLUMNS;
        Parallel.run(panelsA + panelsB, 4, (from, to, worker) -> {
            packA(form.transA(), alpha, a, aAt, m, k, depth, pa, Math.min(from, panelsA), Math.min(to, panelsA));
            packB(form.transB(), b, bAt, n, k, depth, pb, Math.max(from - panelsA, 0), Math.max(to - panelsA, 0));
        });
        int across = (n + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
        int down = (m + BLOCK_ROWS - 1) / BLOCK_ROWS;
        Parallel.run(down * across, 1, (from, to, worker) -> {
            float[] tile = work.floats(worker, TILE, ROWS * COLUMNS);
            for (int part = from; part < to; part++) {
                int i = part / across * BLOCK_ROWS;
                int j = part % across * BLOCK_COLUMNS;
                int rows = Math.min(BLOCK_ROWS, m - i);
                int columns = Math.min(BLOCK_COLUMNS, n - j);
                multiply(pa, pb, c, cAt, n, i, rows, j, columns, depth, load, bias, tile);
            }
        });
    }

    private static void packA(
            boolean transposed,
            float alpha,
            float[] a,
            int at,
            int m,
            int k,
            int depth,
            float[] to,
            int fromPanel,
            int toPanel) {
        for (int p = fromPanel; p < toPanel; p++) {
            int i = p * ROWS;
            int rows = Math.min(ROWS, m - i);
            int panel = i * depth;
            if (transposed) {
                Panels.columns(a, at + i, m, depth, rows, to, panel, ROWS);
            } else {
                Panels.rows(a, at + i * k, k, depth, rows, to, panel, ROWS);
            }
            if (alpha != 1f) {
                Panels.scale(alpha, to, panel, ROWS * depth);
            }
        }
    }

    private static void packB(
            boolean transposed, float[] b, int at, int n, int k, int depth, float[] to, int fromPanel, int toPanel) {
        for (int p = fromPanel; p < toPanel; p++) {
            int j = p * COLUMNS;
            int columns = Math.min(COLUMNS, n - j);
            if (transposed) {
                Panels.rows(b, at + j * k, k, depth, columns, to, j * depth, COLUMNS);
            } else {
                Panels.columns(b, at + j, n, depth, columns, to, j * depth, COLUMNS);
            }
        }
    }

    /** Multiplies packed panels into the block of C at (i, j), rows by columns; n is C's row length. */
    private static void multiply(
            float[] pa,
            float[] pb,
            float[] c,
            int cAt,
            int n,
            int i,
            int rows,
            int j,
            int columns,
            int depth,
            boolean load,
            float[] bias,
            float[] tile) {
        for (int jj = j; jj < j + columns; jj += COLUMNS) {
            int width = Math.min(COLUMNS, n - jj);
            for (int ii = i; ii < i + rows; ii += ROWS) {
                int height = Math.min(ROWS, i + rows - ii);
                int at = cAt + ii * n + jj;
                if (width == COLUMNS) {
                    tile(depth, pa, ii * depth, pb, jj * depth, c, at, n, height, load, bias, jj);
                } else {
                    edge(depth, pa, ii * depth, pb, jj * depth, c, at, n, height, width, load, bias, jj, tile);
                }
            }
        }
    }

    /** A tile that reaches over the right edge of C runs in a buffer of its own. */
    private static void edge(
            int depth,
            float[] pa,
            int aAt,
            float[] pb,
            int bAt,
            float[] c,
            int cAt,
            int n,
            int height,
            int width,
            boolean load,
            float[] bias,
            int biasAt,
            float[] tile) {
        if (load) {
            for (int r = 0; r < height; r++) {
                System.arraycopy(c, cAt + r * n, tile, r * COLUMNS, width);
            }
        }
        tile(depth, pa, aAt, pb, bAt, tile, 0, COLUMNS, height, load, bias, biasAt);
        for (int r = 0; r < height; r++) {
            System.arraycopy(tile, r * COLUMNS, c, cAt + r * n, width);
        }
    }

    /** The register tile of this width. */
    static void tile(
            int depth,
            float[] pa,
            int aAt,
            float[] pb,
            int bAt,
            float[] c,
            int cAt,
            int ldc,
            int height,
            boolean load,
            float[] bias,
            int biasAt) {
        if (Lanes.L == 16) {
            GemmTile512.run(depth, pa, aAt, pb, bAt, c, cAt, ldc, height, load, bias, biasAt);
        } else if (Lanes.L == 8) {
            GemmTile256.run(depth, pa, aAt, pb, bAt, c, cAt, ldc, height, load, bias, biasAt);
        } else {
            GemmTile128.run(depth, pa, aAt, pb, bAt, c, cAt, ldc, height, load, bias, biasAt);
        }
    }
}
