package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.GemmKernels;
import dev.lanewise.kernel.GemmShapes;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Matrix multiplication on vectors: checks the operands and decides what the threads share. */
final class VectorGemm implements GemmKernels {
    // Below this many multiply-adds, waking a thread costs more than it saves.
    private static final long WORTH_SPLITTING = 200_000;

    private static final int PACKED_PANELS = 4;

    @Override
    public void gemm(Form form, float alpha, Tensor a, Tensor b, float beta, Tensor bias, Tensor c, Workspace work) {
        GemmShapes.check(form, a, b, bias, c);
        MatrixProduct p = work.kept(MatrixProduct.class, MatrixProduct::new);
        p.size(c.dim(0), c.dim(1), a.dim(form.transA() ? 0 : 1));
        p.left(form.transA(), alpha, a.array(), a.offset(), form.transA() ? p.m : p.k);
        p.right(form.transB(), b.array(), b.offset(), form.transB() ? p.k : p.n);
        run(p, beta, bias, c, work);
    }

    @Override
    public void packed(
            boolean transA, float alpha, Tensor a, PackedMatrix b, float beta, Tensor bias, Tensor c, Workspace work) {
        GemmShapes.checkPacked(transA, a, b, bias, c);
        MatrixProduct p = work.kept(MatrixProduct.class, MatrixProduct::new);
        p.size(c.dim(0), c.dim(1), b.depth());
        p.left(transA, alpha, a.array(), a.offset(), transA ? p.m : p.k);
        p.right(b);
        run(p, beta, bias, c, work);
    }

    private static void run(MatrixProduct p, float beta, Tensor bias, Tensor c, Workspace work) {
        p.result(beta, c.array(), c.offset(), p.n);
        p.bias(bias);
        p.run(work, 0, worthSplitting((long) p.m * p.n, p.k));
        p.clear();
    }

    static boolean worthSplitting(long outputs, int depth) {
        // The number of outputs fits an int, so this cannot overflow.
        return outputs * depth > WORTH_SPLITTING && Parallel.available() > 1;
    }

    @Override
    public void pack(boolean transposed, Tensor b, PackedMatrix to) {
        GemmShapes.checkPack(transposed, b, to);
        int k = to.depth();
        int n = to.columns();
        int count = (n + PackedMatrix.PANEL - 1) / PackedMatrix.PANEL;
        int ld = transposed ? k : n;
        if (Parallel.inline(count, PACKED_PANELS)) {
            Panels.ofB(transposed, b.array(), b.offset(), ld, n, k, to.panels(), 0, count);
        } else {
            Parallel.run(
                    count,
                    PACKED_PANELS,
                    (from, end, _) ->
                            Panels.ofB(transposed, b.array(), b.offset(), ld, n, k, to.panels(), from, end));
        }
    }

    @Override
    public void batched(Form form, float alpha, Tensor a, Tensor b, float beta, Tensor bias, Tensor c, Workspace work) {
        GemmShapes.checkBatched(form, a, b, bias, c);
        ProductBatch batch = work.kept(ProductBatch.class, ProductBatch::new);
        batch.set(form, alpha, a, b, beta, bias, c);
        batch.run(work);
        batch.clear();
    }
}
