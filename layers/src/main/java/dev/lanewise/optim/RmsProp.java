package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.kernel.UpdateKernels.RmsPropStep;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * RMSProp (Tieleman and Hinton, 2012), centred as in Graves (2013), in PyTorch's form:
 *
 * <pre>
 * d = g + decay * p                            square = alpha * square + (1 - alpha) * d^2
 * root = sqrt(square) + epsilon                or, if centred, with mean = alpha * mean + (1 - alpha) * d,
 *                                              root = sqrt(square - mean^2) + epsilon
 * velocity = momentum * velocity + d / root    p = p - rate * velocity</pre>
 *
 * <p>State {@code square}, {@code mean} if centred, {@code velocity} if there is momentum. PyTorch's default rate is
 * 0.01. The arithmetic is at {@link dev.lanewise.kernel.UpdateKernels#rmsProp}.
 */
public final class RmsProp extends RuleOptimizer<RmsProp.Options, RmsProp.Constants> {
    /**
     * The options.
     *
     * @param alpha decay of the means, in [0, 1]
     * @param epsilon added to the root, at least 0
     * @param momentum in [0, 1)
     * @param centred divides by the deviation instead of the root mean square
     * @param decay the factor of the weights that is added to the gradient, at least 0
     * @param maximize ascends instead
     */
    public record Options(
            double alpha, double epsilon, double momentum, boolean centred, double decay, boolean maximize) {
        /** Alpha 0.99, epsilon 1e-8, neither momentum nor decay, not centred: PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.99, 1e-8, 0, false, 0, false);

        public Options {
            OptionChecks.require(
                    alpha >= 0
                            && alpha <= 1
                            && OptionChecks.fraction(momentum)
                            && OptionChecks.notNegative(epsilon)
                            && OptionChecks.notNegative(decay),
                    "rmsProp: alpha " + alpha + ", momentum " + momentum + ", epsilon " + epsilon + ", decay " + decay,
                    "alpha in [0, 1], momentum in [0, 1), the others at least 0");
        }
    }

    record Constants(boolean centred, RmsPropStep step) {}

    private static final class Rule implements UpdateRule<Options, Constants> {
        @Override
        public List<String> states(Options options) {
            List<String> names = new ArrayList<>(List.of("square"));
            if (options.centred) {
                names.add("mean");
            }
            if (options.momentum > 0) {
                names.add("velocity");
            }
            return names;
        }

        @Override
        public boolean counted(Options options) {
            return false;
        }

        @Override
        public Constants constants(Options options, double rate, long count) {
            double sign = options.maximize ? -1 : 1;
            RmsPropStep step = new RmsPropStep(
                    (float) (sign * rate),
                    (float) options.alpha,
                    (float) (1 - options.alpha),
                    (float) options.epsilon,
                    (float) options.momentum,
                    (float) (sign * options.decay));
            return new Constants(options.centred, step);
        }

        @Override
        public void update(Tensor value, Tensor gradient, Tensor[] states, Constants c) {
            Tensor mean = c.centred ? states[1] : null;
            Tensor velocity = c.step.momentum() == 0f ? null : states[states.length - 1];
            Backend.kernels().update().rmsProp(value, gradient, states[0], mean, velocity, c.step);
        }
    }

    /** RmsProp with PyTorch's defaults. */
    public RmsProp(Collection<Parameter> parameters) {
        this(parameters, Options.DEFAULT);
    }

    /** RmsProp with options. */
    public RmsProp(Collection<Parameter> parameters, Options options) {
        this(List.of(new ParameterGroup<>(parameters, options)));
    }

    private RmsProp(List<ParameterGroup<Options>> groups) {
        super("rmsProp", new Rule(), groups);
    }

    /** Over groups of parameters, no parameter in two of them. */
    public static RmsProp ofGroups(List<ParameterGroup<Options>> groups) {
        return new RmsProp(groups);
    }
}
