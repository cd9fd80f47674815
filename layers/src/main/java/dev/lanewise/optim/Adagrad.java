package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * Adagrad (Duchi, Hazan and Singer, 2011), in PyTorch's form. In a parameter's t-th update
 *
 * <pre>
 * d = g + decay * p                            sum = sum + d^2
 * p = p - rate / (1 + (t - 1) * rateDecay) * d / (sqrt(sum) + epsilon)</pre>
 *
 * <p>State {@code sum}, and {@code count} if there is a decay of the rate. PyTorch's default rate is 0.01. The
 * arithmetic is at {@link dev.lanewise.kernel.UpdateKernels#adagrad}.
 */
public final class Adagrad extends RuleOptimizer<Adagrad.Options, Adagrad.Constants> {
    /**
     * The options.
     *
     * @param rateDecay how fast the rate falls with the number of updates, at least 0
     * @param initialSum what the sum of squares starts with, at least 0
     * @param epsilon added to the root of the sum, at least 0
     * @param decay the factor of the weights that is added to the gradient, at least 0
     * @param maximize ascends instead
     */
    public record Options(double rateDecay, double initialSum, double epsilon, double decay, boolean maximize) {
        /** No decay, sums from 0, epsilon 1e-10: PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0, 0, 1e-10, 0, false);

        public Options {
            OptionChecks.require(
                    OptionChecks.notNegative(rateDecay)
                            && OptionChecks.notNegative(initialSum)
                            && OptionChecks.notNegative(epsilon)
                            && OptionChecks.notNegative(decay),
                    "adagrad: rate decay " + rateDecay + ", initial sum " + initialSum + ", epsilon " + epsilon
                            + ", decay " + decay,
                    "all at least 0");
        }
    }

    record Constants(float stepSize, float epsilon, float decay) {}

    private static final class Rule implements UpdateRule<Options, Constants> {
        @Override
        public List<String> states(Options options) {
            return List.of("sum");
        }

        @Override
        public float initial(Options options) {
            return (float) options.initialSum;
        }

        @Override
        public boolean counted(Options options) {
            return options.rateDecay > 0;
        }

        @Override
        public Constants constants(Options options, double rate, long count) {
            double sign = options.maximize ? -1 : 1;
            double stepSize = sign * rate / (1 + (count - 1) * options.rateDecay);
            return new Constants((float) stepSize, (float) options.epsilon, (float) (sign * options.decay));
        }

        @Override
        public void update(Tensor value, Tensor gradient, Tensor[] states, Constants c) {
            Backend.kernels().update().adagrad(value, gradient, states[0], c.stepSize, c.epsilon, c.decay);
        }
    }

    /** Adagrad with PyTorch's defaults. */
    public Adagrad(Collection<Parameter> parameters) {
        this(parameters, Options.DEFAULT);
    }

    /** Adagrad with options. */
    public Adagrad(Collection<Parameter> parameters, Options options) {
        this(List.of(new ParameterGroup<>(parameters, options)));
    }

    private Adagrad(List<ParameterGroup<Options>> groups) {
        super("adagrad", new Rule(), groups);
    }

    /** Over groups of parameters, no parameter in two of them. */
    public static Adagrad ofGroups(List<ParameterGroup<Options>> groups) {
        return new Adagrad(groups);
    }
}
