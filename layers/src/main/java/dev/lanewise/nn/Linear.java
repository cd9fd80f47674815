package dev.lanewise.nn;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Initializer;
import dev.lanewise.init.Uniform;
import dev.lanewise.tensor.Shape;

/**
 * A fully connected layer, {@code y = x weight^T + bias}: x:[*,I] y:[*,O].
 *
 * @param weight [O,I]
 * @param bias [O], or null for none
 */
public record Linear(Parameter weight, Parameter bias) implements Unary {
    private static final dev.lanewise.op.matrix.Linear LINEAR = new dev.lanewise.op.matrix.Linear();

    /**
     * A layer with PyTorch's initial values: weight and bias uniform in +-1/sqrt(inputs).
     *
     * @param inputs the extent I, at least 1
     * @param outputs the extent O
     */
    public static Linear of(int inputs, int outputs, Draws draws) {
        return of(inputs, outputs, initial(inputs, outputs), draws);
    }

    /** A layer with the given initial weights; the bias is uniform in +-1/sqrt(inputs). */
    public static Linear of(int inputs, int outputs, Initializer initializer, Draws draws) {
        Uniform initial = initial(inputs, outputs);
        Parameter weight = draws.parameter(initializer, Shape.of(outputs, inputs));
        return new Linear(weight, draws.parameter(initial, Shape.of(outputs)));
    }

    /** A layer without bias; the weight is uniform in +-1/sqrt(inputs), as in PyTorch. */
    public static Linear withoutBias(int inputs, int outputs, Draws draws) {
        return new Linear(draws.parameter(initial(inputs, outputs), Shape.of(outputs, inputs)), null);
    }

    private static Uniform initial(int inputs, int outputs) {
        if (inputs < 1 || outputs < 0) {
            throw new IllegalArgumentException(
                    "linear: " + inputs + " inputs and " + outputs + " outputs, expected at least 1 and 0");
        }
        return Uniform.fanIn(inputs);
    }

    @Override
    public Var forward(Var x) {
        Var b = bias == null ? null : x.tape().parameter(bias);
        return LINEAR.on(x, x.tape().parameter(weight), b);
    }
}
