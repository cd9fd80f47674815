package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.kernel.UpdateKernels.AdadeltaStep;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * Adadelta (Zeiler, 2012), in PyTorch's form:
 *
 * <pre>
 * d = g + decay * p                            square = rho * square + (1 - rho) * d^2
 * x = sqrt(delta + epsilon) / sqrt(square + epsilon) * d
 * delta = rho * delta + (1 - rho) * x^2        p = p - rate * x</pre>
 *
 * <p>State {@code square} and {@code delta}. The paper has rate 1, which is PyTorch's default. The arithmetic is at
 * {@link dev.lanewise.kernel.UpdateKernels#adadelta}.
 */
public final class Adadelta extends RuleOptimizer<Adadelta.Options, AdadeltaStep> {
    /**
     * The options.
     *
     * @param rho decay of both means, in [0, 1]
     * @param epsilon under both roots, at least 0
     * @param decay the factor of the weights that is added to the gradient, at least 0
     * @param maximize ascends instead
     */
    public record Options(double rho, double epsilon, double decay, boolean maximize) {
        /** Rho 0.9, epsilon 1e-6, no decay: PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.9, 1e-6, 0, false);

        public Options {
            OptionChecks.require(
                    rho >= 0 && rho <= 1 && OptionChecks.notNegative(epsilon) && OptionChecks.notNegative(decay),
                    "adadelta: rho " + rho + ", epsilon " + epsilon + ", decay " + decay,
                    "rho in [0, 1], the others at least 0");
        }
    }

    private static final class Rule implements UpdateRule<Options, AdadeltaStep> {
        @Override
        public List<String> states(Options options) {
            return List.of("square", "delta");
        }

        @Override
        public boolean counted(Options options) {
            return false;
        }

        @Override
        public AdadeltaStep constants(Options options, double rate, long count) {
            double sign = options.maximize ? -1 : 1;
            return new AdadeltaStep(
                    (float) (sign * rate),
                    (float) options.rho,
                    (float) (1 - options.rho),
                    (float) options.epsilon,
                    (float) (sign * options.decay));
        }

        @Override
        public void update(Tensor value, Tensor gradient, Tensor[] states, AdadeltaStep step) {
            Backend.kernels().update().adadelta(value, gradient, states[0], states[1], step);
        }
    }

    /** Adadelta with PyTorch's defaults. */
    public Adadelta(Collection<Parameter> parameters) {
        this(parameters, Options.DEFAULT);
    }

    /** Adadelta with options. */
    public Adadelta(Collection<Parameter> parameters, Options options) {
        this(List.of(new ParameterGroup<>(parameters, options)));
    }

    private Adadelta(List<ParameterGroup<Options>> groups) {
        super("adadelta", new Rule(), groups);
    }

    /** Over groups of parameters, no parameter in two of them. */
    public static Adadelta ofGroups(List<ParameterGroup<Options>> groups) {
        return new Adadelta(groups);
    }
}
