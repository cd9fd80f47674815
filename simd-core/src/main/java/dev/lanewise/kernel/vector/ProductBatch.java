package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.GemmKernels.Activation;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** A batch of products of one size, kept in a workspace; the body of its own parallel loop, whose items are products. */
final class ProductBatch implements Parallel.Body {
    private final MatrixProduct[] products = new MatrixProduct[Parallel.MAX_THREADS];
    private Workspace work;
    private Form form;
    private int m;
    private int n;
    private int k;
    private float alpha;
    private Tensor a;
    private int lda;
    private int strideA;
    private Tensor b;
    private int ldb;
    private int strideB;
    private float beta;
    private Tensor bias;
    private Tensor c;
    private int ldc;
    private int strideC;

    ProductBatch() {}

    void size(Form ofForm, int rows, int columns, int sum) {
        form = ofForm;
        m = rows;
        n = columns;
        k = sum;
    }

    void left(float factor, Tensor t, int ld, int stride) {
        alpha = factor;
        a = t;
        lda = ld;
        strideA = stride;
    }

    void right(Tensor t, int ld, int stride) {
        b = t;
        ldb = ld;
        strideB = stride;
    }

    void result(float factor, Tensor vector, Tensor t, int ld, int stride) {
        beta = factor;
        bias = vector;
        c = t;
        ldc = ld;
        strideC = stride;
    }

    /** All products: few large ones on all threads one after another, otherwise each on one thread. */
    void run(int count, Workspace workspace) {
        work = workspace;
        long outputs = (long) m * n;
        if (count < 2 * Parallel.available() || !VectorGemm.worthSplitting(outputs * count, k)) {
            boolean split = VectorGemm.worthSplitting(outputs, k);
            for (int i = 0; i < count; i++) {
                item(i, 0, split);
            }
        } else {
            Parallel.run(count, 1, this);
        }
        a = null;
        b = null;
        c = null;
        bias = null;
        work = null;
    }

    @Override
    public void run(int from, int to, int worker) {
        for (int i = from; i < to; i++) {
            item(i, worker, false);
        }
    }

    private void item(int i, int worker, boolean split) {
        MatrixProduct p = products[worker];
        if (p == null) {
            p = products[worker] = new MatrixProduct();
        }
        p.size(m, n, k);
        p.left(form.transA(), alpha, a.array(), a.offset() + i * strideA, lda);
        p.right(form.transB(), b.array(), b.offset() + i * strideB, ldb);
        p.result(beta, bias, Activation.NONE, c.array(), c.offset() + i * strideC, ldc);
        p.run(work, worker, split);
    }
}
