package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The average of the weights along training, which often generalises better than the last ones. In its n-th update, from
 * 1, {@code average = average + weight_n * (p - average)}; the first update copies the weights. The rule gives the
 * weights.
 *
 * <p>Buffers, running statistics for example, are not averaged: after {@link #swap} a model with batch normalisation
 * should see some batches in training mode (Izmailov et al., 2018). Used by one thread.
 */
public final class WeightAverage {
    private static final String AVERAGE = "average";

    /** How much of the present weights goes into the average. */
    public sealed interface Rule {
        /** The weight of the n-th update, from 1, which has weight 1. */
        double weight(long n);
    }

    /**
     * Exponential moving average (Polyak and Juditsky, 1992): weight {@code 1 - decay} from the second update on, as
     * PyTorch's AveragedModel with get_ema_multi_avg_fn. The start has weight {@code decay^(n-1)} after n updates.
     *
     * @param decay in [0, 1)
     */
    public record Ema(double decay) implements Rule {
        public Ema {
            OptionChecks.require(OptionChecks.fraction(decay), "ema: decay " + decay, "in [0, 1)");
        }

        @Override
        public double weight(long n) {
            return n == 1 ? 1 : 1 - decay;
        }
    }

    /**
     * Exponential moving average with a warm-up: the decay of the n-th update is {@code min(decay, n / (n + 9))}, so that
     * the beginning is forgotten (the form of TensorFlow's ExponentialMovingAverage with num_updates = n - 1).
     *
     * @param decay in [0, 1)
     */
    public record WarmEma(double decay) implements Rule {
        public WarmEma {
            OptionChecks.require(OptionChecks.fraction(decay), "warm ema: decay " + decay, "in [0, 1)");
        }

        @Override
        public double weight(long n) {
            return n == 1 ? 1 : 1 - Math.min(decay, n / (n + 9.0));
        }
    }

    /**
     * Exponential moving average without the bias towards its start: what {@code a = decay * a + (1 - decay) * p} from 0,
     * divided by {@code 1 - decay^n}, gives (Kingma and Ba, 2015, section 3); the weight is {@code (1 - decay) / (1 -
     * decay^n)}.
     *
     * @param decay in [0, 1)
     */
    public record DebiasedEma(double decay) implements Rule {
        public DebiasedEma {
            OptionChecks.require(OptionChecks.fraction(decay), "debiased ema: decay " + decay, "in [0, 1)");
        }

        @Override
        public double weight(long n) {
            return (1 - decay) / (1 - StrictMath.pow(decay, (double) n));
        }
    }

    /** Stochastic weight averaging (Izmailov et al., 2018): the mean, weight {@code 1 / n}. */
    public record Swa() implements Rule {
        @Override
        public double weight(long n) {
            return 1.0 / n;
        }
    }

    private record Entry(Parameter parameter, Tensor average) {}

    private final Rule rule;
    private final List<Entry> entries = new ArrayList<>();
    private final IdentityHashMap<Parameter, Entry> byParameter = new IdentityHashMap<>();
    private final float[] scratch;
    private long updates;
    private boolean swapped;

    /** Of these parameters; one that comes twice counts once. */
    public WeightAverage(Collection<Parameter> parameters, Rule rule) {
        this.rule = rule;
        int most = 0;
        for (Parameter parameter : parameters) {
            if (!byParameter.containsKey(parameter)) {
                Entry entry = new Entry(parameter, Tensor.zeros(parameter.shape()));
                byParameter.put(parameter, entry);
                entries.add(entry);
                most = Math.max(most, parameter.value().size());
            }
        }
        scratch = new float[most];
    }

    /**
     * Takes the present weights into the average: after every step, or at the end of every epoch.
     *
     * @throws IllegalStateException while the average is in the parameters
     */
    public void update() {
        notSwapped();
        updates++;
        float weight = (float) rule.weight(updates);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (updates == 1) {
                entry.average.copyFrom(entry.parameter.value());
            } else {
                Backend.kernels().update().average(entry.average, entry.parameter.value(), weight);
            }
        }
    }

    /** How many updates are in the average. */
    public long updates() {
        return updates;
    }

    /**
     * Sets the number of updates, after {@link #state} was restored from a checkpoint.
     *
     * @throws IllegalStateException while the average is in the parameters
     */
    public void resumeAt(long made) {
        notSwapped();
        updates = made;
    }

    /**
     * Exchanges average and weights: the parameters hold the average, to be evaluated or saved, until the next call brings
     * the weights back, bit for bit.
     *
     * @throws IllegalStateException if there is no average yet
     */
    public void swap() {
        if (updates == 0) {
            throw new IllegalStateException("weight average: swapped before its first update");
        }
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Tensor value = entry.parameter.value();
            Tensor kept = Tensor.window(scratch, 0, value.shape());
            kept.copyFrom(value);
            value.copyFrom(entry.average);
            entry.average.copyFrom(kept);
        }
        swapped = !swapped;
    }

    /** True while the parameters hold the average. */
    public boolean swapped() {
        return swapped;
    }

    /**
     * The average of a parameter under the name {@code average}, live; empty if it is not averaged here.
     *
     * @throws IllegalStateException while the average is in the parameters
     */
    public Map<String, Tensor> state(Parameter parameter) {
        notSwapped();
        Entry entry = byParameter.get(parameter);
        return entry == null ? Map.of() : Map.of(AVERAGE, entry.average);
    }

    private void notSwapped() {
        if (swapped) {
            throw new IllegalStateException("weight average: the parameters hold the average; swap it out first");
        }
    }
}
