package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/**
 * Normalisation: {@code xhat = (x - mean) * rstd} with {@code rstd = 1 / sqrt(variance + eps)}, then
 * {@code y = fma(xhat, weight[c], bias[c])}, an absent weight being 1 and an absent bias 0.
 *
 * <p>Operands are x:[N,C,L]: samples, channels (or features), and what lies inside a channel. Two kinds of statistics:
 *
 * <ul>
 *   <li><b>of groups</b>: one mean and one rstd for each sample and each of G groups of C/G neighbouring channels, S = N *
 *       G of them. G = 1 and L = 1 is layer norm (Ba et al., 2016) and RMS norm (Zhang and Sennrich, 2019), G = C instance
 *       norm (Ulyanov et al., 2016), anything between group norm (Wu and He, 2018);
 *   <li><b>of channels</b>: one for each channel over samples and L, S = C of them: batch norm (Ioffe and Szegedy, 2015).
 * </ul>
 *
 * <p>A <i>centre</i> is [2,S]: the mean rounded to float, and below it what was lost by that, so that {@code x - mean} is
 * {@code (x - centre[0]) - centre[1]} and a large mean costs no digits. A centre of shape [S] stands for a second part of
 * zeros, an absent one for a mean of 0.
 *
 * <p><b>The bits.</b> A <i>run</i>, neighbouring elements, is cut into blocks of {@value #BLOCK}. A block is summed in
 * float in the 64 lanes of {@link RowSums}; a lane of a sum of products is a chain {@code fma(a, b, lane)}. Block sums are
 * added in double, one after the other, from +0. A group is one run of C/G * L elements; a channel is N runs of L, n
 * ascending. Where L is 1 a channel is a column instead: cut into blocks of {@value #COLUMN_BLOCK} samples, each a chain in float from +0, n
 * ascending, and block sums are added in double in order.
 *
 * <p>Statistics take two passes. {@code m} is the sum of x divided by the count in double, rounded to float; with {@code v =
 * x - m}, {@code d} the mean of v and {@code q} the mean of {@code v^2}, from float sums as above, in double: the mean is
 * {@code m + d} and the variance {@code max(0, q - d^2)}; without a centre it is the q of {@code m = 0}. They are rounded to
 * float once. m need only be near the mean, so a large mean costs nothing: with u = 2^-24, M the mean of |x| and s the standard deviation,
 * {@code |m - mean|} is at most 71 u M, hence the error of the mean at most {@code 71 u (s + 71 u M)} and that of the variance, relative, {@code 80 u} while s is above {@code 71 u M}.
 * A square beyond float's range makes the variance infinite. NaN in, NaN out.
 *
 * <p>Each method throws {@link IllegalArgumentException} if the shapes do not fit, before anything is written. Outputs
 * are overwritten and overlap nothing unless a method says so.
 */
public interface NormKernels {
    /** Elements of a run that are summed in float. */
    int BLOCK = 4096;

    /** Samples of a column that are summed in float. */
    int COLUMN_BLOCK = 64;

    /**
     * Normalises by the statistics of groups.
     *
     * @param groups G, a divisor of C
     * @param eps added to the variance, at least 0
     * @param x [N,C,L]
     * @param weight [C], or null for ones
     * @param bias [C], or null for zeros
     * @param y [N,C,L]; may be the same window as x
     * @param centre [2,N*G], written; null: the mean is not subtracted and the variance is the mean square (RMS norm)
     * @param rstd [N*G], written
     */
    void groups(int groups, float eps, Tensor x, Tensor weight, Tensor bias, Tensor y, Tensor centre, Tensor rstd);

    /**
     * The sum of two operands, and {@link #groups} of it: a residual connection with the norm behind it.
     *
     * @param a [N,C,L]
     * @param b [N,C,L]
     * @param x [N,C,L], written: {@code a + b}; may be the same window as a or b
     */
    void addGroups(
            int groups,
            float eps,
            Tensor a,
            Tensor b,
            Tensor x,
            Tensor weight,
            Tensor bias,
            Tensor y,
            Tensor centre,
            Tensor rstd);

    /**
     * The gradients of {@link #groups}: with {@code g = dy * weight},
     * {@code dx = rstd * (g - mean(g) - xhat * mean(g * xhat))}, means over the group; without centre the mean of g is
     * left out; {@code dWeight[c] = sum of dy * xhat}, {@code dBias[c] = sum of dy}, over n and l.
     *
     * <p>The bits: {@code dx = fma(a, dy, fma(-k2, xhat, k1))} with {@code a = rstd * weight}, {@code k1 = -mean(g) * rstd}
     * and {@code k2 = mean(g * xhat) * rstd}, both in double and rounded once. Where L is 1 the means are those of the runs g and g * xhat, and
     * a * dy is {@code rstd * (dy * weight)}. Else they are sums in double, c ascending, of weight[c] times the sums of dy and of
     * dy * xhat in a channel, which are rounded to float first; these, n ascending, also make dBias and dWeight.
     *
     * @param dx [N,C,L], must not overlap x; it may be the same window as dy; or null
     * @param dWeight [C], or null
     * @param dBias [C], or null
     */
    void groupsBackward(
            int groups,
            Tensor x,
            Tensor weight,
            Tensor centre,
            Tensor rstd,
            Tensor dy,
            Tensor dx,
            Tensor dWeight,
            Tensor dBias,
            Workspace work);

    /**
     * The statistics of channels; NaN where N * L is 0.
     *
     * @param x [N,C,L]
     * @param centre [2,C], written
     * @param mean [C], written: {@code centre[0]} again
     * @param variance [C], written: the mean square deviation, of divisor N * L
     * @param rstd [C], written
     */
    void statistics(Tensor x, float eps, Tensor centre, Tensor mean, Tensor variance, Tensor rstd);

    /** {@code rstd = 1 / sqrt(variance + eps)} in double, rounded once; may be the same window. */
    void rstd(Tensor variance, float eps, Tensor rstd);

    /**
     * Normalises by given statistics of channels.
     *
     * @param x [N,C,L]
     * @param weight [C], or null for ones
     * @param bias [C], or null for zeros
     * @param centre [2,C] or [C]
     * @param rstd [C]
     * @param y [N,C,L]; may be the same window as x
     */
    void channels(Tensor x, Tensor weight, Tensor bias, Tensor centre, Tensor rstd, Tensor y);

    /**
     * The gradients of {@link #channels} with the statistics of x itself: with {@code M = N * L}, {@code s1 = sum of dy} and
     * {@code s2 = sum of dy * xhat},
     * {@code dx = a * dy - k2 * xhat + k1}, {@code a = rstd * weight}, {@code k1 = (dMean - a * s1) / M},
     * {@code k2 = (a * s2 - 2 * dVariance / rstd) / M}.
     *
     * @param dMean [C], the gradient of the mean of {@link #statistics}, or null for zeros
     * @param dVariance [C], the gradient of its variance, or null for zeros
     * @param dx [N,C,L], or null; must not overlap x; it may be the same window as dy
     * @param dWeight [C], s2, or null
     * @param dBias [C], s1, or null
     */
    void channelsBackward(
            Tensor x,
            Tensor weight,
            Tensor centre,
            Tensor rstd,
            Tensor dy,
            Tensor dMean,
            Tensor dVariance,
            Tensor dx,
            Tensor dWeight,
            Tensor dBias);

    /**
     * The gradients of {@link #channels} with statistics that do not depend on x: {@code dx = rstd * weight * dy},
     * no zero being -0.
     *
     * @param dx [N,C,L], or null; it may be the same window as dy
     * @param dWeight [C], or null
     * @param dBias [C], or null
     */
    void channelsFixedBackward(
            Tensor x, Tensor weight, Tensor centre, Tensor rstd, Tensor dy, Tensor dx, Tensor dWeight, Tensor dBias);

    /**
     * Shortens in place every row whose p-norm is above a limit: {@code x[r] *= limit / (norm + guard)}. The norm is in
     * double, in 32 lanes: element i belongs to lane i mod 32, a chain from +0; lane l takes
     * l + 16, then l + 8, 4, 2, 1.
     *
     * @param x [R,D], updated
     * @param p 1 or above, infinity for the largest magnitude
     * @param limit the largest norm, at least 0
     * @param guard added to the norm before the division
     */
    void limitRows(Tensor x, double p, float limit, float guard);
}
