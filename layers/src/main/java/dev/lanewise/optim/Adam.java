package dev.lanewise.optim;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba, 2015); with decoupled weight decay it is AdamW (Loshchilov and Hutter, 2019). The formulas are at
 * {@link dev.lanewise.kernel.UpdateKernels#adam}.
 */
public final class Adam implements Optimizer {
    /**
     * The options; the defaults of {@link #DEFAULT} are PyTorch's.
     *
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the second moment, in [0, 1)
     * @param epsilon added to the root of the second moment
     * @param decay weight decay, at least 0
     * @param decoupled true for AdamW's decay of the weights, false for an L2 term in the gradient
     */
    public record Options(double beta1, double beta2, double epsilon, double decay, boolean decoupled) {
        /** Betas 0.9 and 0.999, epsilon 1e-8, no decay. */
        public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8, 0, false);

        public Options {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon >= 0 && decay >= 0)) {
                throw new IllegalArgumentException("adam: betas " + beta1 + ", " + beta2 + ", epsilon " + epsilon
                        + ", decay " + decay + ", expected betas in [0, 1), the others at least 0");
            }
        }
    }

    private record Moments(Tensor m, Tensor v) {}

    private final List<Parameter> parameters;
    private final IdentityHashMap<Parameter, Moments> moments = new IdentityHashMap<>();
    private final Options options;
    private long steps;

    /** Adam with PyTorch's defaults. */
    public Adam(Collection<Parameter> parameters) {
        this(parameters, Options.DEFAULT);
    }

    /** Adam with options. */
    public Adam(Collection<Parameter> parameters, Options options) {
        this.parameters = List.copyOf(parameters);
        this.options = options;
        this.parameters.forEach(p -> moments.put(p, new Moments(Tensor.zeros(p.shape()), Tensor.zeros(p.shape()))));
    }

    @Override
    public void step(Gradients gradients, float rate) {
        steps++;
        // The corrections in double and StrictMath: the same on every machine. Of the betas that the kernel sees: 1 -
        // 0.999
        // as floats is off by 1e-5 of itself, which cancels only if both have it.
        float beta1 = (float) options.beta1;
        float beta2 = (float) options.beta2;
        double corrected1 = 1 - StrictMath.pow(beta1, (double) steps);
        double corrected2 = 1 - StrictMath.pow(beta2, (double) steps);
        AdamStep step = new AdamStep(
                beta1,
                beta2,
                (float) options.epsilon,
                (float) (rate / corrected1),
                (float) (1 / Math.sqrt(corrected2)),
                options.decoupled ? (float) (1 - rate * options.decay) : 1f,
                options.decoupled ? 0f : (float) options.decay);
        for (int i = 0; i < parameters.size(); i++) {
            Parameter p = parameters.get(i);
            if (gradients.has(p)) {
                Moments at = moments.get(p);
                Backend.kernels().update().adam(p.value(), gradients.of(p), at.m, at.v, step);
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
        Moments at = moments.get(parameter);
        return at == null ? Map.of() : Map.of("m", at.m, "v", at.v);
    }
}
