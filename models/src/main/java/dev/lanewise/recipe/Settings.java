package dev.lanewise.recipe;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a model is trained: what {@code --set key=value} and the options of {@code train} reach. Immutable; {@link #KEYS}
 * says what each key means.
 */
public final class Settings {
    private static final Map<String, Setting> ALL = all(List.of(
            Setting.count("epochs", 10, 1, "passes over the training data, at least 1"),
            Setting.integer("steps", 0, 0, "updates in all; 0 to go by epochs"),
            Setting.count("batch", 64, 1, "samples per update, at least 1"),
            Setting.count("accumulate", 1, 1, "parts that a batch is computed in, to save memory; at least 1"),
            Setting.number(
                    "lr",
                    1e-3,
                    "a number above 0",
                    v -> v > 0 && v < Double.POSITIVE_INFINITY,
                    "learning rate at its peak, above 0"),
            Setting.choice("optimizer", "adam", Optimizers.NAMES, String.join(", ", Optimizers.NAMES)),
            Setting.share("momentum", 0.9, "of sgd and rmsprop, from 0 to less than 1"),
            Setting.flag("nesterov", false, "whether sgd's momentum looks ahead: true or false"),
            Setting.share("beta1", 0.9, "of the adam family: decay of the first moment, from 0 to less than 1"),
            Setting.share("beta2", 0.999, "of the adam family: decay of the second moment, from 0 to less than 1"),
            Setting.amount("weight_decay", 0, "at least 0"),
            Setting.choice("schedule", "cosine", Schedules.NAMES, String.join(", ", Schedules.NAMES)),
            Setting.integer("warmup", 0, 0, "updates over which the learning rate rises from 0; 0 for none"),
            Setting.amount("min_lr", 0, "where a cosine or linear schedule ends, at least 0"),
            Setting.amount("gamma", 0.1, "factor of a step or exponential schedule, at least 0"),
            Setting.integer("step_size", 1000, 1, "updates between two falls of a step schedule, at least 1"),
            Setting.amount("clip_norm", 0, "largest norm of all gradients together; 0 for no limit"),
            Setting.amount("clip_value", 0, "largest magnitude of a gradient's element; 0 for no limit"),
            Setting.share("ema", 0, "decay of the average of weights that is saved beside them; 0 for none"),
            Setting.integer("checkpoint_every", 0, 0, "updates between two checkpoints; 0 for one every epoch"),
            Setting.count("keep", 2, 1, "how many of the newest checkpoints stay, at least 1"),
            Setting.integer("seed", 1, Long.MIN_VALUE, "an integer: initial weights, order of samples, all draws")));

    /** What a key means, with its unit or range, for {@code lanewise recipes NAME}. */
    public static final Map<String, String> KEYS = meanings();

    /** Adam with a cosine schedule. */
    public static final Settings DEFAULT = new Settings(Map.of());

    private final Map<String, Object> values = new LinkedHashMap<>();

    private Settings(Map<String, ?> given) {
        ALL.forEach((key, setting) -> {
            Object value = given.get(key);
            values.put(key, value == null ? setting.byDefault() : setting.read(value));
        });
    }

    private static Map<String, Setting> all(List<Setting> settings) {
        Map<String, Setting> byKey = new LinkedHashMap<>();
        settings.forEach(setting -> byKey.put(setting.key(), setting));
        return byKey;
    }

    private static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        ALL.forEach((key, setting) -> meanings.put(key, setting.meaning()));
        return meanings;
    }

    /**
     * These settings with one changed.
     *
     * @throws UnknownNameException for a key that does not exist
     * @throws IllegalArgumentException for a value that can't be read or is out of range
     */
    public Settings with(String key, String value) {
        if (!ALL.containsKey(key)) {
            throw new UnknownNameException("setting", key, List.copyOf(ALL.keySet()));
        }
        Map<String, Object> changed = toMap();
        changed.put(key, value);
        return new Settings(changed);
    }

    /** All settings by key, in order, as numbers, booleans and strings. */
    public Map<String, Object> toMap() {
        return new LinkedHashMap<>(values);
    }

    /** Settings from a map such as {@link #toMap} gives; what is missing keeps the default, other keys are ignored. */
    public static Settings fromMap(Map<String, ?> map) {
        return new Settings(map);
    }

    long integer(String key) {
        return (long) values.get(key);
    }

    double number(String key) {
        return (double) values.get(key);
    }

    boolean flag(String key) {
        return (boolean) values.get(key);
    }

    String text(String key) {
        return (String) values.get(key);
    }

    /** Samples per update. */
    public int batch() {
        return Math.toIntExact(integer("batch"));
    }

    /** The parts that a batch is computed in. */
    public int accumulate() {
        return Math.toIntExact(integer("accumulate"));
    }

    /** The seed of everything random. */
    public long seed() {
        return integer("seed");
    }

    /** Updates between two checkpoints; 0 for one every epoch. */
    public long checkpointEvery() {
        return integer("checkpoint_every");
    }

    /** How many of the newest checkpoints stay. */
    public int keep() {
        return Math.toIntExact(integer("keep"));
    }

    /** Updates in a run over a training set of the given size. */
    public long stepsOver(int samples) {
        long steps = integer("steps");
        return steps > 0 ? steps : integer("epochs") * Math.ceilDiv(samples, batch());
    }

    /** The optimiser, with fresh state: clipping and averaging as set. */
    public Optimizer optimizerFor(Collection<Parameter> parameters) {
        return Optimizers.of(this, parameters);
    }

    /** The schedule over a run of so many updates. */
    public Schedule scheduleOver(long updates) {
        return Schedules.of(this, updates);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings s && values.equals(s.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
