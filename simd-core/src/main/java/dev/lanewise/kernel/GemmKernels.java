package dev.lanewise.kernel;

import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;

/**
 * General matrix multiplication.
 *
 * <pre>C = f(alpha * op(A) op(B) + beta * C + bias)</pre>
 *
 * <p>The bits: each element of C is one chain of fused multiply-adds, k ascending, that starts at {@code beta * C}
 * ({@code beta = 0}: at +0, and C is not read, it may hold NaN); {@code alpha} multiplies A before the chain; the bias
 * is added after it, and the activation f is applied to the sum, with the bits of the kernel that it names. So an
 * element does not depend on blocking, packing, width, threads or the other rows.
 *
 * <p>NaN and the infinities take part in every chain as IEEE 754 has it, even where the other factor is 0.
 */
public interface GemmKernels {
    /** Which operands are stored transposed. */
    enum Form {
        /** a:[M,K] b:[K,N]. */
        NN("a:[M,K] b:[K,N] bias:[N]? c:[M,N]"),
        /** a:[M,K] b:[N,K]. */
        NT("a:[M,K] b:[N,K] bias:[N]? c:[M,N]"),
        /** a:[K,M] b:[K,N]. */
        TN("a:[K,M] b:[K,N] bias:[N]? c:[M,N]"),
        /** a:[K,M] b:[N,K]. */
        TT("a:[K,M] b:[N,K] bias:[N]? c:[M,N]");

        // A contract never changes once it is read.
        @SuppressWarnings("ImmutableEnumChecker")
        private final ShapeSpec contract;

        Form(String contract) {
            this.contract = ShapeSpec.of(contract);
        }

        /** True if A is stored as [K,M]. */
        public boolean transA() {
            return this == TN || this == TT;
        }

        /** True if B is stored as [N,K]. */
        public boolean transB() {
            return this == NT || this == TT;
        }

        /** The shape contract of {@link GemmKernels#gemm} in this form. */
        public ShapeSpec contract() {
            return contract;
        }
    }

    /** What is applied to every element of C at the end. */
    enum Activation {
        /** Nothing. */
        NONE,
        /** {@link ElementwiseKernels#relu}. */
        RELU,
        /** {@link ElementwiseKernels#sigmoid}. */
        SIGMOID,
        /** {@link ElementwiseKernels#tanh}. */
        TANH,
        /** {@link ElementwiseKernels#gelu}. */
        GELU,
        /** {@link Function#SILU}. */
        SILU
    }

    /** {@link #gemm(Form, float, Tensor, Tensor, float, Tensor, Activation, Tensor, Workspace)} without activation. */
    default void gemm(Form form, float alpha, Tensor a, Tensor b, float beta, Tensor bias, Tensor c, Workspace work) {
        gemm(form, alpha, a, b, beta, bias, Activation.NONE, c, work);
    }

    /**
     * One product of matrices.
     *
     * @param a [M,K], or [K,M] if transposed
     * @param b [K,N], or [N,K] if transposed
     * @param bias [N], added to every row; null for none
     * @param c [M,N], written; read only if beta is not 0; must not overlap a or b
     * @throws IllegalArgumentException if the shapes do not fit, before anything is written
     */
    void gemm(
            Form form,
            float alpha,
            Tensor a,
            Tensor b,
            float beta,
            Tensor bias,
            Activation f,
            Tensor c,
            Workspace work);

    /**
     * The same for every element of a leading batch axis.
     *
     * @param a [B,M,K] (or transposed), or one matrix for all of the batch
     * @param b [B,K,N] (or transposed), or one matrix for all of the batch
     * @param bias [N], added to every row; null for none
     * @param c [B,M,N], written; read only if beta is not 0
     * @throws IllegalArgumentException if the shapes do not fit, before anything is written
     */
    void batched(Form form, float alpha, Tensor a, Tensor b, float beta, Tensor bias, Tensor c, Workspace work);

    /**
     * The same for matrices that are windows of larger arrays, such as the heads of an attention that lie side by side in
     * the rows of one tensor.
     *
     * @param size how many matrices, their extents, and where they lie in the tensors
     * @param bias [N], added to every row; null for none
     * @param c written in the windows only; read only if beta is not 0
     * @throws IllegalArgumentException if a window reaches over the end of its tensor, before anything is written
     */
    void strided(
            Form form,
            MatrixBatch size,
            float alpha,
            Tensor a,
            Tensor b,
            float beta,
            Tensor bias,
            Tensor c,
            Workspace work);

    /**
     * Copies the second operand of products into panels; what they held before is lost.
     *
     * @param transposed true if b is stored as [N,K], as the weight of a linear layer is
     * @param b [K,N], or [N,K] if transposed
     * @param to as many rows and columns as op(b)
     * @throws IllegalArgumentException if the shapes do not fit, before anything is written
     */
    void pack(boolean transposed, Tensor b, PackedMatrix to);

    /**
     * A product with a packed second operand: the same bits as with the operand that was packed.
     *
     * @param transA true if A is stored as [K,M]
     * @param a [M,K], or [K,M] if transposed
     * @param b [K,N]
     * @param bias [N], added to every row; null for none
     * @param c [M,N], written; read only if beta is not 0; must not overlap a
     * @throws IllegalArgumentException if the shapes do not fit, before anything is written
     */
    void packed(
            boolean transA,
            float alpha,
            Tensor a,
            PackedMatrix b,
            float beta,
            Tensor bias,
            Activation f,
            Tensor c,
            Workspace work);

    /** {@link #packed(boolean, float, Tensor, PackedMatrix, float, Tensor, Activation, Tensor, Workspace)} without. */
    default void packed(
            boolean transA, float alpha, Tensor a, PackedMatrix b, float beta, Tensor bias, Tensor c, Workspace work) {
        packed(transA, alpha, a, b, beta, bias, Activation.NONE, c, work);
    }
}
