package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What {@link GemmKernels} refuses; every implementation inherits it. */
public abstract class GemmRefusalContract {
    private final GemmKernels kernels;
    private final Workspace work = Scratch.dirty();

    protected GemmRefusalContract(GemmKernels kernels) {
        this.kernels = kernels;
    }

    private void assertRefused(String message, Form form, Shape a, Shape b, Shape bias, Shape c) {
        Tensor y = Guarded.random(15, 2f, c.toArray()).tensor();
        float[] before = y.toArray();
        Tensor ofBias = bias == null ? null : Tensor.zeros(bias);
        boolean batched = message.startsWith("gemm batched");
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> {
                            if (batched) {
                                kernels.batched(form, 1f, Tensor.zeros(a), Tensor.zeros(b), 0f, ofBias, y, work);
                            } else {
                                kernels.gemm(form, 1f, Tensor.zeros(a), Tensor.zeros(b), 0f, ofBias, y, work);
                            }
                        })
                        .getMessage());
        Bits.assertSame(before, y.toArray(), "c after the refusal");
    }

    @Test
    void wrongShapes_areRefusedBeforeAnythingIsWritten() {
        String nn = " (contract a:[M,K] b:[K,N] bias:[N]? c:[M,N])";
        Shape c = Shape.of(3, 5);
        assertRefused(
                "gemm: b has shape [6, 5]: K=6, but a has K=4" + nn, Form.NN, Shape.of(3, 4), Shape.of(6, 5), null, c);
        assertRefused(
                "gemm: c has shape [3, 5]: M=3, but a has M=2" + nn, Form.NN, Shape.of(2, 4), Shape.of(4, 5), null, c);
        assertRefused(
                "gemm: c has shape [3, 5]: N=5, but b has N=6" + nn, Form.NN, Shape.of(3, 4), Shape.of(4, 6), null, c);
        assertRefused(
                "gemm: bias has shape [3]: N=3, but b has N=5" + nn,
                Form.NN,
                Shape.of(3, 4),
                Shape.of(4, 5),
                Shape.of(3),
                c);
        assertRefused(
                "gemm: bias has shape [1, 5], rank 2, expected 1" + nn,
                Form.NN,
                Shape.of(3, 4),
                Shape.of(4, 5),
                Shape.of(1, 5),
                c);
        assertRefused(
                "gemm: a has shape [1, 3, 4], rank 3, expected 2" + nn,
                Form.NN,
                Shape.of(1, 3, 4),
                Shape.of(4, 5),
                null,
                c);
        assertRefused(
                "gemm: c has shape [15], rank 1, expected 2" + nn,
                Form.NN,
                Shape.of(3, 4),
                Shape.of(4, 5),
                null,
                Shape.of(15));
    }

    @Test
    void wrongShapesOfTransposedOperands_areRefusedBeforeAnythingIsWritten() {
        Shape c = Shape.of(3, 5);
        assertRefused(
                "gemm: b has shape [4, 5]: K=5, but a has K=4 (contract a:[M,K] b:[N,K] bias:[N]? c:[M,N])",
                Form.NT,
                Shape.of(3, 4),
                Shape.of(4, 5),
                null,
                c);
        assertRefused(
                "gemm: b has shape [4, 5]: K=4, but a has K=3 (contract a:[K,M] b:[K,N] bias:[N]? c:[M,N])",
                Form.TN,
                Shape.of(3, 4),
                Shape.of(4, 5),
                null,
                c);
        assertRefused(
                "gemm: b has shape [5, 3]: K=3, but a has K=4 (contract a:[K,M] b:[N,K] bias:[N]? c:[M,N])",
                Form.TT,
                Shape.of(4, 3),
                Shape.of(5, 3),
                null,
                c);
    }

    @Test
    void wrongBatches_areRefusedBeforeAnythingIsWritten() {
        String nn = " (contract a:[M,K] b:[K,N] bias:[N]? c:[M,N])";
        Shape c = Shape.of(2, 3, 5);
        assertRefused(
                "gemm batched: c has shape [3, 5], expected [B,M,N]",
                Form.NN,
                Shape.of(2, 3, 4),
                Shape.of(4, 5),
                null,
                Shape.of(3, 5));
        assertRefused(
                "gemm batched: a has shape [3, 3, 4], expected a matrix or a batch of 2, as c has",
                Form.NN,
                Shape.of(3, 3, 4),
                Shape.of(4, 5),
                null,
                c);
        assertRefused(
                "gemm batched: b has shape [20], expected a matrix or a batch of 2, as c has",
                Form.NN,
                Shape.of(3, 4),
                Shape.of(20),
                null,
                c);
        assertRefused(
                "gemm batched: b has shape [6, 5]: K=6, but a has K=4" + nn,
                Form.NN,
                Shape.of(2, 3, 4),
                Shape.of(2, 6, 5),
                null,
                c);
        assertRefused(
                "gemm batched: bias has shape [3]: N=3, but b has N=5" + nn,
                Form.NN,
                Shape.of(2, 3, 4),
                Shape.of(4, 5),
                Shape.of(3),
                c);
    }

    @Test
    void forms_sayWhatIsTransposed() {
        assertTrue(Form.TN.transA() && !Form.TN.transB());
        assertTrue(!Form.NT.transA() && Form.NT.transB());
        assertTrue(Form.TT.transA() && Form.TT.transB());
        assertTrue(!Form.NN.transA() && !Form.NN.transB());
    }
}
