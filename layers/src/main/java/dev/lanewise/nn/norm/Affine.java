package dev.lanewise.nn.norm;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Weights and biases of normalisations, and the checks that these layers share. */
final class Affine {
    private Affine() {}

    /** A parameter of one value. */
    static Parameter filled(float value, Shape shape) {
        Tensor tensor = Tensor.zeros(shape);
        tensor.fill(value);
        return new Parameter(tensor);
    }

    /** A parameter on the tape of x; null stays null. */
    static Var on(Var x, Parameter parameter) {
        return parameter == null ? null : x.tape().parameter(parameter);
    }

    static List<Integer> extents(Shape shape) {
        return Arrays.stream(shape.toArray()).boxed().toList();
    }

    static void eps(String layer, float eps) {
        if (!(eps >= 0f)) {
            throw new IllegalArgumentException(layer + ": eps " + eps + ", expected at least 0");
        }
    }

    /** Checks a parameter of the shape of a row; null is none. */
    static void row(String layer, List<Integer> extents, String operand, Parameter parameter) {
        if (extents.isEmpty()) {
            throw new IllegalArgumentException(layer + ": no axis to normalise, expected at least 1");
        }
        if (parameter != null && !extents(parameter.shape()).equals(extents)) {
            throw new IllegalArgumentException(
                    layer + ": " + operand + " has shape " + parameter.shape() + ", expected " + extents);
        }
    }

    /** Checks that x ends in the axes of a row. */
    static void trailing(String layer, Shape x, List<Integer> extents) {
        int from = x.rank() - extents.size();
        if (from < 0 || !extents(x).subList(from, x.rank()).equals(extents)) {
            throw new IllegalArgumentException(layer + ": x has shape " + x + ", expected the trailing axes " + extents
                    + " (contract x:[*,D...])");
        }
    }

    /** Checks a parameter or buffer of one element per channel; null is none. */
    static void channels(String layer, int channels, String operand, Shape given) {
        if (given != null && !given.equals(Shape.of(channels))) {
            throw new IllegalArgumentException(layer + ": " + operand + " has shape " + given + ", expected ["
                    + channels + "] for " + channels + " channels");
        }
    }
}
