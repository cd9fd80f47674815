package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.ParameterGradients;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs an {@link UpdateRule} over groups of parameters. The updates of a parameter are counted one by one, as bias
 * corrections need it: a parameter that has its first gradient late, or was frozen, starts like a new one.
 */
abstract sealed class RuleOptimizer<O, C> implements Optimizer
        permits Adadelta, Adagrad, Adam, Adamax, NAdam, RAdam, RmsProp, Sgd {
    private static final String COUNT = "count";

    /** The counts are two floats, high and low, so that they stay whole numbers beyond 2^24. */
    private static final long LOW = 1 << 24;

    private record Entry(Parameter parameter, Tensor[] states, Tensor count, Map<String, Tensor> named) {}

    private final UpdateRule<O, C> rule;
    private final List<ParameterGroup<O>> groups;
    private final List<List<Entry>> entries = new ArrayList<>();
    private final IdentityHashMap<Parameter, Entry> byParameter = new IdentityHashMap<>();
    private long steps;

    // The constants that were computed last, and of what.
    private O knownOptions;
    private double knownRate;
    private long knownCount;
    private C known;

    RuleOptimizer(String name, UpdateRule<O, C> rule, List<ParameterGroup<O>> groups) {
        this.rule = rule;
        this.groups = List.copyOf(groups);
        for (int g = 0; g < this.groups.size(); g++) {
            ParameterGroup<O> group = this.groups.get(g);
            List<Entry> mine = new ArrayList<>();
            for (Parameter parameter : group.parameters()) {
                Entry entry = entry(parameter, group.options());
                if (byParameter.put(parameter, entry) != null) {
                    throw new IllegalArgumentException(
                            name + ": " + parameter + " is in group " + g + " and in one before it");
                }
                mine.add(entry);
            }
            entries.add(mine);
        }
    }

    private Entry entry(Parameter parameter, O options) {
        List<String> names = rule.states(options);
        Map<String, Tensor> named = new LinkedHashMap<>();
        Tensor[] states = new Tensor[names.size()];
        for (int i = 0; i < states.length; i++) {
            states[i] = Tensor.zeros(parameter.shape());
            states[i].fill(rule.initial(options));
            named.put(names.get(i), states[i]);
        }
        Tensor count = null;
        if (rule.counted(options)) {
            count = Tensor.zeros(2);
            named.put(COUNT, count);
        }
        return new Entry(parameter, states, count, Collections.unmodifiableMap(named));
    }

    @Override
    public final void step(ParameterGradients gradients, float rate) {
        steps++;
        for (int g = 0; g < groups.size(); g++) {
            ParameterGroup<O> group = groups.get(g);
            if (!group.frozen()) {
                List<Entry> mine = entries.get(g);
                double groupRate = rate * group.rateFactor();
                for (int i = 0; i < mine.size(); i++) {
                    Entry entry = mine.get(i);
                    if (gradients.has(entry.parameter)) {
                        Tensor gradient = gradients.of(entry.parameter);
                        C constants = constants(group.options(), groupRate, counted(entry.count));
                        rule.update(entry.parameter.value(), gradient, entry.states, constants);
                    }
                }
            }
        }
    }

    private static long counted(Tensor count) {
        if (count == null) {
            return 1;
        }
        float[] at = count.array();
        long high = (long) at[0];
        long low = (long) at[1];
        long now = high * LOW + low + 1;
        at[0] = (float) Math.floorDiv(now, LOW);
        at[1] = (float) Math.floorMod(now, LOW);
        return now;
    }

    private C constants(O options, double rate, long count) {
        if (known == null || knownOptions != options || knownRate != rate || knownCount != count) {
            known = rule.constants(options, rate, count);
            knownOptions = options;
            knownRate = rate;
            knownCount = count;
        }
        return known;
    }

    @Override
    public final long steps() {
        return steps;
    }

    @Override
    public final void resumeAt(long made) {
        steps = made;
    }

    @Override
    public final Map<String, Tensor> state(Parameter parameter) {
        Entry entry = byParameter.get(parameter);
        return entry == null ? Map.of() : entry.named;
    }

    @Override
    public final List<ParameterGroup<O>> groups() {
        return groups;
    }
}
