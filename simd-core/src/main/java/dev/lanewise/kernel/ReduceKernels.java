package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * Reductions over one axis: sums, the largest and smallest elements, and the largest few. The bits of sums are {@link
 * RowSums}' unless a method says otherwise; R stands for any number of leading axes, none included. Each method throws
 * {@link IllegalArgumentException} if the shapes do not fit, before anything is written.
 */
public interface ReduceKernels {
    /** How many elements {@link #sum} and {@link #dot} take as one row. */
    int SUMMED = 1 << 15;

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

    /**
     * The largest or smallest elements along an axis, and where they stand: {@code at[a,b]} = the first d for which {@code
     * x[a,d,b]} is extreme, of the first NaN if there is one; +0 and -0 are equal. {@code y[a,b] = x[a,at[a,b],b]}.
     *
     * @param x [A,D,B], D at least 1
     * @param y [A,B], written; must not overlap x
     * @param at [A,B], written
     */
    void extremes(boolean largest, Tensor x, Tensor y, IntTensor at);

    /**
     * The K largest elements of every row in order, and where they stand. An element is before another if it is larger, NaN
     * being larger than all else, or if it is equal, as +0 and -0 are, and its index is lower. In time O(D log K).
     *
     * @param x [R,D]
     * @param y [R,K], K from 1 to D, written; must not overlap x
     * @param at [R,K], written
     */
    void topK(Tensor x, Tensor y, IntTensor at);

    /**
     * The gradient of what picks elements along an axis: {@code dx[a,at[a,k,b],b] = dy[a,k,b]}, 0 elsewhere.
     *
     * @param at [A,K,B], for every a and b different ones of [0, D)
     * @param dy [A,K,B]
     * @param dx [A,D,B], written
     * @throws IndexOutOfBoundsException for an index outside [0, D), before anything is written
     */
    void pickedBackward(IntTensor at, Tensor dy, Tensor dx);

    /**
     * The sum of all elements; +0 if there is none. Each {@value #SUMMED} elements are a row, the last one may be shorter; the
     * sums of the rows are added in order, from that of the first.
     */
    float sum(Tensor x);

    /**
     * The dot product of two tensors of the same size, in rows as {@link #sum}: a lane of {@link RowSums} is a chain {@code
     * fma(a, b, lane)}.
     */
    float dot(Tensor a, Tensor b);

    /** True if no element is NaN or infinite. */
    boolean allFinite(Tensor x);

    /** Into how many parts {@link #columnSums} cuts R rows; part g is rows [g*R/G, (g+1)*R/G). */
    static int columnGrains(int rows) {
        return Math.clamp(rows / 64, 1, 16);
    }
}
