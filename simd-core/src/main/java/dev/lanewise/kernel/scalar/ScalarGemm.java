package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.GemmKernels;
import dev.lanewise.kernel.GemmShapes;
import dev.lanewise.kernel.MatrixBatch;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** Matrix multiplication without the Vector API: checks the operands; the loops are in {@link RowBlocks}. */
final class ScalarGemm implements GemmKernels {
    private static final int PANEL = PackedMatrix.PANEL;

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
        RowBlocks p = work.kept(RowBlocks.class, RowBlocks::new);
        p.size(c.dim(0), c.dim(1), a.dim(form.transA() ? 0 : 1));
        p.left(form.transA(), alpha, a.array(), a.offset(), a.dim(1));
        p.right(form.transB(), b.array(), b.offset(), b.dim(1));
        p.result(beta, bias, f, c.array(), c.offset(), c.dim(1));
        p.run(work);
    }

    @Override
    public void batched(Form form, float alpha, Tensor a, Tensor b, float beta, Tensor bias, Tensor c, Workspace work) {
        GemmShapes.checkBatched(form, a, b, bias, c);
        int m = c.dim(1);
        int n = c.dim(2);
        int k = a.dim(form.transA() ? -2 : -1);
        int nextA = a.shape().rank() == 3 ? m * k : 0;
        int nextB = b.shape().rank() == 3 ? k * n : 0;
        for (int i = 0; i < c.dim(0); i++) {
            RowBlocks p = work.kept(RowBlocks.class, RowBlocks::new);
            p.size(m, n, k);
            p.left(form.transA(), alpha, a.array(), a.offset() + i * nextA, a.dim(-1));
            p.right(form.transB(), b.array(), b.offset() + i * nextB, b.dim(-1));
            p.result(beta, bias, Activation.NONE, c.array(), c.offset() + i * m * n, n);
            p.run(work);
        }
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
        for (int i = 0; i < size.count(); i++) {
            RowBlocks p = work.kept(RowBlocks.class, RowBlocks::new);
            p.size(size.m(), size.n(), size.k());
            p.left(form.transA(), alpha, a.array(), a.offset() + i * size.strideA(), size.lda());
            p.right(form.transB(), b.array(), b.offset() + i * size.strideB(), size.ldb());
            p.result(beta, bias, Activation.NONE, c.array(), c.offset() + i * size.strideC(), size.ldc());
            p.run(work);
        }
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
        RowBlocks p = work.kept(RowBlocks.class, RowBlocks::new);
        p.size(c.dim(0), c.dim(1), b.depth());
        p.left(transA, alpha, a.array(), a.offset(), a.dim(1));
        p.right(b);
        p.result(beta, bias, f, c.array(), c.offset(), c.dim(1));
        p.run(work);
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
}
