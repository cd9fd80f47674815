package dev.lanewise.nn.norm;

import dev.lanewise.autograd.Buffer;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;
import dev.lanewise.op.norm.BatchNorm;
import dev.lanewise.op.norm.ChannelNorm;
import dev.lanewise.op.norm.GroupNorm;
import dev.lanewise.tensor.Shape;

/** What instance normalisations of every rank do. */
final class Instance {
    private Instance() {}

    /**
     * Runs on x:[N,C,...], or x:[C,...], a single sample.
     *
     * @param rank with samples
     */
    static Var forward(
            String layer,
            int rank,
            Var x,
            int features,
            Parameter weight,
            Parameter bias,
            Buffer mean,
            Buffer variance,
            Buffer count,
            float momentum,
            float eps) {
        Shape given = x.shape();
        Shape shape = given.rank() == rank - 1 ? given.prepend(1) : given;
        String contract = rank == 3 ? "x:[N,C,L] or x:[C,L]" : "x:[N,C,H,W] or x:[C,H,W]";
        if (shape.rank() != rank || shape.dim(1) != features) {
            throw new IllegalArgumentException(layer + ": x has shape " + given + ", expected " + features
                    + " channels (contract " + contract + ", C=" + features + ")");
        }
        Var samples = x.reshape(shape.toArray());
        Tape tape = x.tape();
        Var w = Affine.on(x, weight);
        Var b = Affine.on(x, bias);
        Var y;
        if (mean != null && tape.mode() == Mode.EVAL) {
            y = new ChannelNorm(eps).on(samples, tape.constant(mean.value()), tape.constant(variance.value()), w, b);
        } else {
            int values = shape.span(2, rank);
            Running.several(layer, given, values, "channel of a sample");
            y = mean == null
                    ? new GroupNorm(features, eps).on(samples, w, b)
                    : tracked(samples, w, b, mean, variance, count, momentum, eps, values);
        }
        return y.reshape(given.toArray());
    }

    /** Each channel of each sample as a channel of one batch, whose statistics are then averaged over the samples. */
    private static Var tracked(
            Var x, Var w, Var b, Buffer mean, Buffer variance, Buffer count, float momentum, float eps, int values) {
        int n = x.dim(0);
        int c = x.dim(1);
        Var one = x.reshape(1, n * c, values);
        Var[] outputs = x.tape().record(new BatchNorm(eps), one, repeated(w, n, c), repeated(b, n, c));
        float share = Running.counted(count, momentum);
        Var means = Ops.mean(outputs[1].reshape(n, c), 0);
        Var variances = Ops.mean(outputs[2].reshape(n, c), 0);
        Running.update(mean, means.tensor(), share, 1);
        Running.update(variance, variances.tensor(), share, values / (values - 1.0));
        return outputs[0];
    }

    private static Var repeated(Var parameter, int n, int c) {
        return parameter == null ? null : Ops.expand(parameter, n, c).reshape(n * c);
    }
}
