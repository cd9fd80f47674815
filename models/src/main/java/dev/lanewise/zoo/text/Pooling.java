package dev.lanewise.zoo.text;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/** Looks at the real tokens of padded sequences. */
final class Pooling {
    private Pooling() {}

    /**
     * The mean over the real tokens.
     *
     * @param x [N,T,D]
     * @param lengths [N], each 1 to T
     * @return [N,D]
     */
    static Var mean(Var x, IntTensor lengths) {
        Tensor weights = Tensor.zeros(x.dim(0), x.dim(1), 1);
        for (int n = 0; n < x.dim(0); n++) {
            for (int t = 0; t < lengths.get(n); t++) {
                weights.set(1f / lengths.get(n), n, t, 0);
            }
        }
        return Ops.sum(Ops.mul(x, x.tape().constant(weights)), 1);
    }

    /** 1 where a token is padding: [N,T]. */
    static IntTensor padding(IntTensor lengths, int steps) {
        IntTensor padding = IntTensor.zeros(lengths.size(), steps);
        for (int n = 0; n < lengths.size(); n++) {
            for (int t = lengths.get(n); t < steps; t++) {
                padding.array()[n * steps + t] = 1;
            }
        }
        return padding;
    }
}
