package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * Reductions over one axis. The bits of sums are {@link RowSums}' unless a method says otherwise; R stands for any
 * number of leading axes, none included. Each method throws {@link IllegalArgumentException} if the shapes do not fit,
 * before anything is written.
 */
public interface ReduceKernels {
    /** {@code y[r] = sum over d of x[r,d]}; x:[R,D] y:[R]. */
    void rowSums(Tensor x, Tensor y);

    /**
     * {@code y[r] = max over d of x[r,d]} as {@link Math#max}: NaN if the row has one, +0 is larger than -0, so that
     * the order does not matter; x:[R,D] y:[R], D at least 1.
     */
    void rowMax(Tensor x, Tensor y);

    /**
     * {@code y[r]} = index of the first largest element of the row, of the first NaN if there is one; +0 and -0 are
     * equal; x:[R,D] y:[R], D at least 1.
     */
    void rowArgmax(Tensor x, IntTensor y);

    /**
     * {@code y[d] = sum over r of x[r,d]}; x:[R,D] y:[D]. Rows are cut into {@link #columnGrains} consecutive parts; in
     * each an element is one chain of additions from +0, r ascending; the parts are added in order.
     */
    void columnSums(Tensor x, Tensor y, Workspace work);

    /** The sum of all elements, as one row; +0 if there is none. */
    float sum(Tensor x);

    /**
     * The dot product of two tensors of the same size: a lane of {@link RowSums} is a chain {@code fma(a, b, lane)}.
     */
    float dot(Tensor a, Tensor b);

    /** True if no element is NaN or infinite. */
    boolean allFinite(Tensor x);

    /** Into how many parts {@link #columnSums} cuts R rows; part g is rows [g*R/G, (g+1)*R/G). */
    static int columnGrains(int rows) {
        return Math.clamp(rows / 64, 1, 16);
    }
}
