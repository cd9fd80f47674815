package dev.lanewise.optim;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum, Nesterov's variant (Sutskever et al., 2013) and L2 weight decay, in
 * PyTorch's form: see {@link dev.lanewise.kernel.UpdateKernels#sgd}.
 */
public final class Sgd implements Optimizer {
    private final List<Parameter> parameters;
    private final IdentityHashMap<Parameter, Tensor> velocities = new IdentityHashMap<>();
    private final float momentum;
    private final boolean nesterov;
    private final float decay;
    private long steps;

    /** Plain gradient descent. */
    public Sgd(Collection<Parameter> parameters) {
        this(parameters, 0f, false, 0f);
    }

    /**
     * All options.
     *
     * @param momentum in [0, 1)
     * @param nesterov looks ahead along the momentum; needs a momentum above 0
     * @param decay the factor of the weights that is added to the gradient, at least 0
     */
    public Sgd(Collection<Parameter> parameters, float momentum, boolean nesterov, float decay) {
        if (!(momentum >= 0f && momentum < 1f) || !(decay >= 0f) || (nesterov && momentum == 0f)) {
            throw new IllegalArgumentException("sgd: momentum " + momentum + ", nesterov " + nesterov + ", decay "
                    + decay + ", expected momentum in [0, 1), above 0 for nesterov, and decay at least 0");
        }
        this.parameters = List.copyOf(parameters);
        this.momentum = momentum;
        this.nesterov = nesterov;
        this.decay = decay;
        if (momentum > 0f) {
            this.parameters.forEach(p -> velocities.put(p, Tensor.zeros(p.shape())));
        }
    }

    @Override
    public void step(Gradients gradients, float rate) {
        steps++;
        for (int i = 0; i < parameters.size(); i++) {
            Parameter p = parameters.get(i);
            if (gradients.has(p)) {
                Tensor velocity = velocities.get(p);
                Backend.kernels().update().sgd(p.value(), gradients.of(p), velocity, rate, momentum, nesterov, decay);
            }
        }
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public void resumeAt(long made) {
        steps = made;
    }

    @Override
    public Map<String, Tensor> state(Parameter parameter) {
        Tensor velocity = velocities.get(parameter);
        return velocity == null ? Map.of() : Map.of("velocity", velocity);
    }
}
