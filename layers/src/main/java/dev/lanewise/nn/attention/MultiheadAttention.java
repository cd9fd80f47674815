package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Constant;
import dev.lanewise.init.Distribution;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Uniform;
import dev.lanewise.init.Xavier;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.tensor.Shape;

/**
 * Multi-head attention (Vaswani et al., 2017): queries, keys and values are projected to H heads of depth E/H, each head
 * attends by scaled dot products, and the heads' outputs are joined and projected again.
 *
 * <p>Shapes: query:[B,Tq,E] key:[B,Tk,Kw] value:[B,Tk,Vw] y:[B,Tq,E] weights:[B,H,Tq,Tk]. With Hk heads of keys and values
 * P = Hk*E/H; ordinarily P = E. Names and layouts of the parameters are PyTorch's.
 *
 * <p>A query that may see no key has weights and mixed values of 0. (PyTorch's layer gives NaN there if weights are asked
 * for, and 0 if not.)
 *
 * @param in_proj_weight [E+2P,E], rows of queries, then keys, then values; null if the widths differ
 * @param q_proj_weight [E,E] if the widths differ, else null
 * @param k_proj_weight [P,Kw] if the widths differ, else null
 * @param v_proj_weight [P,Vw] if the widths differ, else null
 * @param in_proj_bias [E+2P], or null for none
 * @param bias_k [1,1,P], a key appended to each sequence, or null for none
 * @param bias_v [1,1,P], its value, or null for none
 * @param out_proj [E,E]
 * @param options extents and options
 */
@SuppressWarnings("MemberName") // PyTorch's names, so that weights move in and out unchanged
public record MultiheadAttention(
        Parameter in_proj_weight,
        Parameter q_proj_weight,
        Parameter k_proj_weight,
        Parameter v_proj_weight,
        Parameter in_proj_bias,
        Parameter bias_k,
        Parameter bias_v,
        Linear out_proj,
        MultiheadOptions options)
        implements Unary {
    private static final String NAME = "multiheadAttention";

    public MultiheadAttention {
        int e = options.embedding();
        int p = options.projected();
        boolean one = options.together();
        require("in_proj_weight", in_proj_weight, one, e + 2 * p, e);
        require("q_proj_weight", q_proj_weight, !one, e, e);
        require("k_proj_weight", k_proj_weight, !one, p, options.keyWidth());
        require("v_proj_weight", v_proj_weight, !one, p, options.valueWidth());
        require("in_proj_bias", in_proj_bias, options.bias(), e + 2 * p);
        require("bias_k", bias_k, options.biasKeyValue(), 1, 1, p);
        require("bias_v", bias_v, options.biasKeyValue(), 1, 1, p);
        require("out_proj.weight", out_proj.weight(), true, e, e);
    }

    private static void require(String name, Parameter given, boolean present, int... extents) {
        boolean fits = present ? given != null && given.shape().equals(Shape.of(extents)) : given == null;
        if (!fits) {
            throw new IllegalArgumentException(NAME + ": " + name + " "
                    + (given == null ? "is absent" : "has shape " + given.shape()) + ", expected "
                    + (present ? Shape.of(extents) : "none"));
        }
    }

    /** Ordinary attention with PyTorch's initial values; see {@link #of(MultiheadOptions, Draws)}. */
    public static MultiheadAttention of(int embedding, int heads, Draws draws) {
        return of(MultiheadOptions.of(embedding, heads), draws);
    }

    /**
     * A layer with PyTorch's initial values: weights of the inner projections Xavier uniform, as one matrix where they are
     * one; biases 0; the weight of the outer projection uniform in +-1/sqrt(E); the appended key and value Xavier normal.
     */
    public static MultiheadAttention of(MultiheadOptions options, Draws draws) {
        int e = options.embedding();
        int p = options.projected();
        boolean one = options.together();
        Xavier xavier = new Xavier(Distribution.UNIFORM);
        Xavier normal = new Xavier(Distribution.NORMAL);
        Parameter all = one ? draws.parameter(xavier, Shape.of(e + 2 * p, e)) : null;
        Parameter q = one ? null : draws.parameter(xavier, Shape.of(e, e));
        Parameter k = one ? null : draws.parameter(xavier, Shape.of(p, options.keyWidth()));
        Parameter v = one ? null : draws.parameter(xavier, Shape.of(p, options.valueWidth()));
        Parameter bias = options.bias() ? draws.parameter(new Constant(0f), Shape.of(e + 2 * p)) : null;
        Parameter keyBias = options.biasKeyValue() ? draws.parameter(normal, Shape.of(1, 1, p)) : null;
        Parameter valueBias = options.biasKeyValue() ? draws.parameter(normal, Shape.of(1, 1, p)) : null;
        Parameter out = draws.parameter(Uniform.fanIn(e), Shape.of(e, e));
        Parameter outBias = options.bias() ? draws.parameter(new Constant(0f), Shape.of(e)) : null;
        return new MultiheadAttention(all, q, k, v, bias, keyBias, valueBias, new Linear(out, outBias), options);
    }

    /** Self-attention without a mask. */
    @Override
    public Var forward(Var x) {
        return forward(x, x, x, Mask.NONE, false).y();
    }

    /** Self-attention. */
    public Var forward(Var x, Mask mask) {
        return forward(x, x, x, mask, false).y();
    }

    /**
     * Attention of queries to keys; self-attention if all three are the same value.
     *
     * @param weights true to also return the weights of each head
     * @throws IllegalArgumentException if the shapes do not fit or a sequence is empty
     */
    public Attended forward(Var query, Var key, Var value, Mask mask, boolean weights) {
        Projection.Projected in = Projection.of(this, query, key, value);
        if (options.appended() == 0) {
            return attend(in.q(), in.k(), in.v(), mask, weights);
        }
        Appended appended = new Appended(this, query.tape());
        return attend(in.q(), appended.key(in.k()), appended.value(in.v()), appended.mask(mask, in), weights);
    }

    /** From projected heads [B,H,Tq,D], [B,Hk,Tk,D] twice, to the output. */
    Attended attend(Var q, Var k, Var v, Mask mask, boolean weights) {
        Attended heads = Heads.attend(q, k, v, mask, ScaledDotProductAttention.BY_DEPTH, options.dropout(), weights);
        return new Attended(out_proj.forward(Heads.merge(heads.y())), heads.weights());
    }

    /**
     * A step of decoding: causal self-attention of new positions to themselves and to all that the cache holds, to which
     * they are appended. Equals the last rows of the causal {@link #forward(Var, Mask)} over all positions.
     *
     * @param x [B,n,E], the new positions
     * @param weights true to also return the weights, [B,H,n,position]
     * @throws IllegalStateException on a tape that records: no gradient flows through a cache
     */
    public Attended decode(Var x, KeyValueCache cache, boolean weights) {
        checkDecoding(x);
        int before = cache.position();
        Projection.Projected in = Projection.of(this, x, x, x);
        cache.append(in.k().tensor(), in.v().tensor());
        return cached(in.q(), cache, Mask.causal(before), weights);
    }

    /**
     * Appends the keys and values of a memory to a cache, for {@link #recall}: they are projected once for all steps.
     *
     * @throws IllegalStateException on a tape that records: no gradient flows through a cache
     */
    public void remember(Var key, Var value, KeyValueCache cache) {
        checkDecoding(key);
        Heads.together(NAME, key, key, value);
        cache.append(
                Projection.keys(this, key).tensor(),
                Projection.values(this, value).tensor());
    }

    /**
     * Attention of queries to everything in a cache.
     *
     * @param mask as for {@link #forward(Var, Var, Var, Mask, boolean)}, with as many keys as the cache's position; nothing
     *     may be added to the scores
     * @param weights true to also return the weights, [B,H,Tq,position]
     * @throws IllegalStateException if the cache is empty, or on a tape that records
     */
    public Attended recall(Var query, KeyValueCache cache, Mask mask, boolean weights) {
        checkDecoding(query);
        if (cache.position() == 0) {
            throw new IllegalStateException(NAME + ": the cache is empty");
        }
        if (mask.added() != null) {
            throw new IllegalArgumentException(NAME + ": recall takes no mask that is added to the scores");
        }
        return cached(Projection.queries(this, query), cache, mask.withIgnored(cache.ignored(mask.ignored())), weights);
    }

    private Attended cached(Var q, KeyValueCache cache, Mask mask, boolean weights) {
        Attended all = attend(q, q.tape().constant(cache.keys()), q.tape().constant(cache.values()), mask, weights);
        if (!weights || cache.capacity() == cache.position()) {
            return all;
        }
        return new Attended(all.y(), dev.lanewise.op.Ops.slice(all.weights(), 3, 0, cache.position()));
    }

    private void checkDecoding(Var x) {
        if (x.tape().recording()) {
            throw new IllegalStateException(
                    NAME + ": a cache on a tape that records, but no gradient flows through it");
        }
        if (options.appended() > 0) {
            throw new IllegalStateException(NAME + ": a cache, but a key and value are appended to each sequence");
        }
    }
}
