package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.GemmKernels;
import dev.lanewise.kernel.GemmShapes;
import dev.lanewise.kernel.MatrixBatch;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Matrix multiplication on vectors: checks the operands; the loops are in {@link MatrixProduct}. */
final class VectorGemm implements GemmKernels {
    // Below this many multiply-adds, waking a thread costs more than it saves.
    private static final long WORTH_SPLITTING = 200_000;

    private static final int PACKED_PANELS = 4;

    /** True if the threads should share a product, or a batch of them. */
    static boolean worthSplitting(long outputs, int depth) {
        // A quotient, because the product of all may not fit a long.
        return outputs > WORTH_SPLITTING / Math.max(1, depth) && Parallel.available() > 1;
    }

    @Override
    public void gemm(
            Form form,
            float alpha,
            Tensor a,
            Tensor b,
            float beta,
            Tensor bias,
            Activation f,
            Tensor c,
            Workspace work) {
        GemmShapes.check(form, a, b, bias, c);
        MatrixProduct p = work.kept(MatrixProduct.class, MatrixProduct::new);
        p.size(c.dim(0), c.dim(1), a.dim(form.transA() ? 0 : 1));
        p.left(form.transA(), alpha, a.array(), a.offset(), a.dim(1));
        p.right(form.transB(), b.array(), b.offset(), b.dim(1));
        p.result(beta, bias, f, c.array(), c.offset(), c.dim(1));
        p.run(work, 0, worthSplitting(c.size(), p.depth()));
    }

    @Override
    public void packed(
            boolean transA,
            float alpha,
            Tensor a,
            PackedMatrix b,
            float beta,
            Tensor bias,
            Activation f,
            Tensor c,
            Workspace work) {
        GemmShapes.checkPacked(transA, a, b, bias, c);
        MatrixProduct p = work.kept(MatrixProduct.class, MatrixProduct::new);
        p.size(c.dim(0), c.dim(1), b.depth());
        p.left(transA, alpha, a.array(), a.offset(), a.dim(1));
        p.right(b);
        p.result(beta, bias, f, c.array(), c.offset(), c.dim(1));
        p.run(work, 0, worthSplitting(c.size(), b.depth()));
    }

    @Override
    public void pack(boolean transposed, Tensor b, PackedMatrix to) {
        GemmShapes.checkPack(transposed, b, to);
        int k = to.depth();
        int n = to.columns();
        int count = (n + PackedMatrix.PANEL - 1) / PackedMatrix.PANEL;
        int ld = b.dim(1);
        if (Parallel.inline(count, PACKED_PANELS)) {
            Panels.ofB(transposed, b.array(), b.offset(), ld, n, k, to.panels(), 0, count);
        } else {
            Parallel.run(
                    count,
                    PACKED_PANELS,
                    (from, end, _) -> Panels.ofB(transposed, b.array(), b.offset(), ld, n, k, to.panels(), from, end));
        }
    }

    @Override
    public void batched(Form form, float alpha, Tensor a, Tensor b, float beta, Tensor bias, Tensor c, Workspace work) {
        GemmShapes.checkBatched(form, a, b, bias, c);
        int m = c.dim(1);
        int n = c.dim(2);
        int k = a.dim(form.transA() ? -2 : -1);
        ProductBatch batch = work.kept(ProductBatch.class, ProductBatch::new);
        batch.size(form, m, n, k);
        batch.left(alpha, a, a.dim(-1), a.shape().rank() == 3 ? m * k : 0);
        batch.right(b, b.dim(-1), b.shape().rank() == 3 ? k * n : 0);
        batch.result(beta, bias, c, n, m * n);
        batch.run(c.dim(0), work);
    }

    @Override
    public void strided(
            Form form,
            MatrixBatch size,
            float alpha,
            Tensor a,
            Tensor b,
            float beta,
            Tensor bias,
            Tensor c,
            Workspace work) {
        size.check(form, a, b, bias, c);
        ProductBatch batch = work.kept(ProductBatch.class, ProductBatch::new);
        batch.size(form, size.m(), size.n(), size.k());
        batch.left(alpha, a, size.lda(), size.strideA());
        batch.right(b, size.ldb(), size.strideB());
        batch.result(beta, bias, c, size.ldc(), size.strideC());
        batch.run(size.count(), work);
    }
}
