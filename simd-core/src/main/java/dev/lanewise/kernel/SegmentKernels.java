package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * Sums, means, maxima and softmax over the entries of each row of a {@link Csr}: what the nodes of a graph compute from
 * their neighbours, and a graph from its nodes.
 *
 * <p>N is the number of rows, M of columns, E of entries, D of features, H of heads. A row's entries are taken in their
 * order, in one chain, and gradients are added in the order of the rows: the bits do not depend on the number of threads.
 * Outputs overlap nothing and are written whole: zeros for a row without entries. NaN in, NaN out. Each method throws
 * {@link IllegalArgumentException} if the shapes do not fit, before anything is written.
 */
public interface SegmentKernels {
    /**
     * {@code y[r] = sum over e in row r of w[e] x[column(e)]}: the first term, then an addition for each of the others, with
     * weights an fma. D is cut into H equal parts, one for each head; head h weighs its part by {@code w[e,h]}.
     *
     * <p>The gradient of x is this sum over {@code g.transposed()}, with the same weights.
     *
     * @param x [M,D]
     * @param w [E,H] by number of the entry, H dividing D; null: no weights
     * @param y [N,D], written
     */
    void sum(Csr g, Tensor x, Tensor w, Tensor y);

    /**
     * The gradient of the weights of {@link #sum}: {@code dw[e,h] = sum over d in part h of dy[r,d] x[column(e),d]}, one
     * fma chain of a part of fewer than {@link RowSums#LANES} features, else as {@link ReduceKernels#dot}.
     *
     * @param x [M,D]
     * @param dy [N,D]
     * @param dw [E,H], written
     */
    void weightGradients(Csr g, Tensor x, Tensor dy, Tensor dw);

    /**
     * {@code y[r] = sum over e in row r of x[column(e)] / degree(r)}: the sum as {@link #sum} makes it, then divided.
     *
     * @param x [M,D]
     * @param y [N,D], written
     */
    void mean(Csr g, Tensor x, Tensor y);

    /**
     * The gradient of {@link #mean}: {@code dx[c] = sum over e in column c of dy[row(e)] (1 / degree(row(e)))}.
     *
     * @param dy [N,D]
     * @param dx [M,D], written
     */
    void meanBackward(Csr g, Tensor dy, Tensor dx);

    /**
     * {@code y[r,d] = max over e in row r of x[column(e),d]}, as {@link Math#max}; 0 for a row without entries. The first
     * of equal values wins, NaN wins over all.
     *
     * @param x [M,D]
     * @param y [N,D], written
     * @param winners [N,D], written: the number of the entry that won, -1 for a row without entries
     */
    void max(Csr g, Tensor x, Tensor y, IntTensor winners);

    /**
     * The gradient of {@link #max}: each element of dy is added to that of the column whose entry won, row by row.
     *
     * @param dy [N,D]
     * @param winners [N,D], as {@link #max} left them
     * @param dx [M,D], written
     */
    void maxBackward(Csr g, Tensor dy, IntTensor winners, Tensor dx);

    /**
     * Softmax over the entries of each row, head by head: {@code y[e,h] = exp(x[e,h] - m) / sum of exp(x[f,h] - m) over
     * the entries f of the same row}, m their maximum.
     *
     * @param x [E,H] by number of the entry
     * @param y [E,H], written
     */
    void softmax(Csr g, Tensor x, Tensor y);

    /**
     * The gradient of {@link #softmax}: {@code dx[e,h] = y[e,h] (dy[e,h] - sum of y[f,h] dy[f,h] over the same row)}.
     *
     * @param y [E,H], what softmax gave
     * @param dy [E,H]
     * @param dx [E,H], written
     */
    void softmaxBackward(Csr g, Tensor y, Tensor dy, Tensor dx);
}
