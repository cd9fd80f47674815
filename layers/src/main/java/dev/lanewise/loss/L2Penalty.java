package dev.lanewise.loss;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;
import java.util.Collection;

/**
 * A term of the loss that favours small weights (Hoerl and Kennard, 1970): {@code strength / 2 * sum w^2}, a scalar, so that
 * the gradient is {@code strength * w}, that of an optimiser's weight decay.
 *
 * @param strength the factor, at least 0
 */
public record L2Penalty(float strength) {
    /** Checks the factor. */
    public L2Penalty {
        if (!(strength >= 0f)) {
            throw new IllegalArgumentException("l2Penalty: strength " + strength + ", expected at least 0");
        }
    }

    /**
     * The penalty of parameters, to be added to the loss.
     *
     * @param parameters one at least
     */
    public Var of(Tape tape, Collection<Parameter> parameters) {
        return Penalties.sum("l2Penalty", parameters, strength / 2, parameter -> {
            Var w = tape.parameter(parameter);
            return Ops.sum(Ops.mul(w, w));
        });
    }
}
