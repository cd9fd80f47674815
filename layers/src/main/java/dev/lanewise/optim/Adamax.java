package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * Adamax: Adam with the infinity norm (Kingma and Ba, 2015, section 7.1), in PyTorch's form. In a parameter's t-th update
 *
 * <pre>
 * d = g + decay * p                            m = beta1 * m + (1 - beta1) * d
 * u = max(beta2 * u, |d| + epsilon)            p = p - rate / (1 - beta1^t) * m / u</pre>
 *
 * <p>State {@code m}, {@code u} and {@code count}. PyTorch's default rate is 0.002. The arithmetic is at {@link
 * dev.lanewise.kernel.UpdateKernels#adamax}.
 */
public final class Adamax extends RuleOptimizer<Adamax.Options, AdamStep> {
    /**
     * The options.
     *
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the largest absolute value, in [0, 1)
     * @param epsilon added to the absolute value, at least 0
     * @param decay the factor of the weights that is added to the gradient, at least 0
     * @param maximize ascends instead
     */
    public record Options(double beta1, double beta2, double epsilon, double decay, boolean maximize) {
        /** Betas 0.9 and 0.999, epsilon 1e-8, no decay: PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8, 0, false);

        public Options {
            OptionChecks.require(
                    OptionChecks.fraction(beta1)
                            && OptionChecks.fraction(beta2)
                            && OptionChecks.notNegative(epsilon)
                            && OptionChecks.notNegative(decay),
                    "adamax: betas " + beta1 + ", " + beta2 + ", epsilon " + epsilon + ", decay " + decay,
                    "betas in [0, 1), the others at least 0");
        }
    }

    private static final class Rule implements UpdateRule<Options, AdamStep> {
        @Override
        public List<String> states(Options options) {
            return List.of("m", "u");
        }

        @Override
        public boolean counted(Options options) {
            return true;
        }

        @Override
        public AdamStep constants(Options options, double rate, long count) {
            float beta1 = (float) options.beta1;
            double corrected = 1 - StrictMath.pow(beta1, (double) count);
            double sign = options.maximize ? -1 : 1;
            return new AdamStep(
                    beta1,
                    (float) options.beta2,
                    (float) options.epsilon,
                    (float) (sign * rate / corrected),
                    1f,
                    1f,
                    (float) (sign * options.decay));
        }

        @Override
        public void update(Tensor value, Tensor gradient, Tensor[] states, AdamStep step) {
            Backend.kernels().update().adamax(value, gradient, states[0], states[1], step);
        }
    }

    /** Adamax with PyTorch's defaults. */
    public Adamax(Collection<Parameter> parameters) {
        this(parameters, Options.DEFAULT);
    }

    /** Adamax with options. */
    public Adamax(Collection<Parameter> parameters, Options options) {
        this(List.of(new ParameterGroup<>(parameters, options)));
    }

    private Adamax(List<ParameterGroup<Options>> groups) {
        super("adamax", new Rule(), groups);
    }

    /** Over groups of parameters, no parameter in two of them. */
    public static Adamax ofGroups(List<ParameterGroup<Options>> groups) {
        return new Adamax(groups);
    }
}
