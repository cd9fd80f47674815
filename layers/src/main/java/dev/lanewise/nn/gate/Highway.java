package dev.lanewise.nn.gate;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Constant;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.Shape;

/**
 * A layer that carries its input past itself where its gate is closed (Srivastava et al., 2015):
 * {@code y = t h + (1 - t) x} with {@code h = activation(transform(x))} and {@code t = 1 / (1 + exp(-gate(x)))},
 * computed as {@code x + t (h - x)}; with t = 0 it is the identity. x:[*,D] y:[*,D].
 *
 * @param transform from D to D features
 * @param activation of the transform
 * @param gate from D to D features
 */
public record Highway(Linear transform, Activation activation, Linear gate) implements Unary {
    /**
     * Checks that both weights are square and of one size.
     *
     * @throws IllegalArgumentException naming both shapes
     */
    public Highway {
        Shape t = transform.weight().shape();
        Shape g = gate.weight().shape();
        if (t.rank() != 2 || t.dim(0) != t.dim(1) || !t.equals(g)) {
            throw new IllegalArgumentException("Highway: transform.weight has shape " + t + ", gate.weight has shape "
                    + g + " (contract transform:[D,D] gate:[D,D])");
        }
    }

    /**
     * Weights as PyTorch's Linear has them, uniform in +-1/sqrt(width), and the gate's bias a constant.
     *
     * @param width the extent D
     * @param activation of the transform
     * @param gateBias negative, so that a deep stack carries at first; the paper takes -1 to -4
     */
    public static Highway of(int width, Activation activation, float gateBias, Draws draws) {
        Linear transform = Linear.of(width, width, draws);
        Parameter weight = Linear.withoutBias(width, width, draws).weight();
        Parameter bias = draws.parameter(new Constant(gateBias), Shape.of(width));
        return new Highway(transform, activation, new Linear(weight, bias));
    }

    @Override
    public Var forward(Var x) {
        Var h = activation.forward(transform.forward(x));
        Var t = Activation.SIGMOID.forward(gate.forward(x));
        return Ops.add(x, Ops.mul(t, Ops.sub(h, x)));
    }
}
