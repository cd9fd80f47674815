package dev.lanewise.kernel;

import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** The shape checks of {@link GemmKernels}, shared by its twins. They allocate only when they fail. */
public final class GemmShapes {
    private GemmShapes() {}

    /**
     * Checks one product; M, N and K can then be read off the operands.
     *
     * @throws IllegalArgumentException naming the operand, both extents and the contract
     */
    public static void check(Form form, Tensor a, Tensor b, Tensor bias, Tensor c) {
        boolean fits = a.shape().rank() == 2
                && b.shape().rank() == 2
                && c.shape().rank() == 2
                && a.dim(form.transA() ? 1 : 0) == c.dim(0)
                && b.dim(form.transB() ? 0 : 1) == c.dim(1)
                && a.dim(form.transA() ? 0 : 1) == b.dim(form.transB() ? 1 : 0)
                && (bias == null || (bias.shape().rank() == 1 && bias.dim(0) == c.dim(1)));
        if (!fits) {
            form.contract().match("gemm", a.shape(), b.shape(), bias == null ? null : bias.shape(), c.shape());
        }
    }

    /**
     * Checks a batch of products; an operand of rank 2 serves all of them.
     *
     * @throws IllegalArgumentException naming the operand, both extents and the contract
     */
    public static void checkBatched(Form form, Tensor a, Tensor b, Tensor bias, Tensor c) {
        if (c.shape().rank() != 3) {
            throw new IllegalArgumentException("gemm batched: c has shape " + c.shape() + ", expected [B,M,N]");
        }
        int batch = c.dim(0);
        boolean fits = matrixOf(a, batch)
                && matrixOf(b, batch)
                && a.dim(form.transA() ? -1 : -2) == c.dim(1)
                && b.dim(form.transB() ? -2 : -1) == c.dim(2)
                && a.dim(form.transA() ? -2 : -1) == b.dim(form.transB() ? -1 : -2)
                && (bias == null || (bias.shape().rank() == 1 && bias.dim(0) == c.dim(2)));
        if (!fits) {
            Shape ofBias = bias == null ? null : bias.shape();
            form.contract()
                    .match(
                            "gemm batched",
                            matrix("a", a, batch),
                            matrix("b", b, batch),
                            ofBias,
                            c.shape().inner());
        }
    }

    /**
     * Checks that an operand fits the panels that it is to be packed into.
     *
     * @throws IllegalArgumentException naming both shapes
     */
    public static void checkPack(boolean transposed, Tensor b, PackedMatrix to) {
        if (b.shape().rank() != 2
                || b.dim(transposed ? 1 : 0) != to.depth()
                || b.dim(transposed ? 0 : 1) != to.columns()) {
            throw new IllegalArgumentException("gemm pack: b has shape " + b.shape() + ", expected "
                    + (transposed ? Shape.of(to.columns(), to.depth()) + " (transposed)" : to.shape())
                    + " for a packed matrix of shape " + to.shape());
        }
    }

    /**
     * Checks one product with a packed second operand.
     *
     * @throws IllegalArgumentException naming the operand, both extents and the contract
     */
    public static void checkPacked(boolean transA, Tensor a, PackedMatrix b, Tensor bias, Tensor c) {
        boolean fits = a.shape().rank() == 2
                && c.shape().rank() == 2
                && a.dim(transA ? 1 : 0) == c.dim(0)
                && b.columns() == c.dim(1)
                && a.dim(transA ? 0 : 1) == b.depth()
                && (bias == null || (bias.shape().rank() == 1 && bias.dim(0) == c.dim(1)));
        if (!fits) {
            Form form = transA ? Form.TN : Form.NN;
            form.contract().match("gemm packed", a.shape(), b.shape(), bias == null ? null : bias.shape(), c.shape());
        }
    }

    private static boolean matrixOf(Tensor t, int batch) {
        return t.shape().rank() == 2 || (t.shape().rank() == 3 && t.dim(0) == batch);
    }

    private static Shape matrix(String name, Tensor t, int batch) {
        if (t.shape().rank() == 3 && t.dim(0) == batch) {
            return t.shape().inner();
        }
        if (t.shape().rank() == 2) {
            return t.shape();
        }
        throw new IllegalArgumentException("gemm batched: " + name + " has shape " + t.shape()
                + ", expected a matrix or a batch of " + batch + ", as c has");
    }
}
