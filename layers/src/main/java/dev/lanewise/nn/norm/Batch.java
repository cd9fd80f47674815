package dev.lanewise.nn.norm;

import dev.lanewise.autograd.Buffer;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.norm.BatchNorm;
import dev.lanewise.op.norm.ChannelNorm;

/** What batch normalisations of every rank do. */
final class Batch {
    private Batch() {}

    static Var forward(
            String layer,
            Var x,
            Parameter weight,
            Parameter bias,
            Buffer mean,
            Buffer variance,
            Buffer count,
            Float momentum,
            float eps) {
        Tape tape = x.tape();
        Var w = Affine.on(x, weight);
        Var b = Affine.on(x, bias);
        if (mean != null && tape.mode() == Mode.EVAL) {
            return new ChannelNorm(eps).on(x, tape.constant(mean.value()), tape.constant(variance.value()), w, b);
        }
        int values = x.dim(0) * x.shape().span(2, x.shape().rank());
        Running.several(layer, x.shape(), values, "channel");
        Var[] outputs = tape.record(new BatchNorm(eps), x, w, b);
        if (mean != null) {
            float share = Running.counted(count, momentum);
            Running.update(mean, outputs[1].tensor(), share, 1);
            Running.update(variance, outputs[2].tensor(), share, values / (values - 1.0));
        }
        return outputs[0];
    }
}
