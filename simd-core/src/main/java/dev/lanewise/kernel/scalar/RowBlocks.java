package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.GemmKernels.Activation;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.math.Gelu;
import dev.lanewise.math.Sigmoid;
import dev.lanewise.math.Silu;
import dev.lanewise.math.Tanh;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * One product of {@link ScalarGemm}: blocks of B are copied to scratch rows, and {@link RowProduct} runs along them. Kept
 * in a workspace, and the body of its own parallel loops over rows of C.
 */
final class RowBlocks implements Parallel.Body {
    private static final int PANEL = PackedMatrix.PANEL;

    // A block of B, [DEPTH][COLUMNS], fits the second-level cache.
    private static final int DEPTH = 128;
    private static final int COLUMNS = 512;
    private static final int ROWS = 16;

    // Slots of the workspace.
    private static final int B = 0;
    private static final int C = 1;
    private static final int A = 2;

    private int m;
    private int n;
    private int k;
    private boolean transA;
    private float alpha;
    private float[] a;
    private int aAt;
    private int lda;
    private boolean transB;
    private boolean packed;
    private float[] b;
    private int bAt;
    private int ldb;
    private float beta;
    private Tensor bias;
    private Activation f;
    private float[] c;
    private int cAt;
    private int ldc;

    private Workspace work;
    // The block of B that is worked on.
    private float[][] block;
    private int first;
    private int depth;
    private int left;
    private int columns;

    RowBlocks() {}

    void size(int rows, int columnsOfC, int sum) {
        m = rows;
        n = columnsOfC;
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
        packed = false;
        transB = transposed;
        b = array;
        bAt = at;
        ldb = ld;
    }

    void right(PackedMatrix matrix) {
        packed = true;
        b = matrix.panels();
    }

    void result(float factor, Tensor vector, Activation function, float[] array, int at, int ld) {
        beta = factor;
        bias = vector;
        f = function;
        c = array;
        cAt = at;
        ldc = ld;
    }

    void run(Workspace workspace) {
        work = workspace;
        for (left = 0; left < n; left += COLUMNS) {
            columns = Math.min(COLUMNS, n - left);
            first = 0;
            do {
                depth = Math.min(DEPTH, k - first);
                block = work.rows(0, B, DEPTH, COLUMNS);
                copyB();
                Parallel.run(m, ROWS, this);
                first += depth;
            } while (first < k);
        }
        a = null;
        b = null;
        c = null;
        bias = null;
        block = null;
        work = null;
    }

    private void copyB() {
        for (int d = 0; d < depth; d++) {
            float[] row = block[d];
            if (packed) {
                for (int j = 0; j < columns; j += PANEL) {
                    int at = (left + j) * k + (first + d) * PANEL;
                    System.arraycopy(b, at, row, j, Math.min(PANEL, columns - j));
                }
            } else if (transB) {
                for (int j = 0; j < columns; j++) {
                    row[j] = b[bAt + (left + j) * ldb + first + d];
                }
            } else {
                System.arraycopy(b, bAt + (first + d) * ldb + left, row, 0, columns);
            }
        }
    }

    /** Rows of C, the columns of the block, and its part of their sums. */
    @Override
    public void run(int from, int to, int worker) {
        float[] row = work.floats(worker, C, COLUMNS);
        float[] coefficients = work.floats(worker, A, DEPTH);
        for (int i = from; i < to; i++) {
            for (int d = 0; d < depth; d++) {
                int at = transA ? aAt + (first + d) * lda + i : aAt + i * lda + first + d;
                coefficients[d] = alpha == 1f ? a[at] : alpha * a[at];
            }
            int at = cAt + i * ldc + left;
            RowProduct.start(first == 0 ? beta : 1f, c, at, row, columns);
            RowProduct.accumulate(coefficients, block, depth, row, columns);
            if (first + depth == k) {
                if (bias != null) {
                    RowProduct.add(bias.array(), bias.offset() + left, row, columns);
                }
                activate(f, row, columns);
            }
            System.arraycopy(row, 0, c, at, columns);
        }
    }

    private static void activate(Activation f, float[] row, int size) {
        switch (f) {
            case NONE -> {}
            case RELU -> {
                for (int j = 0; j < size; j++) {
                    row[j] = row[j] < 0f ? 0f : row[j];
                }
            }
            case SIGMOID -> {
                for (int j = 0; j < size; j++) {
                    row[j] = Sigmoid.sigmoid(row[j]);
                }
            }
            case TANH -> {
                for (int j = 0; j < size; j++) {
                    row[j] = Tanh.tanh(row[j]);
                }
            }
            case GELU -> {
                for (int j = 0; j < size; j++) {
                    row[j] = Gelu.gelu(row[j]);
                }
            }
            case SILU -> {
                for (int j = 0; j < size; j++) {
                    row[j] = Silu.silu(row[j]);
                }
            }
        }
    }
}
