package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;

/** The shape checks of {@link AttentionKernels}. They allocate only when they fail. */
public final class AttentionShapes {
    private static final String MASK = "[B or 1,H or 1,Tq or 1,Tk or 1]";

    private static final ShapeSpec CONTRACT =
            ShapeSpec.of("q:[B,H,Tq,D] k:[B,Hk,Tk,D] v:[B,Hk,Tk,Dv] y:[B,H,Tq,Dv] peak:[B,H,Tq] norm:[B,H,Tq]");

    private AttentionShapes() {}

    /**
     * Checks the operands of {@link AttentionKernels#maskedSoftmax}.
     *
     * @throws IllegalArgumentException naming the operand, both shapes and the contract
     */
    public static void check(Tensor scores, Tensor mask, IntTensor ignored, int offset, Tensor weights) {
        Shape s = scores.shape();
        if (s.rank() != 4 || !s.equals(weights.shape())) {
            throw new IllegalArgumentException("maskedSoftmax: scores has shape " + s + ", weights has shape "
                    + weights.shape() + ", expected both [B,H,Tq,Tk]");
        }
        masks("maskedSoftmax", mask, ignored, offset, s.dim(0), s.dim(1), s.dim(2), s.dim(3));
    }

    /**
     * Checks the operands of {@link AttentionKernels#forward}.
     *
     * @throws IllegalArgumentException naming the operand, both shapes and the contract
     */
    public static void check(AttentionRule rule, AttentionInputs in, Tensor y, Tensor peak, Tensor norm) {
        check("attention", rule, in, y, peak, norm);
    }

    /**
     * Checks the operands of {@link AttentionKernels#backward}.
     *
     * @throws IllegalArgumentException naming the operand, both shapes and the contract
     */
    public static void check(
            AttentionRule rule,
            AttentionInputs in,
            Tensor y,
            Tensor peak,
            Tensor norm,
            Tensor dy,
            AttentionGradients to) {
        String name = "attentionBackward";
        check(name, rule, in, y, peak, norm);
        alike(name, "dy", dy, "y", y);
        alike(name, "dq", to.dq(), "q", in.q());
        alike(name, "dk", to.dk(), "k", in.k());
        alike(name, "dv", to.dv(), "v", in.v());
        Tensor d = to.dScores();
        if (d != null
                && !isScores(
                        d.shape(),
                        in.q().dim(0),
                        in.q().dim(1),
                        in.q().dim(2),
                        in.k().dim(2))) {
            throw new IllegalArgumentException(
                    name + ": dScores has shape " + d.shape() + ", expected [B,H,Tq,Tk] of q "
                            + in.q().shape() + " and k " + in.k().shape());
        }
    }

    private static void check(String name, AttentionRule rule, AttentionInputs in, Tensor y, Tensor peak, Tensor norm) {
        Tensor q = in.q();
        Tensor k = in.k();
        Tensor v = in.v();
        boolean fits = rank4(q) && rank4(k) && rank4(v) && rank4(y) && perRow(peak, q) && perRow(norm, q);
        fits = fits && q.dim(0) == k.dim(0) && k.dim(0) == v.dim(0) && v.dim(0) == y.dim(0);
        fits = fits && k.dim(1) == v.dim(1) && q.dim(1) == y.dim(1) && q.dim(2) == y.dim(2);
        fits = fits && q.dim(3) == k.dim(3) && k.dim(2) == v.dim(2) && v.dim(3) == y.dim(3);
        if (!fits) {
            CONTRACT.match(name, q.shape(), k.shape(), v.shape(), y.shape(), peak.shape(), norm.shape());
        }
        grouped(name, CONTRACT, q.shape(), k.shape());
        masks(name, in.mask(), in.ignored(), rule.offset(), q.dim(0), q.dim(1), q.dim(2), k.dim(2));
    }

    /**
     * Checks that the heads of the queries are a multiple of those of the keys.
     *
     * @param name who asks, the first word of the message
     */
    public static void grouped(String name, ShapeSpec contract, Shape q, Shape k) {
        if (k.dim(1) == 0 || q.dim(1) % k.dim(1) != 0) {
            throw new IllegalArgumentException(name + ": q has shape " + q + ", k has shape " + k + ": H=" + q.dim(1)
                    + ", expected a multiple of Hk=" + k.dim(1) + " (contract " + contract + ")");
        }
    }

    private static boolean rank4(Tensor t) {
        return t.shape().rank() == 4;
    }

    private static boolean perRow(Tensor t, Tensor q) {
        return t.shape().rank() == 3 && t.dim(0) == q.dim(0) && t.dim(1) == q.dim(1) && t.dim(2) == q.dim(2);
    }

    private static void alike(String name, String gradientName, Tensor gradient, String likeName, Tensor like) {
        if (gradient != null && !gradient.shape().equals(like.shape())) {
            throw new IllegalArgumentException(name + ": " + gradientName + " has shape " + gradient.shape() + ", but "
                    + likeName + " has shape " + like.shape() + ", expected the same");
        }
    }

    private static boolean isScores(Shape s, int b, int h, int queries, int keys) {
        return s.rank() == 4 && s.dim(0) == b && s.dim(1) == h && s.dim(2) == queries && s.dim(3) == keys;
    }

    private static void masks(
            String name, Tensor mask, IntTensor ignored, int offset, int b, int h, int queries, int keys) {
        if (mask != null) {
            mask(name, mask.shape(), b, h, queries, keys);
        }
        if (ignored != null) {
            ignored(name, ignored.shape(), b, h, queries, keys);
        }
        if (offset < 0) {
            throw new IllegalArgumentException(name + ": offset " + offset + ", expected at least 0");
        }
    }

    private static String scores(int b, int h, int queries, int keys) {
        return " of scores [" + b + ", " + h + ", " + queries + ", " + keys + "]";
    }

    /**
     * Checks that a mask can be added to scores [b,h,queries,keys], which need not exist.
     *
     * @param name who asks, the first word of the message
     */
    public static void mask(String name, Shape mask, int b, int h, int queries, int keys) {
        boolean fits = mask.rank() == 4
                && (mask.dim(0) == 1 || mask.dim(0) == b)
                && (mask.dim(1) == 1 || mask.dim(1) == h)
                && (mask.dim(2) == 1 || mask.dim(2) == queries)
                && (mask.dim(3) == 1 || mask.dim(3) == keys);
        if (!fits) {
            throw new IllegalArgumentException(
                    name + ": mask has shape " + mask + ", expected " + MASK + scores(b, h, queries, keys));
        }
    }

    /**
     * Checks that there is one entry for each key of scores [b,h,queries,keys].
     *
     * @param name who asks, the first word of the message
     */
    public static void ignored(String name, Shape ignored, int b, int h, int queries, int keys) {
        if (ignored.rank() != 2 || ignored.dim(0) != b || ignored.dim(1) != keys) {
            throw new IllegalArgumentException(
                    name + ": ignored has shape " + ignored + ", expected [B,Tk]" + scores(b, h, queries, keys));
        }
    }
}
