package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.ParameterGradients;
import dev.lanewise.kernel.ElementwiseKernels;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The weighted sum of the gradients of several backward passes: {@code sum over k of weight_k * g_k}, so that a batch can
 * be computed in pieces that fit the memory. If a loss is the mean over its samples, a piece's weight is its share of the
 * samples: 1 / k for k pieces of the same size.
 *
 * <pre>
 * for (piece : pieces) {
 *     tape.begin(step);
 *     accumulator.add(tape.backward(loss(piece)), 1.0 / pieces);
 * }
 * accumulator.step(optimizer, rate);</pre>
 *
 * <p>Owns one tensor per parameter, made when its first gradient comes. Nothing of it belongs in a checkpoint between two
 * steps. Used by one thread.
 */
public final class GradientAccumulator implements ParameterGradients {
    private static final class Sum {
        final Parameter parameter;
        Tensor tensor;
        boolean present;

        Sum(Parameter parameter) {
            this.parameter = parameter;
        }
    }

    private final List<Sum> sums = new ArrayList<>();
    private final IdentityHashMap<Parameter, Sum> byParameter = new IdentityHashMap<>();
    private int count;

    /** For these parameters; one that comes twice counts once. */
    public GradientAccumulator(Collection<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            Sum sum = new Sum(parameter);
            if (byParameter.putIfAbsent(parameter, sum) == null) {
                sums.add(sum);
            }
        }
    }

    /**
     * Adds the gradients of a backward pass, which are copied.
     *
     * @param weight multiplies them
     */
    public void add(ParameterGradients gradients, double weight) {
        ElementwiseKernels kernels = Backend.kernels().elementwise();
        for (int i = 0; i < sums.size(); i++) {
            Sum sum = sums.get(i);
            if (gradients.has(sum.parameter)) {
                Tensor gradient = gradients.of(sum.parameter);
                if (sum.present) {
                    kernels.axpy((float) weight, gradient, sum.tensor);
                } else {
                    if (sum.tensor == null) {
                        sum.tensor = Tensor.zeros(sum.parameter.shape());
                    }
                    kernels.scale((float) weight, gradient, sum.tensor);
                    sum.present = true;
                }
            }
        }
        count++;
    }

    /** How many backward passes are in the sum. */
    public int count() {
        return count;
    }

    /**
     * Lets an optimiser make one step with the sum, and forgets it.
     *
     * @throws IllegalStateException if nothing was added
     */
    public void step(Optimizer optimizer, float rate) {
        if (count == 0) {
            throw new IllegalStateException("gradient accumulator: a step without gradients");
        }
        optimizer.step(this, rate);
        clear();
    }

    /** Forgets the sum; its memory is kept. */
    public void clear() {
        for (int i = 0; i < sums.size(); i++) {
            sums.get(i).present = false;
        }
        count = 0;
    }

    @Override
    public boolean has(Parameter parameter) {
        Sum sum = byParameter.get(parameter);
        return sum != null && sum.present;
    }

    @Override
    public Tensor of(Parameter parameter) {
        if (!has(parameter)) {
            throw new IllegalStateException("no gradient for " + parameter + " was accumulated");
        }
        return byParameter.get(parameter).tensor;
    }
}
