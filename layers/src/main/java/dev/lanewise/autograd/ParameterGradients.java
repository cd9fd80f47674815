package dev.lanewise.autograd;

import dev.lanewise.tensor.Tensor;

/**
 * Gradients of parameters, wherever they come from: of one backward pass ({@link Gradients}) or of several. What an
 * optimiser reads.
 */
public interface ParameterGradients {
    /** True if there is a gradient of the parameter. */
    boolean has(Parameter parameter);

    /**
     * The gradient of a parameter, of its shape: live and owned by this object. Clipping writes to it.
     *
     * @throws IllegalStateException if there is none
     */
    Tensor of(Parameter parameter);
}
