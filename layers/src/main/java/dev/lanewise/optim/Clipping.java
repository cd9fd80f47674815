package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.ParameterGradients;
import dev.lanewise.kernel.UpdateKernels;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * Keeps gradients from being large (Pascanu, Mikolov and Bengio, 2013). Works in place: the gradients themselves are
 * changed. {@link Clipped} does it in every step of an optimiser.
 */
public sealed interface Clipping {
    /**
     * Clips the gradients of parameters, those that have one.
     *
     * @param parameters each once
     * @return the norm of all of them before clipping (with {@link ByValue}, the largest absolute value); NaN if one of
     *     them has a NaN
     */
    double clip(ParameterGradients gradients, Collection<Parameter> parameters);

    /**
     * Every element to {@code [-limit, limit]}, as PyTorch's clip_grad_value_. NaN stays.
     *
     * @param limit at least 0
     */
    record ByValue(double limit) implements Clipping {
        public ByValue {
            OptionChecks.require(limit >= 0, "clipping by value: limit " + limit, "at least 0");
        }

        @Override
        public double clip(ParameterGradients gradients, Collection<Parameter> parameters) {
            double largest = norm(gradients, parameters, Double.POSITIVE_INFINITY);
            UpdateKernels kernels = Backend.kernels().update();
            for (Parameter parameter : parameters) {
                if (gradients.has(parameter)) {
                    kernels.clamp(gradients.of(parameter), (float) limit);
                }
            }
            return largest;
        }
    }

    /**
     * All together to a norm: multiplied by {@code min(1, limit / (norm + 1e-6))}, as PyTorch's clip_grad_norm_. A norm
     * that is NaN makes all gradients NaN, an infinite one makes them 0, and NaN where they were infinite.
     *
     * @param limit at least 0
     * @param order of the norm, above 0: 2 is the Euclidean norm, infinity the largest absolute value
     * @param refusing whether a norm that is NaN or infinite throws {@link ArithmeticException}, before anything is
     *     written
     */
    record ByNorm(double limit, double order, boolean refusing) implements Clipping {
        /** PyTorch's, to keep the quotient from being 0 / 0. */
        private static final double EPSILON = 1e-6;

        public ByNorm {
            OptionChecks.require(
                    limit >= 0 && order > 0,
                    "clipping by norm: limit " + limit + ", order " + order,
                    "limit at least 0, order above 0");
        }

        /** By the Euclidean norm. */
        public ByNorm(double limit) {
            this(limit, 2, false);
        }

        @Override
        public double clip(ParameterGradients gradients, Collection<Parameter> parameters) {
            double norm = norm(gradients, parameters, order);
            if (refusing && !(norm < Double.POSITIVE_INFINITY)) {
                throw new ArithmeticException("clipping by norm: the norm of the gradients is " + norm);
            }
            double factor = Math.min(1, limit / (norm + EPSILON));
            // Not factor < 1: a NaN must reach the gradients.
            if (factor != 1) {
                for (Parameter parameter : parameters) {
                    if (gradients.has(parameter)) {
                        Tensor gradient = gradients.of(parameter);
                        Backend.kernels().elementwise().scale((float) factor, gradient, gradient);
                    }
                }
            }
            return norm;
        }
    }

    /**
     * The norm of the gradients of parameters as one vector: {@code (sum |g|^order)^(1/order)}, in double; 0 if there is
     * none. The bits do not depend on the number of threads.
     *
     * @param order above 0; infinity is the largest absolute value
     */
    static double norm(ParameterGradients gradients, Collection<Parameter> parameters, double order) {
        boolean largest = Double.isInfinite(order);
        double total = 0;
        for (Parameter parameter : parameters) {
            if (gradients.has(parameter)) {
                double part = Backend.kernels().update().powerSum(gradients.of(parameter), order);
                total = largest ? Math.max(total, part) : total + part;
            }
        }
        if (largest || order == 1) {
            return total;
        }
        return order == 2 ? Math.sqrt(total) : StrictMath.pow(total, 1 / order);
    }

    /** The parameters of all groups that are not frozen. */
    static List<Parameter> updated(List<? extends ParameterGroup<?>> groups) {
        return groups.stream()
                .filter(group -> !group.frozen())
                .flatMap(group -> group.parameters().stream())
                .toList();
    }
}
