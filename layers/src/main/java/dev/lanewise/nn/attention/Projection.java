package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;
import dev.lanewise.op.matrix.Linear;

/** The inner projections of {@link MultiheadAttention}, from sequences to heads. */
final class Projection {
    private static final String NAME = "multiheadAttention";
    private static final Linear LINEAR = new Linear();

    private Projection() {}

    /** Heads: q:[B,H,Tq,D] k:[B,Hk,Tk,D] v:[B,Hk,Tk,D]. */
    record Projected(Var q, Var k, Var v) {}

    static Projected of(MultiheadAttention layer, Var query, Var key, Var value) {
        MultiheadOptions options = layer.options();
        Heads.sequence(NAME, "query", query, options.embedding());
        Heads.sequence(NAME, "key", key, options.keyWidth());
        Heads.sequence(NAME, "value", value, options.valueWidth());
        Heads.together(NAME, query, key, value);
        boolean self = query == key && key == value && layer.in_proj_weight() != null;
        if (!self) {
            return new Projected(queries(layer, query), keys(layer, key), values(layer, value));
        }
        // One product for all three.
        Tape tape = query.tape();
        Parameter bias = layer.in_proj_bias();
        Var all = LINEAR.on(query, tape.parameter(layer.in_proj_weight()), bias == null ? null : tape.parameter(bias));
        int h = options.heads();
        int hk = options.keyValueHeads();
        Var heads = Heads.split(all, h + 2 * hk);
        return new Projected(Ops.slice(heads, 1, 0, h), Ops.slice(heads, 1, h, hk), Ops.slice(heads, 1, h + hk, hk));
    }

    static Var queries(MultiheadAttention layer, Var query) {
        MultiheadOptions options = layer.options();
        Heads.sequence(NAME, "query", query, options.embedding());
        return Heads.split(part(layer, layer.q_proj_weight(), query, 0, options.embedding()), options.heads());
    }

    static Var keys(MultiheadAttention layer, Var key) {
        MultiheadOptions options = layer.options();
        Heads.sequence(NAME, "key", key, options.keyWidth());
        int p = options.projected();
        return Heads.split(part(layer, layer.k_proj_weight(), key, options.embedding(), p), options.keyValueHeads());
    }

    static Var values(MultiheadAttention layer, Var value) {
        MultiheadOptions options = layer.options();
        Heads.sequence(NAME, "value", value, options.valueWidth());
        int p = options.projected();
        return Heads.split(
                part(layer, layer.v_proj_weight(), value, options.embedding() + p, p), options.keyValueHeads());
    }

    /** A projection by its own weight, or by the rows {@code [from, from + rows)} of the common one. */
    private static Var part(MultiheadAttention layer, Parameter own, Var x, int from, int rows) {
        Tape tape = x.tape();
        Var weight =
                own != null ? tape.parameter(own) : Ops.slice(tape.parameter(layer.in_proj_weight()), 0, from, rows);
        Parameter bias = layer.in_proj_bias();
        return LINEAR.on(x, weight, bias == null ? null : Ops.slice(tape.parameter(bias), 0, from, rows));
    }
}
