package dev.lanewise.gradient;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;

/**
 * What a program is differentiated by.
 *
 * @param name for messages
 * @param value floats, ints (a constant), or null where an optional operand is absent
 * @param parameter the parameter that owns the value; null for an operand that is handed to the program
 */
record Operand(String name, Value value, Parameter parameter) {
    /** True if it has a gradient to check. */
    boolean differentiable() {
        return value instanceof Tensor;
    }

    Tensor tensor() {
        return (Tensor) value;
    }

    /** The operand on a tape, as a constant unless its gradient is wanted. */
    Var on(Tape tape, boolean wanted) {
        return switch (value) {
            case null -> null;
            case IntTensor ints -> tape.constant(ints);
            case Tensor floats -> wanted ? tape.input(floats) : tape.constant(floats);
        };
    }

    /** A copy of its gradient. */
    Tensor gradient(Gradients gradients, Var var) {
        return live(gradients, var).copy();
    }

    /** Its gradient where the tape keeps it. */
    Tensor live(Gradients gradients, Var var) {
        return parameter == null ? gradients.of(var) : gradients.of(parameter);
    }

    /** The bits of the whole array behind it, beyond its window too. */
    int[] bits() {
        return switch (value) {
            case null -> new int[0];
            case IntTensor ints -> ints.array().clone();
            case Tensor floats -> Elements.bits(floats.array());
        };
    }
}
