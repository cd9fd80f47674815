package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** A batch of products of one size, kept in a workspace; the body of its own parallel loop, whose items are products. */
final class ProductBatch implements Parallel.Body {
    private final MatrixProduct[] products = new MatrixProduct[Parallel.MAX_THREADS];
    private Workspace work;
    private Form form;
    private float alpha;
    private Tensor a;
    private Tensor b;
    private float beta;
    private Tensor bias;
    private Tensor c;

    ProductBatch() {}

    void set(Form ofForm, float ofAlpha, Tensor ofA, Tensor ofB, float ofBeta, Tensor ofBias, Tensor ofC) {
        form = ofForm;
        alpha = ofAlpha;
        a = ofA;
        b = ofB;
        beta = ofBeta;
        bias = ofBias;
        c = ofC;
    }

    /** All products: few large ones on all threads one after another, otherwise each on one thread. */
    void run(Workspace workspace) {
        work = workspace;
        int count = c.dim(0);
        int k = a.dim(form.transA() ? -2 : -1);
        long outputs = (long) c.dim(1) * c.dim(2);
        if (count < 2 * Parallel.available() || !VectorGemm.worthSplitting(outputs * count, k)) {
            boolean split = VectorGemm.worthSplitting(outputs, k);
            for (int i = 0; i < count; i++) {
                item(i, 0, split);
            }
        } else {
            Parallel.run(count, 1, this);
        }
    }

    void clear() {
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
        p.size(c.dim(1), c.dim(2), a.dim(form.transA() ? -2 : -1));
        int aAt = a.offset() + (a.shape().rank() == 3 ? i * p.m * p.k : 0);
        int bAt = b.offset() + (b.shape().rank() == 3 ? i * p.k * p.n : 0);
        p.left(form.transA(), alpha, a.array(), aAt, form.transA() ? p.m : p.k);
        p.right(form.transB(), b.array(), bAt, form.transB() ? p.k : p.n);
        p.result(beta, c.array(), c.offset() + i * p.m * p.n, p.n);
        p.bias(bias);
        p.run(work, worker, split);
        p.clear();
    }
}
