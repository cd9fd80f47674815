package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/** The checks of {@link NormKernels}. They allocate only when they fail. */
public final class NormShapes {
    private static final String CONTRACT = "x:[N,C,L] weight:[C]? bias:[C]?";

    private NormShapes() {}

    /** Checks x:[N,C,L], and that it divides into groups of channels. */
    public static void groups(String op, int groups, Tensor x) {
        rank(op, x);
        if (groups < 1 || x.dim(1) % groups != 0) {
            throw new IllegalArgumentException(op + ": x has shape " + x.shape() + ": C=" + x.dim(1)
                    + " does not divide into " + groups + " groups (contract " + CONTRACT + ")");
        }
    }

    /** Checks {@link NormKernels#groups}. */
    public static void normalised(
            String op, int groups, Tensor x, Tensor weight, Tensor bias, Tensor y, Tensor centre, Tensor rstd) {
        groups(op, groups, x);
        int count = x.dim(0) * groups;
        perChannel(op, x, "weight", weight);
        perChannel(op, x, "bias", bias);
        like(op, x, "y", y);
        centreWritten(op, x, count, centre);
        statistics(op, x, count, "rstd", rstd);
    }

    /** Checks {@link NormKernels#groupsBackward}. */
    public static void gradients(
            String op,
            int groups,
            Tensor x,
            Tensor weight,
            Tensor centre,
            Tensor rstd,
            Tensor dy,
            Tensor dx,
            Tensor dWeight,
            Tensor dBias) {
        groups(op, groups, x);
        int count = x.dim(0) * groups;
        perChannel(op, x, "weight", weight);
        centre(op, x, count, centre);
        statistics(op, x, count, "rstd", rstd);
        like(op, x, "dy", dy);
        like(op, x, "dx", dx);
        perChannel(op, x, "dWeight", dWeight);
        perChannel(op, x, "dBias", dBias);
    }

    /** Checks x:[N,C,L]. */
    public static void rank(String op, Tensor x) {
        if (x.shape().rank() != 3) {
            throw new IllegalArgumentException(
                    op + ": x has shape " + x.shape() + ", expected rank 3 (contract " + CONTRACT + ")");
        }
    }

    /** Checks that an operand has the shape of x; null is none. */
    public static void like(String op, Tensor x, String operand, Tensor given) {
        if (given != null && !given.shape().equals(x.shape())) {
            throw new IllegalArgumentException(
                    op + ": " + operand + " has shape " + given.shape() + ", but x has shape " + x.shape());
        }
    }

    /** Checks an operand of one element per channel; null is none. */
    public static void perChannel(String op, Tensor x, String operand, Tensor given) {
        statistics(op, x, x.dim(1), operand, given);
    }

    /** Checks an operand of one element per statistic; null is none. */
    public static void statistics(String op, Tensor x, int count, String operand, Tensor given) {
        if (given != null && (given.shape().rank() != 1 || given.dim(0) != count)) {
            throw new IllegalArgumentException(op + ": " + operand + " has shape " + given.shape() + ", expected ["
                    + count + "] since x has shape " + x.shape());
        }
    }

    /** Checks a centre, [2,S] or [S]; null is none. */
    public static void centre(String op, Tensor x, int count, Tensor centre) {
        if (centre != null && (centre.dim(-1) != count || (centre.size() != count && centre.size() != 2 * count))) {
            throw new IllegalArgumentException(op + ": centre has shape " + centre.shape() + ", expected [2," + count
                    + "] since x has shape " + x.shape());
        }
    }

    /** Checks a centre that is written, [2,S]. */
    public static void centreWritten(String op, Tensor x, int count, Tensor centre) {
        if (centre != null && centre.shape().rank() != 2) {
            throw new IllegalArgumentException(op + ": centre has shape " + centre.shape() + ", expected [2," + count
                    + "] since x has shape " + x.shape());
        }
        centre(op, x, count, centre);
    }

    /** Checks {@link NormKernels#limitRows}. */
    public static void limitRows(Tensor x, double p, float limit) {
        if (x.shape().rank() != 2) {
            throw new IllegalArgumentException("limitRows: x has shape " + x.shape() + ", expected x:[R,D]");
        }
        if (!(p >= 1) || !(limit >= 0f)) {
            throw new IllegalArgumentException(
                    "limitRows: p " + p + ", limit " + limit + ", expected p at least 1 and a limit at least 0");
        }
    }

    /**
     * Checks the ids of tokens.
     *
     * @throws IndexOutOfBoundsException naming the first outside the vocabulary and where it stands
     */
    public static void ids(String op, IntTensor ids, int vocabulary) {
        int[] array = ids.array();
        for (int i = 0; i < ids.size(); i++) {
            int id = array[ids.offset() + i];
            if (id < 0 || id >= vocabulary) {
                throw new IndexOutOfBoundsException(op + ": id " + id + " at flat index " + i + " of ids of shape "
                        + ids.shape() + ", expected 0 to " + (vocabulary - 1) + ": the vocabulary has " + vocabulary);
            }
        }
    }
}
