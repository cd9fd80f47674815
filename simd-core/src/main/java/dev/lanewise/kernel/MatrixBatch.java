package dev.lanewise.kernel;

import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.tensor.Tensor;

/**
 * Where the matrices of a batch lie, for {@link GemmKernels#strided}: row i of matrix t of an operand begins at {@code
 * t * stride + i * ld} of its tensor, whose own shape does not matter. A row is as long as the operand is stored: K for
 * A, or M if it is transposed; N for B, or K if it is transposed; N for C.
 *
 * @param count matrices
 * @param m rows of C
 * @param n columns of C
 * @param k terms of the sums
 * @param lda distance of the rows of A
 * @param strideA distance of its matrices; 0 if one serves all
 * @param ldb distance of the rows of B
 * @param strideB distance of its matrices; 0 if one serves all
 * @param ldc distance of the rows of C
 * @param strideC distance of its matrices, which must not overlap: one after the other, or side by side in the same rows
 */
public record MatrixBatch(
        int count, int m, int n, int k, int lda, int strideA, int ldb, int strideB, int ldc, int strideC) {
    /**
     * Checks what does not depend on the operands.
     *
     * @throws IllegalArgumentException if a number is negative or matrices of C overlap
     */
    public MatrixBatch {
        if (count < 0 || m < 0 || n < 0 || k < 0) {
            throw new IllegalArgumentException(
                    "gemm strided: " + count + " products of " + m + "x" + n + "x" + k + ": an extent is negative");
        }
        boolean after = strideC >= (m - 1L) * ldc + n;
        boolean beside = strideC >= n && (count - 1L) * strideC + n <= ldc;
        if (ldc < n || (count > 1 && m > 0 && n > 0 && !after && !beside)) {
            throw new IllegalArgumentException("gemm strided: c has rows of " + n + ", " + ldc + " apart, and " + count
                    + " matrices of " + m + " rows, " + strideC + " apart: they overlap");
        }
    }

    /**
     * Checks that the matrices lie inside their tensors.
     *
     * @throws IllegalArgumentException naming the operand
     */
    public void check(Form form, Tensor a, Tensor b, Tensor bias, Tensor c) {
        operand("a", a, form.transA() ? k : m, form.transA() ? m : k, lda, strideA);
        operand("b", b, form.transB() ? n : k, form.transB() ? k : n, ldb, strideB);
        operand("c", c, m, n, ldc, strideC);
        if (bias != null && bias.size() != n) {
            throw new IllegalArgumentException(
                    "gemm strided: bias has shape " + bias.shape() + ", expected [" + n + "]");
        }
    }

    private void operand(String name, Tensor t, int rows, int row, int ld, int stride) {
        if (ld < row || stride < 0) {
            throw new IllegalArgumentException("gemm strided: " + name + " has rows of " + row + ", " + ld
                    + " apart, in matrices " + stride + " apart");
        }
        // In longs: the products of these ints may not fit one.
        long end = count == 0 || rows == 0 || row == 0 ? 0 : (count - 1L) * stride + (rows - 1L) * ld + row;
        if (end > t.size()) {
            throw new IllegalArgumentException("gemm strided: " + name + " has shape " + t.shape() + ", "
                    + t.size() + " elements, but " + count + " matrices of " + rows + " rows of " + row + ", " + ld
                    + " and " + stride + " apart, end at " + end);
        }
    }
}
