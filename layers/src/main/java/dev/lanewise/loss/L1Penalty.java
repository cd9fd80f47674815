package dev.lanewise.loss;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Relu;
import java.util.Collection;

/**
 * A term of the loss that favours sparse weights (Tibshirani, 1996): {@code strength * sum |w|}, a scalar. The gradient at
 * 0 is 0.
 *
 * @param strength the factor, at least 0
 */
public record L1Penalty(float strength) {
    /** Checks the factor. */
    public L1Penalty {
        if (!(strength >= 0f)) {
            throw new IllegalArgumentException("l1Penalty: strength " + strength + ", expected at least 0");
        }
    }

    /**
     * The penalty of parameters, to be added to the loss.
     *
     * @param parameters one at least
     */
    public Var of(Tape tape, Collection<Parameter> parameters) {
        return Penalties.sum("l1Penalty", parameters, strength, parameter -> {
            Var w = tape.parameter(parameter);
            return Ops.sum(Ops.add(new Relu().on(w), new Relu().on(Ops.scale(-1f, w))));
        });
    }
}
