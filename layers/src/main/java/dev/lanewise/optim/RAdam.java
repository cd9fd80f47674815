package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * RAdam: Adam whose step is rectified while the variance of its divisor is large (Liu et al., 2020), in PyTorch's form.
 * In a parameter's t-th update, with {@code r = 2 / (1 - beta2) - 1} and {@code r_t = r - 2 t beta2^t / (1 - beta2^t)},
 *
 * <pre>
 * d = g + decay * p                            or, if decoupled, d = g and p = p - rate * decay * p
 * m = beta1 * m + (1 - beta1) * d              v = beta2 * v + (1 - beta2) * d^2
 * x = m / (1 - beta1^t)
 * y = sqrt((r_t - 4)(r_t - 2) r / ((r - 4)(r - 2) r_t)) * sqrt(1 - beta2^t) / (sqrt(v) + epsilon)
 * p = p - rate * x * (r_t > 5 ? y : 1)</pre>
 *
 * <p>State {@code m}, {@code v} and {@code count}. The arithmetic is at {@link
 * dev.lanewise.kernel.UpdateKernels#adam}.
 */
public final class RAdam extends RuleOptimizer<RAdam.Options, AdamStep> {
    /**
     * The options.
     *
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the second moment, in [0, 1)
     * @param epsilon added to the root of the second moment, at least 0
     * @param decay weight decay, at least 0
     * @param decoupled true for a decay of the weights as in AdamW, false for an L2 term in the gradient
     * @param maximize ascends instead
     */
    public record Options(
            double beta1, double beta2, double epsilon, double decay, boolean decoupled, boolean maximize) {
        /** Betas 0.9 and 0.999, epsilon 1e-8, no decay: PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8, 0, false, false);

        public Options {
            OptionChecks.require(
                    OptionChecks.fraction(beta1)
                            && OptionChecks.fraction(beta2)
                            && OptionChecks.notNegative(epsilon)
                            && OptionChecks.notNegative(decay),
                    "radam: betas " + beta1 + ", " + beta2 + ", epsilon " + epsilon + ", decay " + decay,
                    "betas in [0, 1), the others at least 0");
        }
    }

    private static final class Rule implements UpdateRule<Options, AdamStep> {
        /** From this length of the average on, the divisor is used. */
        private static final double TRUSTED = 5;

        @Override
        public List<String> states(Options options) {
            return List.of("m", "v");
        }

        @Override
        public boolean counted(Options options) {
            return true;
        }

        @Override
        public AdamStep constants(Options options, double rate, long count) {
            float beta1 = (float) options.beta1;
            float beta2 = (float) options.beta2;
            double corrected1 = 1 - StrictMath.pow(beta1, (double) count);
            double corrected2 = 1 - StrictMath.pow(beta2, (double) count);
            double power = StrictMath.pow(options.beta2, (double) count);
            double most = 2 / (1 - options.beta2) - 1;
            double length = most - 2 * count * power / (1 - power);
            double stepSize = (options.maximize ? -rate : rate) / corrected1;
            boolean trusted = length > TRUSTED;
            if (trusted) {
                double rectified = (length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length);
                stepSize *= Math.sqrt(rectified) * Math.sqrt(corrected2);
            }
            // Not trusted: a root scaled to 0 and an epsilon of 1 divide by 1. (By NaN, if the square of a gradient has
            // overflowed: the update would be larger than 1e19.)
            return new AdamStep(
                    beta1,
                    beta2,
                    trusted ? (float) options.epsilon : 1f,
                    (float) stepSize,
                    trusted ? 1f : 0f,
                    options.decoupled ? (float) (1 - rate * options.decay) : 1f,
                    options.decoupled ? 0f : (float) (options.maximize ? -options.decay : options.decay));
        }

        @Override
        public void update(Tensor value, Tensor gradient, Tensor[] states, AdamStep step) {
            Backend.kernels().update().adam(value, gradient, states[0], states[1], step);
        }
    }

    /** RAdam with PyTorch's defaults. */
    public RAdam(Collection<Parameter> parameters) {
        this(parameters, Options.DEFAULT);
    }

    /** RAdam with options. */
    public RAdam(Collection<Parameter> parameters, Options options) {
        this(List.of(new ParameterGroup<>(parameters, options)));
    }

    private RAdam(List<ParameterGroup<Options>> groups) {
        super("radam", new Rule(), groups);
    }

    /** Over groups of parameters, no parameter in two of them. */
    public static RAdam ofGroups(List<ParameterGroup<Options>> groups) {
        return new RAdam(groups);
    }
}
