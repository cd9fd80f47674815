package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Distribution;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Xavier;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.Shape;

/**
 * Self-attention of linear cost in the length (Wang et al., 2020): keys and values of T positions are projected to K
 * combinations of them, {@code softmax(q (E k)^T / sqrt(D)) (F v)}. The projections are shared by all heads.
 *
 * <p>x:[B,T,C] y:[B,T,C], T at most the length of the projections; of a shorter sequence their first columns are used. There
 * is no causal form, since each combination holds all positions.
 *
 * @param attention the projections to heads and back
 * @param key_projection E, [K,T]
 * @param value_projection F, [K,T]; the same parameter as E to share it
 */
@SuppressWarnings("MemberName") // beside PyTorch's names of the attention
public record Linformer(MultiheadAttention attention, Parameter key_projection, Parameter value_projection)
        implements Unary {
    private static final String NAME = "linformer";

    public Linformer {
        boolean fits =
                key_projection.shape().rank() == 2 && key_projection.shape().equals(value_projection.shape());
        if (!fits) {
            throw new IllegalArgumentException(NAME + ": key_projection has shape " + key_projection.shape()
                    + ", value_projection has shape " + value_projection.shape() + ", expected both [K,T]");
        }
        if (!attention.options().together() || attention.options().appended() > 0) {
            throw new IllegalArgumentException(
                    NAME + ": expected attention with one width of queries, keys and values, and nothing appended");
        }
    }

    /**
     * A layer with the initial values of {@link MultiheadAttention} and Xavier uniform projections of the length.
     *
     * @param length the largest T
     * @param combinations the extent K
     */
    public static Linformer of(MultiheadOptions options, int length, int combinations, Draws draws) {
        if (length < 1 || combinations < 1) {
            throw new IllegalArgumentException(
                    NAME + ": length=" + length + ", combinations=" + combinations + ", expected at least 1");
        }
        MultiheadAttention attention = MultiheadAttention.of(options, draws);
        Xavier xavier = new Xavier(Distribution.UNIFORM);
        Parameter e = draws.parameter(xavier, Shape.of(combinations, length));
        return new Linformer(attention, e, draws.parameter(xavier, Shape.of(combinations, length)));
    }

    @Override
    public Var forward(Var x) {
        return forward(x, false).y();
    }

    /**
     * The same with the weights [B,H,T,K] of the combinations, if asked for.
     *
     * @throws IllegalArgumentException if the sequence is longer than the projections
     */
    public Attended forward(Var x, boolean weights) {
        int length = key_projection.shape().dim(1);
        if (x.shape().rank() == 3 && x.dim(1) > length) {
            throw new IllegalArgumentException(NAME + ": x has shape " + x.shape() + ": T=" + x.dim(1)
                    + ", expected at most " + length + ", the length of key_projection " + key_projection.shape());
        }
        Projection.Projected in = Projection.of(attention, x, x, x);
        Var k = combined(in.k(), key_projection);
        return attention.attend(in.q(), k, combined(in.v(), value_projection), Mask.NONE, weights);
    }

    /** [B,H,T,D] to [B,H,K,D]. */
    private static Var combined(Var heads, Parameter projection) {
        Var weight = heads.tape().parameter(projection);
        int length = heads.dim(2);
        Var used = length == weight.dim(1) ? weight : Ops.slice(weight, 1, 0, length);
        Var alongTime = Ops.transpose(heads, 2, 3);
        return Ops.transpose(new dev.lanewise.op.matrix.Linear().on(alongTime, used, null), 2, 3);
    }
}
