package dev.lanewise.kernel.scalar;

/**
 * The innermost loops of {@link NormSteps}, in the order of sums that {@link dev.lanewise.kernel.NormKernels} defines.
 * {@code xhat = ((x - high) - low) * rstd} throughout. Runs are neighbouring elements of one array; columns lie beside each
 * other, their rows {@code stride} apart.
 */
public interface NormLoops {
    /** Columns that are worked on at once. */
    int TILE = 64;

    /** Rows of a chain of columns. */
    int ROWS = 64;

    /** What each row of {@link #rowsBackward} has in its factors: high, low, rstd, k1, k2. */
    int FACTORS = 5;

    /** Adds the sum of a run to {@code before}. */
    double sum(float[] x, int at, int n, double before);

    /** {@code y = a + b}; y may be either. */
    void add(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n);

    /** Of {@code v = x - shift}: adds the sum of v to sums[0], that of v^2 to sums[1]. */
    void moments(float[] x, int at, int n, float shift, double[] sums);

    /** {@code y = fma(xhat, weight, bias)} of a run. */
    void run(
            float[] x, int xAt, int n, float high, float low, float rstd, float weight, float bias, float[] y, int yAt);

    /** The same with a weight and a bias for each element; either may be null, for ones and zeros. */
    void row(
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            float[] weight,
            int weightAt,
            float[] bias,
            int biasAt,
            float[] y,
            int yAt);

    /** Adds the sum of dy to sums[0], that of {@code dy * xhat} to sums[1]. */
    void gradients(float[] dy, int dyAt, float[] x, int xAt, int n, float high, float low, float rstd, double[] sums);

    /** The same of {@code g = dy * weight}, a weight for each element. */
    void rowGradients(
            float[] dy,
            int dyAt,
            float[] weight,
            int weightAt,
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            double[] sums);

    /** {@code dx = fma(a, dy, fma(-k2, xhat, k1))} of a run; dx may be dy. */
    void backward(
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            float a,
            float k1,
            float k2,
            float[] dy,
            int dyAt,
            float[] dx,
            int dxAt);

    /**
     * Rows of n neighbouring elements, which are channels: {@code dx = fma(rstd, dy * weight, fma(-k2, xhat, k1))},
     * {@code sums[i] = fma(dy, xhat, sums[i])} and {@code sums[half + i] += dy}, rows ascending. dx may be dy.
     *
     * @param factors {@link #FACTORS} of each row
     * @param sums from an index on; that of dy lie half further on
     */
    void rowsBackward(
            float[] x,
            int xAt,
            float[] dy,
            int dyAt,
            float[] dx,
            int dxAt,
            int stride,
            int rows,
            int n,
            float[] weight,
            int weightAt,
            float[] factors,
            float[] sums,
            int sumsAt,
            int half);

    /** {@code sums[c] = sum of x[r,c]}, a chain from +0. */
    void columnSums(float[] x, int at, int stride, int rows, int n, float[] sums);

    /** Of {@code v = x[r,c] - shift[c]}: sums[c], and from TILE on the chains {@code fma(v, v, sum)}. */
    void columnMoments(float[] x, int at, int stride, int rows, int n, float[] shift, float[] sums);

    /**
     * Chains of dy and, from TILE on, {@code fma(dy, xhat, sum)}.
     *
     * @param k high, low and rstd of the columns, TILE apart
     */
    void columnGradients(
            float[] dy, int dyAt, float[] x, int xAt, int stride, int rows, int n, float[] k, float[] sums);

    /**
     * {@code y = fma(xhat, weight, bias)}.
     *
     * @param k high, low, rstd, weight and bias of the columns, TILE apart
     */
    void columns(float[] x, int xAt, int stride, int rows, int n, float[] k, float[] y, int yAt);

    /**
     * {@code dx = fma(a, dy, fma(-k2, xhat, k1))}; dx may be dy.
     *
     * @param k high, low, rstd, a, k1 and k2 of the columns, TILE apart
     */
    void columnsBackward(
            float[] x, int xAt, float[] dy, int dyAt, int stride, int rows, int n, float[] k, float[] dx, int dxAt);
}
