package dev.lanewise.op.attention;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.AttentionGradients;
import dev.lanewise.kernel.AttentionInputs;
import dev.lanewise.kernel.AttentionKernels;
import dev.lanewise.kernel.AttentionRule;
import dev.lanewise.kernel.AttentionShapes;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * Scaled dot-product attention (Vaswani et al., 2017): {@code y = dropout(softmax(scale * q k^T + mask)) v}.
 *
 * <p>Operands: q:[B,H,Tq,D] k:[B,Hk,Tk,D] v:[B,Hk,Tk,Dv]; mask: floats [B or 1,H or 1,Tq or 1,Tk or 1], added to the
 * scores, may be absent; ignored: ints [B,Tk], other than 0 where a key is padding, may be absent. Outputs: y:[B,H,Tq,Dv]
 * and, if asked for, the weights [B,H,Tq,Tk] that the values were multiplied with.
 *
 * <p>H is a multiple of Hk: the heads of a group of H/Hk neighbours share keys and values (grouped-query attention,
 * Ainslie et al., 2023). A query that may see no key at all has weights and an output of 0.
 *
 * <p>The matrix of the weights exists only if they are asked for; else they are computed in blocks ({@link
 * AttentionKernels#forward}), and again for the gradient. The gradient of a mask takes a matrix of that size, too. Both
 * ways draw the same dropout.
 *
 * @param causal true if query t sees the keys up to {@code t + offset} only
 * @param offset the position of the first query among the keys, at least 0: what a cache already holds
 * @param scale the factor of the scores; NaN for {@code 1 / sqrt(D)}
 * @param dropout the probability of a weight to be zeroed in training, the others being scaled by {@code 1 / (1 -
 *     dropout)}; in [0, 1]
 * @param weights true if the weights are a second output
 */
public record ScaledDotProductAttention(boolean causal, int offset, float scale, float dropout, boolean weights)
        implements DifferentiableOp {
    /** The scale that stands for {@code 1 / sqrt(D)}. */
    public static final float BY_DEPTH = Float.NaN;

    /** The shape contract; H is a multiple of Hk. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("q:[B,H,Tq,D] k:[B,Hk,Tk,D] v:[B,Hk,Tk,Dv]");

    private static final int Q = 0;
    private static final int K = 1;
    private static final int V = 2;
    private static final int MASK = 3;

    // Buffers kept for the gradient, and scratch.
    private static final int PEAK = 0;
    private static final int NORM = 1;
    private static final int SOFTMAX = 0;
    private static final int FACTORS = 1;
    private static final int DROPPED = 2;
    private static final int D_SCORES = 0;

    public ScaledDotProductAttention {
        if (!(dropout >= 0f && dropout <= 1f)) {
            throw new IllegalArgumentException(
                    "scaledDotProductAttention: dropout probability " + dropout + ", expected 0 to 1");
        }
    }

    /** Attention of all queries to all keys, scaled by {@code 1 / sqrt(D)}. */
    public ScaledDotProductAttention() {
        this(false, 0, BY_DEPTH, 0f, false);
    }

    @Override
    public void infer(Infer infer) {
        Shape q = infer.shape(Q);
        Shape k = infer.shape(K);
        Shape v = infer.shape(V);
        SHAPES.match(name(), q, k, v);
        AttentionShapes.grouped(name(), SHAPES, q, k);
        Masks.check(name(), infer, MASK, q.dim(0), q.dim(1), q.dim(2), k.dim(2), offset);
        infer.output(q.with(3, v.dim(3)));
        if (weights) {
            inferWeights(infer, q.with(3, k.dim(2)));
        } else {
            Shape rows = Shape.of(q.dim(0), q.dim(1), q.dim(2));
            infer.saved(rows);
            infer.saved(rows);
            if (infer.inputs() > MASK && infer.wants(MASK)) {
                infer.scratch(q.with(3, k.dim(2)));
            }
        }
        infer.accumulates(Q);
        infer.accumulates(K);
        infer.accumulates(V);
    }

    private void inferWeights(Infer infer, Shape scores) {
        infer.output(scores);
        infer.saved(scores);
        if (dropout > 0f) {
            infer.saved(scores);
            infer.saved(scores);
        }
        infer.scratch(scores);
    }

    private float factor(Frame frame) {
        return Float.isNaN(scale) ? (float) (1 / Math.sqrt(frame.x(Q).dim(3))) : scale;
    }

    private boolean drops(Frame frame) {
        return frame.training() && dropout > 0f;
    }

    /** The weights that the values are multiplied with. */
    private Tensor applied(Frame frame) {
        return frame.saved(drops(frame) ? DROPPED : SOFTMAX);
    }

    /** All queries that share a key head as the rows of one matrix: the heads of a group are neighbours. */
    private static Tensor grouped(Frame frame, Tensor rows) {
        Shape k = frame.x(K).shape();
        int batch = k.dim(0) * k.dim(1);
        int group = frame.x(Q).dim(1) / k.dim(1);
        return rows.reshape(batch, group * rows.dim(2), rows.dim(3));
    }

    private static Tensor perKeyHead(Tensor t) {
        return t.reshape(t.dim(0) * t.dim(1), t.dim(2), t.dim(3));
    }

    private static void product(Frame frame, Form form, float alpha, Tensor a, Tensor b, float beta, Tensor c) {
        frame.kernels().gemm().batched(form, alpha, a, b, beta, null, c, frame.work());
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        Shape q = inputs.get(Q);
        long scores = (long) q.dim(0) * q.dim(1) * q.dim(2) * inputs.get(K).dim(2);
        // The two products, and 5 for the softmax of a score.
        return scores * (2L * (q.dim(3) + inputs.get(V).dim(3)) + 5);
    }

    private AttentionRule rule(Frame frame) {
        float p = drops(frame) ? dropout : 0f;
        return new AttentionRule(causal, offset, factor(frame), p, frame.seed(), frame.stream());
    }

    private static AttentionInputs inputs(Frame frame) {
        return new AttentionInputs(
                frame.x(Q), frame.x(K), frame.x(V), Masks.added(frame, MASK), Masks.ignored(frame, MASK));
    }

    @Override
    public void forward(Frame frame) {
        if (weights) {
            forwardWeights(frame);
        } else {
            frame.kernels()
                    .attention()
                    .forward(
                            rule(frame), inputs(frame), frame.y(0), frame.saved(PEAK), frame.saved(NORM), frame.work());
        }
    }

    @Override
    public void backward(Frame frame) {
        if (weights) {
            backwardWeights(frame);
            return;
        }
        boolean masked = frame.inputs() > MASK && frame.wants(MASK);
        AttentionGradients to = new AttentionGradients(
                frame.dx(Q),
                frame.beta(Q) != 0f,
                frame.dx(K),
                frame.beta(K) != 0f,
                frame.dx(V),
                frame.beta(V) != 0f,
                masked ? frame.scratch(D_SCORES) : null);
        Tensor peak = frame.saved(PEAK);
        AttentionKernels kernels = frame.kernels().attention();
        kernels.backward(
                rule(frame), inputs(frame), frame.y(0), peak, frame.saved(NORM), frame.dy(0), to, frame.work());
        Masks.gradient(frame, MASK, to.dScores());
    }

    private void forwardWeights(Frame frame) {
        Tensor softmax = frame.saved(SOFTMAX);
        Tensor q = grouped(frame, frame.x(Q));
        product(frame, Form.NT, factor(frame), q, perKeyHead(frame.x(K)), 0f, grouped(frame, softmax));
        Masks.softmax(frame, MASK, causal, offset, softmax, softmax);
        if (drops(frame)) {
            float keep = 1f - dropout;
            Tensor factors = frame.saved(FACTORS);
            // Nothing is kept at probability 1, and 1 / 0 must not meet a 0.
            float factor = keep == 0f ? 0f : 1f / keep;
            frame.kernels().random().bernoulli(frame.seed(), frame.stream(), keep, factor, factors);
            frame.kernels().elementwise().mul(softmax, factors, frame.saved(DROPPED));
        }
        Tensor applied = applied(frame);
        product(frame, Form.NN, 1f, grouped(frame, applied), perKeyHead(frame.x(V)), 0f, grouped(frame, frame.y(0)));
        frame.y(1).copyFrom(applied);
    }

    private void backwardWeights(Frame frame) {
        Tensor dy = grouped(frame, frame.dy(0));
        if (frame.wants(V)) {
            Tensor applied = grouped(frame, applied(frame));
            product(frame, Form.TN, 1f, applied, dy, frame.beta(V), perKeyHead(frame.dx(V)));
        }
        boolean masked = frame.inputs() > MASK && frame.wants(MASK);
        if (!frame.wants(Q) && !frame.wants(K) && !masked) {
            return;
        }
        Tensor dScores = frame.scratch(D_SCORES);
        product(frame, Form.NT, 1f, dy, perKeyHead(frame.x(V)), 0f, grouped(frame, dScores));
        frame.kernels().elementwise().add(dScores, frame.dy(1), dScores);
        if (drops(frame)) {
            frame.kernels().elementwise().mul(dScores, frame.saved(FACTORS), dScores);
        }
        frame.kernels().softmax().softmaxBackward(frame.saved(SOFTMAX), dScores, dScores);
        Masks.gradient(frame, MASK, dScores);
        Tensor rows = grouped(frame, dScores);
        if (frame.wants(Q)) {
            Tensor dq = grouped(frame, frame.dx(Q));
            product(frame, Form.NN, factor(frame), rows, perKeyHead(frame.x(K)), frame.beta(Q), dq);
        }
        if (frame.wants(K)) {
            Tensor q = grouped(frame, frame.x(Q));
            product(frame, Form.TN, factor(frame), rows, q, frame.beta(K), perKeyHead(frame.dx(K)));
        }
    }
}
