package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Uniform;
import dev.lanewise.op.matrix.Linear;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.ArrayList;
import java.util.List;

/** What the parameters of all cells have in common: two weights of G rows, and a bias for each or none. */
final class Weights {
    private static final ShapeSpec SHAPES = ShapeSpec.of("weight_ih:[G,I] weight_hh:[G,H] bias_ih:[G]? bias_hh:[G]?");
    private static final Linear LINEAR = new Linear();

    private Weights() {}

    /** Checks that G is {@code gates} times H. */
    static void check(String name, int gates, Parameter wIh, Parameter wHh, Parameter bIh, Parameter bHh) {
        ShapeSpec.Axes axes = SHAPES.match(name, shape(wIh), shape(wHh), shape(bIh), shape(bHh));
        size(name, "hidden size", axes.get("H"));
        size(name, "input size", axes.get("I"));
        if (axes.get("G") != gates * axes.get("H")) {
            throw new IllegalArgumentException(name + ": weight_hh has shape " + wHh.shape() + ", expected [" + gates
                    + "H,H] with H=" + axes.get("H") + " (contract " + SHAPES + ")");
        }
        if ((bIh == null) != (bHh == null)) {
            throw new IllegalArgumentException(name + ": one bias of two, expected both or none");
        }
    }

    /** Checks a size. */
    static void size(String name, String what, int size) {
        if (size < 1) {
            throw new IllegalArgumentException(name + ": " + what + " " + size + ", expected at least 1");
        }
    }

    /** Checks a vector of H. */
    static void vector(String name, String what, Parameter p, int hidden) {
        if (!p.shape().equals(Shape.of(hidden))) {
            throw new IllegalArgumentException(
                    name + ": " + what + " has shape " + p.shape() + ", expected [" + hidden + "] = [H]");
        }
    }

    private static Shape shape(Parameter p) {
        return p == null ? null : p.shape();
    }

    /** PyTorch's initial values of recurrent layers: uniform in +-1/sqrt(H). */
    static Parameter draw(Draws draws, int hidden, int... extents) {
        return draws.parameter(Uniform.fanIn(hidden), Shape.of(extents));
    }

    /** weight_ih, weight_hh, bias_ih, bias_hh; the biases null if there are none. */
    static List<Parameter> draw(String name, int gates, int inputs, int hidden, boolean bias, Draws draws) {
        size(name, "input size", inputs);
        size(name, "hidden size", hidden);
        List<Parameter> drawn = new ArrayList<>();
        drawn.add(draw(draws, hidden, gates * hidden, inputs));
        drawn.add(draw(draws, hidden, gates * hidden, hidden));
        drawn.add(bias ? draw(draws, hidden, gates * hidden) : null);
        drawn.add(bias ? draw(draws, hidden, gates * hidden) : null);
        return drawn;
    }

    /** {@code x weight^T + bias}. */
    static Var linear(Var x, Parameter weight, Parameter bias) {
        return LINEAR.on(x, x.tape().parameter(weight), on(x.tape(), bias));
    }

    /** A parameter on a tape; null for none. */
    static Var on(Tape tape, Parameter p) {
        return p == null ? null : tape.parameter(p);
    }
}
