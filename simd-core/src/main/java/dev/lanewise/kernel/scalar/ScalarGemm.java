package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.GemmKernels;
import dev.lanewise.kernel.GemmShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * Matrix multiplication without the Vector API: rows of B are copied to scratch rows, and {@link RowProduct} runs along
 * them.
 */
final class ScalarGemm implements GemmKernels {
    // A block of B, [DEPTH][COLUMNS], fits the second-level cache.
    private static final int DEPTH = 128;
    private static final int COLUMNS = 512;
    private static final int ROWS = 16;

    private static final int B = 0;
    private static final int C = 1;
    private static final int A = 2;

    @Override
    public void gemm(Form form, float alpha, Tensor a, Tensor b, float beta, Tensor bias, Tensor c, Workspace work) {
        GemmShapes.check(form, a, b, bias, c);
        int m = c.dim(0);
        int k = a.dim(form.transA() ? 0 : 1);
        product(form, alpha, a, a.offset(), b, b.offset(), beta, bias, c, c.offset(), m, c.dim(1), k, work);
    }

    @Override
    public void batched(Form form, float alpha, Tensor a, Tensor b, float beta, Tensor bias, Tensor c, Workspace work) {
        GemmShapes.checkBatched(form, a, b, bias, c);
        int m = c.dim(1);
        int n = c.dim(2);
        int k = a.dim(form.transA() ? -2 : -1);
        for (int i = 0; i < c.dim(0); i++) {
            int aAt = a.offset() + (a.shape().rank() == 3 ? i * m * k : 0);
            int bAt = b.offset() + (b.shape().rank() == 3 ? i * k * n : 0);
            product(form, alpha, a, aAt, b, bAt, beta, bias, c, c.offset() + i * m * n, m, n, k, work);
        }
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
            Workspace work) {
        for (int j = 0; j < n; j += COLUMNS) {
            int columns = Math.min(COLUMNS, n - j);
            int block = 0;
            do {
                int first = block;
                int left = j;
                int depth = Math.min(DEPTH, k - first);
                float[][] rows = work.rows(0, B, DEPTH, COLUMNS);
                copyB(form.transB(), b.array(), bAt, n, k, first, depth, left, columns, rows);
                float start = first == 0 ? beta : 1f;
                Tensor end = first + depth == k ? bias : null;
                if (Parallel.inline(m, ROWS)) {
                    rows(
                            form, alpha, a, aAt, rows, start, end, c, cAt, m, n, k, first, depth, left, columns, 0, m,
                            work, 0);
                } else {
                    Parallel.run(
                            m,
                            ROWS,
                            (from, to, w) -> rows(
                                    form, alpha, a, aAt, rows, start, end, c, cAt, m, n, k, first, depth, left, columns,
                                    from, to, work, w));
                }
                block += depth;
            } while (block < k);
        }
    }

    private static void copyB(
            boolean transposed,
            float[] b,
            int at,
            int n,
            int k,
            int first,
            int depth,
            int left,
            int columns,
            float[][] rows) {
        for (int d = 0; d < depth; d++) {
            float[] row = rows[d];
            if (transposed) {
                for (int j = 0; j < columns; j++) {
                    row[j] = b[at + (left + j) * k + first + d];
                }
            } else {
                System.arraycopy(b, at + (first + d) * n + left, row, 0, columns);
            }
        }
    }

    /** Rows {@code [from, to)} of C, columns {@code [left, left + columns)}, one block of the depth. */
    private static void rows(
            Form form,
            float alpha,
            Tensor a,
            int aAt,
            float[][] b,
            float start,
            Tensor bias,
            Tensor c,
            int cAt,
            int m,
            int n,
            int k,
            int first,
            int depth,
            int left,
            int columns,
            int from,
            int to,
            Workspace work,
            int worker) {
        float[] row = work.floats(worker, C, COLUMNS);
        float[] coefficients = work.floats(worker, A, DEPTH);
        float[] aa = a.array();
        float[] ca = c.array();
        for (int i = from; i < to; i++) {
            for (int d = 0; d < depth; d++) {
                int at = form.transA() ? aAt + (first + d) * m + i : aAt + i * k + first + d;
                coefficients[d] = alpha == 1f ? aa[at] : alpha * aa[at];
            }
            int at = cAt + i * n + left;
            RowProduct.start(start, ca, at, row, columns);
            RowProduct.accumulate(coefficients, b, depth, row, columns);
            if (bias != null) {
                RowProduct.add(bias.array(), bias.offset() + left, row, columns);
            }
            System.arraycopy(row, 0, ca, at, columns);
        }
    }
}
