package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.kernel.UpdateKernels.NadamStep;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * NAdam: Adam with Nesterov's look ahead (Dozat, 2016), in PyTorch's form. In a parameter's t-th update, with {@code
 * mu_t = beta1 * (1 - 0.96^(t * momentumDecay) / 2)},
 *
 * <pre>
 * d = g + decay * p                            or, if decoupled, d = g and p = p - rate * decay * p
 * m = beta1 * m + (1 - beta1) * d              v = beta2 * v + (1 - beta2) * d^2
 * x = mu_(t+1) * m / (1 - mu_1 ... mu_(t+1)) + (1 - mu_t) * d / (1 - mu_1 ... mu_t)
 * p = p - rate * x / (sqrt(v / (1 - beta2^t)) + epsilon)</pre>
 *
 * <p>State {@code m}, {@code v} and {@code count}, of which the products are functions. PyTorch's default rate is 0.002.
 * The arithmetic is at {@link dev.lanewise.kernel.UpdateKernels#nadam}.
 */
public final class NAdam extends RuleOptimizer<NAdam.Options, NadamStep> {
    /**
     * The options.
     *
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the second moment, in [0, 1)
     * @param epsilon added to the root of the second moment, at least 0
     * @param momentumDecay how fast mu approaches beta1, at least 0
     * @param decay weight decay, at least 0
     * @param decoupled true for a decay of the weights as in AdamW, false for an L2 term in the gradient
     * @param maximize ascends instead
     */
    public record Options(
            double beta1,
            double beta2,
            double epsilon,
            double momentumDecay,
            double decay,
            boolean decoupled,
            boolean maximize) {
        /** Betas 0.9 and 0.999, epsilon 1e-8, momentum decay 0.004, no weight decay: PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8, 4e-3, 0, false, false);

        public Options {
            OptionChecks.require(
                    OptionChecks.fraction(beta1)
                            && OptionChecks.fraction(beta2)
                            && OptionChecks.notNegative(epsilon)
                            && OptionChecks.notNegative(momentumDecay)
                            && OptionChecks.notNegative(decay),
                    "nadam: betas " + beta1 + ", " + beta2 + ", epsilon " + epsilon + ", momentum decay "
                            + momentumDecay + ", decay " + decay,
                    "betas in [0, 1), the others at least 0");
        }

        /** The momentum of an update, from 1. */
        private double mu(long t) {
            return beta1 * (1 - 0.5 * StrictMath.pow(0.96, t * momentumDecay));
        }
    }

    private static final class Rule implements UpdateRule<Options, NadamStep> {
        /** A product below this is lost in its difference from 1. */
        private static final double NEGLIGIBLE = 1e-20;

        // The product of mu_1 to mu_t that was computed last, to go on from.
        private Options knownOptions;
        private long knownCount;
        private double knownProduct;

        @Override
        public List<String> states(Options options) {
            return List.of("m", "v");
        }

        @Override
        public boolean counted(Options options) {
            return true;
        }

        private double product(Options options, long count) {
            if (!options.equals(knownOptions) || count < knownCount) {
                knownOptions = options;
                knownCount = 0;
                knownProduct = 1;
            }
            while (knownCount < count && knownProduct > NEGLIGIBLE) {
                knownCount++;
                knownProduct *= options.mu(knownCount);
            }
            return knownProduct;
        }

        @Override
        public NadamStep constants(Options options, double rate, long count) {
            float beta2 = (float) options.beta2;
            double mu = options.mu(count);
            double next = options.mu(count + 1);
            double product = product(options, count);
            double corrected = 1 - StrictMath.pow(beta2, (double) count);
            double sign = options.maximize ? -1 : 1;
            return new NadamStep(
                    (float) options.beta1,
                    beta2,
                    (float) options.epsilon,
                    (float) (sign * rate * (1 - mu) / (1 - product)),
                    (float) (sign * rate * next / (1 - product * next)),
                    (float) (1 / Math.sqrt(corrected)),
                    options.decoupled ? (float) (1 - rate * options.decay) : 1f,
                    options.decoupled ? 0f : (float) (sign * options.decay));
        }

        @Override
        public void update(Tensor value, Tensor gradient, Tensor[] states, NadamStep step) {
            Backend.kernels().update().nadam(value, gradient, states[0], states[1], step);
        }
    }

    /** NAdam with PyTorch's defaults. */
    public NAdam(Collection<Parameter> parameters) {
        this(parameters, Options.DEFAULT);
    }

    /** NAdam with options. */
    public NAdam(Collection<Parameter> parameters, Options options) {
        this(List.of(new ParameterGroup<>(parameters, options)));
    }

    private NAdam(List<ParameterGroup<Options>> groups) {
        super("nadam", new Rule(), groups);
    }

    /** Over groups of parameters, no parameter in two of them. */
    public static NAdam ofGroups(List<ParameterGroup<Options>> groups) {
        return new NAdam(groups);
    }
}
