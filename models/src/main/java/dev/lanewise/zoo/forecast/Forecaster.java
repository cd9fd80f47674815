package dev.lanewise.zoo.forecast;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;

/**
 * A forecast of K quantities, the first of the columns of a window: x:[N,T,F] y:[N,P*K], all quantities of the first step,
 * then of the next.
 *
 * <pre>y[p,k] = x[T-1,k] + sum over t of past.weight[p,t] * (x[t,k] - x[T-1,k]) + head(encoder(x))[p,k]</pre>
 *
 * What the last step was, and a linear model of the quantity's own past (Lai et al., 2018; with the last value taken away
 * as by Zeng et al., 2023), stand beside what the encoder makes of all columns: it learns what they leave over.
 *
 * @param encoder from x to features [N,E]
 * @param head from features to P*K
 * @param past [P,T], the same for all quantities
 * @param targets K
 * @param relative whether the encoder sees {@code x[t] - x[T-1]}
 */
public record Forecaster(Unary encoder, Linear head, Linear past, int targets, boolean relative) implements Unary {
    @Override
    public Var forward(Var x) {
        int samples = x.dim(0);
        int steps = x.dim(1);
        Var all = Ops.slice(x, 1, steps - 1, 1);
        Var centred = Ops.sub(x, all);
        Var own = Ops.slice(centred, 2, 0, targets);
        Var last = Ops.slice(all, 2, 0, targets);
        // [N,K,T] to [N,K,P], and back to steps first.
        Var linear = Ops.transpose(past.forward(Ops.transpose(own, 1, 2)), 1, 2);
        Var level = Ops.add(linear, last);
        Var rest = head.forward(encoder.forward(relative ? centred : x));
        return Ops.add(level.reshape(samples, rest.dim(1)), rest);
    }
}
