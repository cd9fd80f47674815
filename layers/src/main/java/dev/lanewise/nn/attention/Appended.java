package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * The learned and the zero position that {@link MultiheadAttention} may append to keys and values. Every query sees them.
 *
 * @param layer whose options say which there are
 * @param tape of the step
 */
record Appended(MultiheadAttention layer, Tape tape) {
    /** Keys with what is appended: [B,Hk,Tk,D] to [B,Hk,Tk+n,D]. */
    Var key(Var k) {
        return extended(k, layer.bias_k());
    }

    /** Values with what is appended. */
    Var value(Var v) {
        return extended(v, layer.bias_v());
    }

    private Var extended(Var heads, Parameter learned) {
        int batch = heads.dim(0);
        int number = heads.dim(1);
        int depth = heads.dim(3);
        Var all = heads;
        if (learned != null) {
            Var one = tape.parameter(learned).reshape(1, number, 1, depth);
            all = Ops.concat(2, all, Ops.expand(one, batch, number, 1, depth));
        }
        if (layer.options().zeroKeyValue()) {
            all = Ops.concat(2, all, tape.constant(Tensor.zeros(batch, number, 1, depth)));
        }
        return all;
    }

    /** The mask for the longer sequences. Causality knows nothing of positions without a place: it becomes numbers. */
    Mask mask(Mask mask, Projection.Projected in) {
        int more = layer.options().appended();
        int queries = in.q().dim(2);
        int keys = in.k().dim(2);
        Var added = mask.added() == null ? null : wider(mask.added(), keys, more);
        if (mask.causal()) {
            Var causal = wider(tape.constant(Mask.causal(queries, keys, mask.offset())), keys, more);
            added = added == null ? causal : Ops.add(added, causal);
        }
        IntTensor ignored =
                mask.ignored() == null ? null : wider(mask.ignored(), in.k().dim(0), keys, more);
        return new Mask(added, ignored, false, 0);
    }

    private Var wider(Var added, int keys, int more) {
        int[] extents = added.shape().toArray();
        boolean repeated = extents[3] == 1 && keys > 1;
        extents[3] = keys;
        Var each = repeated ? Ops.expand(added, extents) : added;
        extents[3] = more;
        return Ops.concat(3, each, tape.constant(Tensor.zeros(extents)));
    }

    private static IntTensor wider(IntTensor ignored, int batch, int keys, int more) {
        int width = keys + more;
        int[] all = new int[batch * width];
        if (ignored.size() != batch * keys) {
            throw new IllegalArgumentException("multiheadAttention: ignored has shape " + ignored.shape()
                    + ", expected [" + batch + ", " + keys + "], one entry for each key");
        }
        for (int i = 0; i < batch * keys; i++) {
            all[i / keys * width + i % keys] = ignored.get(i);
        }
        return IntTensor.of(all, batch, width);
    }
}
