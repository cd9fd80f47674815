package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.kernel.UpdateKernels.SgdStep;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * Stochastic gradient descent with momentum, Nesterov's variant (Sutskever et al., 2013) and L2 weight decay, in
 * PyTorch's form:
 *
 * <pre>
 * d = g + decay * p
 * v = momentum * v + (1 - dampening) * d       in a parameter's first update v = d
 * p = p - rate * (nesterov ? d + momentum * v : v)</pre>
 *
 * <p>State {@code velocity} if there is momentum, and {@code count} if there is dampening. The arithmetic is at {@link
 * dev.lanewise.kernel.UpdateKernels#sgd}.
 */
public final class Sgd extends RuleOptimizer<Sgd.Options, SgdStep> {
    /**
     * The options.
     *
     * @param momentum in [0, 1)
     * @param dampening how much less of the gradient goes into the velocity, in [0, 1]; without effect without momentum
     * @param nesterov looks ahead along the momentum; needs a momentum above 0 and no dampening
     * @param decay the factor of the weights that is added to the gradient, at least 0
     * @param maximize ascends instead
     */
    public record Options(double momentum, double dampening, boolean nesterov, double decay, boolean maximize) {
        /** Plain gradient descent: PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0, 0, false, 0, false);

        public Options {
            if (!OptionChecks.fraction(momentum)
                    || !(dampening >= 0 && dampening <= 1)
                    || !OptionChecks.notNegative(decay)
                    || (nesterov && !(momentum > 0 && dampening == 0))) {
                throw new IllegalArgumentException("sgd: momentum " + momentum + ", dampening " + dampening
                        + ", nesterov " + nesterov + ", decay " + decay
                        + ", expected momentum in [0, 1), above 0 for nesterov, dampening in [0, 1], 0 for nesterov,"
                        + " and decay at least 0");
            }
        }
    }

    private static final class Rule implements UpdateRule<Options, SgdStep> {
        @Override
        public List<String> states(Options options) {
            return options.momentum > 0 ? List.of("velocity") : List.of();
        }

        @Override
        public boolean counted(Options options) {
            return options.momentum > 0 && options.dampening > 0;
        }

        @Override
        public SgdStep constants(Options options, double rate, long count) {
            double sign = options.maximize ? -1 : 1;
            boolean first = count == 1;
            return new SgdStep(
                    (float) (sign * rate),
                    (float) options.momentum,
                    first ? 1f : (float) (1 - options.dampening),
                    options.nesterov,
                    (float) (sign * options.decay));
        }

        @Override
        public void update(Tensor value, Tensor gradient, Tensor[] states, SgdStep step) {
            Tensor velocity = states.length == 0 ? null : states[0];
            Backend.kernels().update().sgd(value, gradient, velocity, step);
        }
    }

    /** Plain gradient descent. */
    public Sgd(Collection<Parameter> parameters) {
        this(parameters, Options.DEFAULT);
    }

    /** Momentum and decay: see {@link Options}. */
    public Sgd(Collection<Parameter> parameters, double momentum, boolean nesterov, double decay) {
        this(parameters, new Options(momentum, 0, nesterov, decay, false));
    }

    /** All options. */
    public Sgd(Collection<Parameter> parameters, Options options) {
        this(List.of(new ParameterGroup<>(parameters, options)));
    }

    private Sgd(List<ParameterGroup<Options>> groups) {
        super("sgd", new Rule(), groups);
    }

    /** Over groups of parameters, no parameter in two of them. */
    public static Sgd ofGroups(List<ParameterGroup<Options>> groups) {
        return new Sgd(groups);
    }
}
