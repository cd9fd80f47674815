package dev.lanewise.nn;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Uniform;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;

/**
 * A form that is linear in each of two inputs: {@code y[o] = sum over i, j of x1[i] weight[o,i,j] x2[j], + bias[o]}.
 * x1:[*,I] x2:[*,J] y:[*,O].
 *
 * @param weight [O,I,J]
 * @param bias [O], or null for none
 */
public record Bilinear(Parameter weight, Parameter bias) implements Layer {
    private static final ShapeSpec SHAPES = ShapeSpec.of("x1:[*,I] x2:[*,J] weight:[O,I,J] bias:[O]?");
    private static final dev.lanewise.op.matrix.Linear LINEAR = new dev.lanewise.op.matrix.Linear();

    /**
     * A layer with PyTorch's initial values: weight and bias uniform in +-1/sqrt(first).
     *
     * @param first the extent I, at least 1
     * @param second the extent J
     * @param outputs the extent O
     */
    public static Bilinear of(int first, int second, int outputs, Draws draws) {
        if (first < 1 || second < 0 || outputs < 0) {
            throw new IllegalArgumentException("bilinear: " + first + " and " + second + " inputs and " + outputs
                    + " outputs, expected at least 1, 0 and 0");
        }
        Parameter weight = draws.parameter(Uniform.fanIn(first), Shape.of(outputs, first, second));
        return new Bilinear(weight, draws.parameter(Uniform.fanIn(first), Shape.of(outputs)));
    }

    /**
     * Computes the form.
     *
     * @throws IllegalArgumentException if a shape does not fit, naming the operand, both shapes and the contract
     */
    public Var forward(Var x1, Var x2) {
        ShapeSpec.Axes axes =
                SHAPES.match("bilinear", x1.shape(), x2.shape(), weight.shape(), bias == null ? null : bias.shape());
        int o = axes.get("O");
        int i = axes.get("I");
        int j = axes.get("J");
        int rows = x1.shape().span(0, x1.shape().rank() - 1);
        // First in x2 for every pair of o and i, then in x1.
        Var flat = x1.tape().parameter(weight).reshape(o * i, j);
        Var inner = LINEAR.on(x2.reshape(rows, j), flat, null).reshape(rows, o, i);
        Var y = Ops.matmul(inner, x1.reshape(rows, i, 1))
                .reshape(x1.shape().with(-1, o).toArray());
        return bias == null ? y : Ops.add(y, x1.tape().parameter(bias));
    }
}
