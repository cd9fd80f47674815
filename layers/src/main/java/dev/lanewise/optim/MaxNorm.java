package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Shape;
import java.util.Collection;

/**
 * The max-norm constraint (Srebro and Shraibman, 2005; Srivastava et al., 2014): after a step of the optimiser, every row of
 * a weight that is longer than a limit is shortened to it. A row is what feeds one output: one index of the outermost axis,
 * [O,I], [O,C,KH,KW].
 *
 * @param limit the largest Euclidean norm of a row, at least 0
 */
public record MaxNorm(float limit) {
    /** Checks the limit. */
    public MaxNorm {
        if (!(limit >= 0f)) {
            throw new IllegalArgumentException("maxNorm: limit " + limit + ", expected at least 0");
        }
    }

    /**
     * Shortens the rows of a parameter, in place.
     *
     * @throws IllegalArgumentException for a scalar
     */
    public void apply(Parameter parameter) {
        Shape shape = parameter.shape();
        if (shape.rank() < 1) {
            throw new IllegalArgumentException("maxNorm: the parameter has shape " + shape + ", expected [O,...]");
        }
        int rows = shape.dim(0);
        int elements = shape.span(1, shape.rank());
        Backend.kernels().norm().limitRows(parameter.value().reshape(rows, elements), 2, limit, 0f);
    }

    /** Shortens the rows of parameters, in place. */
    public void apply(Collection<Parameter> parameters) {
        parameters.forEach(this::apply);
    }
}
