package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.GemmKernels;
import dev.lanewise.kernel.GemmShapes;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * Matrix multiplication without the Vector API: rows of B are copied to scratch rows, and {@link RowProduct} runs along
 * them.
 */
final class ScalarGemm implements GemmKernels {
    // A block of B, [DEPTH][COLUMNS], fits the second-level cache.
    private static final int DEPTH = 128;
    private static final int COLUMNS = 512;
    private static final int ROWS = 16;

    private static final int PANEL = PackedMatrix.PANEL;

    /** How B is stored: [K,N], [N,K], or packed. */
    private enum Source {
        ROWS,
        COLUMNS,
        PANELS
    }

    private static final int B = 0;
    private static final int C = 1;
    private static final int A = 2;

    @Override
    public void gemm(Form form, float alpha, Tensor a, Tensor b, float beta, Tensor bias, Tensor c, Workspace work) {
        GemmShapes.check(form, a, b, bias, c);
        int m = c.dim(0);
        int k = a.dim(form.transA() ? 0 : 1);
        Source source = form.transB() ? Source.COLUMNS : Source.ROWS;
        float[] ba = b.array();
        int bAt = b.offset();
        product(form, alpha, a, a.offset(), source, ba, bAt, beta, bias, c, c.offset(), m, c.dim(1), k, work);
    }

    @Override
    public void packed(
            boolean transA, float alpha, Tensor a, PackedMatrix b, float beta, Tensor bias, Tensor c, Workspace work) {
        GemmShapes.checkPacked(transA, a, b, bias, c);
        Form form = transA ? Form.TN : Form.NN;
        int m = c.dim(0);
        int n = c.dim(1);
        float[] panels = b.panels();
        product(
                form, alpha, a, a.offset(), Source.PANELS, panels, 0, beta, bias, c, c.offset(), m, n, b.depth(), work);
    }

    @Override
    public void pack(boolean transposed, Tensor b, PackedMatrix to) {
        GemmShapes.checkPack(transposed, b, to);
        int k = to.depth();
        int n = to.columns();
        float[] from = b.array();
        float[] panels = to.panels();
        for (int j = 0; j < n; j += PANEL) {
            int count = Math.min(PANEL, n - j);
            for (int d = 0; d < k; d++) {
                int at = j * k + d * PANEL;
                for (int i = 0; i < count; i++) {
                    panels[at + i] = from[b.offset() + (transposed ? (j + i) * k + d : d * n + j + i)];
                }
                Arrays.fill(panels, at + count, at + PANEL, 0f);
            }
        }
    }

    @Override
    public void batched(Form form, float alpha, Tensor a, Tensor b, float beta, Tensor bias, Tensor c, Workspace work) {
        GemmShapes.checkBatched(form, a, b, bias, c);
        int m = c.dim(1);
        int n = c.dim(2);
        int k = a.dim(form.transA() ? -2 : -1);
        Source source = form.transB() ? Source.COLUMNS : Source.ROWS;
        for (int i = 0; i < c.dim(0); i++) {
            int aAt = a.offset() + (a.shape().rank() == 3 ? i * m * k : 0);
            int bAt = b.offset() + (b.shape().rank() == 3 ? i * k * n : 0);
            int cAt = c.offset() + i * m * n;
            product(form, alpha, a, aAt, source, b.array(), bAt, beta, bias, c, cAt, m, n, k, work);
        }
    }

    private static void product(
            Form form,
            float alpha,
            Tensor a,
            int aAt,
            Source source,
            float[] b,
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
                copyB(source, b, bAt, n, k, first, depth, left, columns, rows);
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
            Source source,
            float[] b,
            int bAt,
            int n,
            int k,
            int first,
            int depth,
            int left,
            int columns,
            float[][] rows) {
        for (int d = 0; d < depth; d++) {
            float[] row = rows[d];
            switch (source) {
                case ROWS -> System.arraycopy(b, bAt + (first + d) * n + left, row, 0, columns);
                case COLUMNS -> {
                    for (int j = 0; j < columns; j++) {
                        row[j] = b[bAt + (left + j) * k + first + d];
                    }
                }
                case PANELS -> {
                    for (int j = 0; j < columns; j += PANEL) {
                        int panel = (left + j) * k + (first + d) * PANEL;
                        System.arraycopy(b, panel, row, j, Math.min(PANEL, columns - j));
                    }
                }
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
