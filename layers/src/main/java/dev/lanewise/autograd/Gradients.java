package dev.lanewise.autograd;

import dev.lanewise.tensor.Tensor;

/** The gradients that {@link Tape#backward} left: valid until the tape begins its next step. */
public final class Gradients implements ParameterGradients {
    private final Tape tape;
    private final long generation;

    Gradients(Tape tape) {
        this.tape = tape;
        this.generation = tape.generation();
    }

    /** True if the loss depends on the parameter. */
    @Override
    public boolean has(Parameter parameter) {
        Slot slot = slot(parameter);
        return slot != null && slot.hasGradient;
    }

    /**
     * The gradient of a parameter, of its shape; owned by the tape.
     *
     * @throws IllegalStateException if the loss does not depend on it, or after the tape began another step
     */
    @Override
    public Tensor of(Parameter parameter) {
        Slot slot = slot(parameter);
        if (slot == null || !slot.hasGradient) {
            throw new IllegalStateException("no gradient for " + parameter + ": the loss does not depend on it");
        }
        return slot.gradient;
    }

    /**
     * The gradient of a value that was made by {@link Tape#input}, or of an intermediate one; owned by the tape.
     *
     * @throws IllegalStateException if the loss does not depend on it
     */
    public Tensor of(Var var) {
        var.checkCurrent();
        if (!var.slot.hasGradient) {
            throw new IllegalStateException("no gradient for " + var + ": the loss does not depend on it");
        }
        return var.slot.gradient.reshape(var.shape());
    }

    private Slot slot(Parameter parameter) {
        if (generation != tape.generation()) {
            throw new IllegalStateException(
                    "gradients were used after their step: the tape has begun step " + tape.step());
        }
        return tape.slot(parameter);
    }
}
