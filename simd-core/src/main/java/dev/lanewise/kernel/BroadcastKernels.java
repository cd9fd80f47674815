package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/**
 * Arithmetic of two operands whose shapes are broadcast as in NumPy: aligned at the innermost axis, an extent of 1 (or an
 * axis that is missing) is repeated. NaN in, NaN out. Each method throws {@link IllegalArgumentException} if the shapes do
 * not fit, before anything is written.
 */
public interface BroadcastKernels {
    /** What is computed of two elements. */
    enum Binary {
        /** {@code a + b}. */
        ADD,
        /** {@code a - b}. */
        SUB,
        /** {@code a * b}. */
        MUL,
        /** {@code a / b}. */
        DIV,
        /** The larger one, as {@link Math#max}. */
        MAX,
        /** The smaller one, as {@link Math#min}. */
        MIN
    }

    /**
     * {@code y = a op b}.
     *
     * @param y of the broadcast shape, written; may be the same window as an operand of its shape
     */
    void apply(Binary op, Tensor a, Tensor b, Tensor y);

    /** Repeats x to the shape of y. */
    void expand(Tensor x, Tensor y);

    /**
     * The opposite of {@link #expand}: y is the sum of all elements of x that an element of y was repeated to.
     *
     * <p>The bits: axes are summed in runs of neighbours, the innermost run first: a run that ends at the innermost axis
     * by {@link ReduceKernels#rowSums}, any other by {@link ReduceKernels#columnSums} of every element of what stands
     * before it.
     *
     * @param y of a shape that broadcasts to that of x; written; must not overlap x
     */
    void sumTo(Tensor x, Tensor y, Workspace work);
}
