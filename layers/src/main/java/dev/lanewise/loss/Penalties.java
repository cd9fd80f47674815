package dev.lanewise.loss;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;
import java.util.Collection;
import java.util.function.Function;

/** What penalties of parameters share. */
final class Penalties {
    private Penalties() {}

    static Var sum(String name, Collection<Parameter> parameters, float factor, Function<Parameter, Var> term) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException(name + ": no parameters, expected at least 1");
        }
        Var sum = null;
        for (Parameter parameter : parameters) {
            Var one = term.apply(parameter);
            sum = sum == null ? one : Ops.add(sum, one);
        }
        return Ops.scale(factor, sum);
    }
}
