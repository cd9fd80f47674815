package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.kernel.UpdateKernels;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * Adam (Kingma and Ba, 2015); with decoupled weight decay it is AdamW (Loshchilov and Hutter, 2019), with the largest
 * second moment AMSGrad (Reddi, Kale and Kumar, 2018). In a parameter's t-th update
 *
 * <pre>
 * d = g + decay * p                            or, if decoupled, d = g and p = p - rate * decay * p
 * m = beta1 * m + (1 - beta1) * d
 * v = beta2 * v + (1 - beta2) * d^2            s = amsgrad ? the largest v so far : v
 * p = p - rate * m / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + epsilon)</pre>
 *
 * <p>State {@code m}, {@code v}, {@code largest} for AMSGrad, and {@code count}. The arithmetic is at {@link
 * UpdateKernels#adam} and {@link UpdateKernels#amsgrad}.
 */
public final class Adam extends RuleOptimizer<Adam.Options, AdamStep> {
    /**
     * The options.
     *
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the second moment, in [0, 1)
     * @param epsilon added to the root of the second moment
     * @param decay weight decay, at least 0
     * @param decoupled true for AdamW's decay of the weights, false for an L2 term in the gradient
     * @param amsgrad divides by the largest second moment so far
     * @param maximize ascends instead
     */
    public record Options(
            double beta1,
            double beta2,
            double epsilon,
            double decay,
            boolean decoupled,
            boolean amsgrad,
            boolean maximize) {
        /** Betas 0.9 and 0.999, epsilon 1e-8, no decay: PyTorch's defaults for Adam. */
        public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8, 0, false);

        /** The same with a decoupled decay of 0.01: PyTorch's defaults for AdamW. */
        public static final Options ADAMW = new Options(0.9, 0.999, 1e-8, 0.01, true);

        public Options {
            if (!OptionChecks.fraction(beta1)
                    || !OptionChecks.fraction(beta2)
                    || !OptionChecks.notNegative(epsilon)
                    || !OptionChecks.notNegative(decay)) {
                throw new IllegalArgumentException("adam: betas " + beta1 + ", " + beta2 + ", epsilon " + epsilon
                        + ", decay " + decay + ", expected betas in [0, 1), the others at least 0");
            }
        }

        /** Without AMSGrad, descending. */
        public Options(double beta1, double beta2, double epsilon, double decay, boolean decoupled) {
            this(beta1, beta2, epsilon, decay, decoupled, false, false);
        }
    }

    private static final class Rule implements UpdateRule<Options, AdamStep> {
        @Override
        public List<String> states(Options options) {
            return options.amsgrad ? List.of("m", "v", "largest") : List.of("m", "v");
        }

        @Override
        public boolean counted(Options options) {
            return true;
        }

        @Override
        public AdamStep constants(Options options, double rate, long count) {
            // The corrections in double and StrictMath: the same on every machine. Of the betas that the kernel sees:
            // 1 - 0.999 as floats is off by 1e-5 of itself, which cancels only if both have it.
            float beta1 = (float) options.beta1;
            float beta2 = (float) options.beta2;
            double corrected1 = 1 - StrictMath.pow(beta1, (double) count);
            double corrected2 = 1 - StrictMath.pow(beta2, (double) count);
            double sign = options.maximize ? -1 : 1;
            return new AdamStep(
                    beta1,
                    beta2,
                    (float) options.epsilon,
                    (float) (sign * rate / corrected1),
                    (float) (1 / Math.sqrt(corrected2)),
                    options.decoupled ? (float) (1 - rate * options.decay) : 1f,
                    options.decoupled ? 0f : (float) (sign * options.decay));
        }

        @Override
        public void update(Tensor value, Tensor gradient, Tensor[] states, AdamStep step) {
            UpdateKernels kernels = Backend.kernels().update();
            if (states.length == 3) {
                kernels.amsgrad(value, gradient, states[0], states[1], states[2], step);
            } else {
                kernels.adam(value, gradient, states[0], states[1], step);
            }
        }
    }

    /** Adam with PyTorch's defaults. */
    public Adam(Collection<Parameter> parameters) {
        this(parameters, Options.DEFAULT);
    }

    /** Adam with options. */
    public Adam(Collection<Parameter> parameters, Options options) {
        this(List.of(new ParameterGroup<>(parameters, options)));
    }

    private Adam(List<ParameterGroup<Options>> groups) {
        super("adam", new Rule(), groups);
    }

    /** Over groups of parameters, no parameter in two of them. */
    public static Adam ofGroups(List<ParameterGroup<Options>> groups) {
        return new Adam(groups);
    }
}
