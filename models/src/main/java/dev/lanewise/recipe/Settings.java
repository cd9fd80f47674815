package dev.lanewise.recipe;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.setting.RecordSettings;
import dev.lanewise.setting.Setting;
import dev.lanewise.setting.UnknownNameException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a model is made and trained: what {@code --set key=value} and the options of {@code train} reach. Those of training
 * are the same for all; a recipe adds those of its data and its model, which are the components of records.
 *
 * <p>Immutable. Keys stand in the order in which they are listed for people.
 */
public final class Settings {
    private static final List<String> LOSSES = List.of("auto", "cross_entropy", "mse", "mae", "huber");

    private static final List<Setting> TRAINING = List.of(
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
            Setting.count("early_stop", 0, 0, "evaluations without improvement after which a run ends; 0 for never"),
            Setting.amount("min_delta", 0, "the least improvement that early stopping counts, in the figure's unit"),
            Setting.text("monitor", "loss", "the figure that decides which model is best: loss or one of the metrics"),
            Setting.flag("keep_best", true, "whether the best model on validation data is restored at the end"),
            Setting.text("metrics", "", "figures to measure, with commas; empty for those that suit the data"),
            Setting.choice(
                    "loss", "auto", LOSSES, "auto: what suits the data; or " + String.join(", ", LOSSES.subList(1, 5))),
            Setting.share("label_smoothing", 0, "of cross_entropy, from 0 to less than 1"),
            Setting.count("prefetch", 2, 0, "batches read ahead by a thread of its own; 0 for none"),
            Setting.count("log_every", 0, 0, "updates between two rows of metrics.csv; 0 for 50 an epoch"),
            Setting.flag("json_log", false, "whether to write log.jsonl: true or false"),
            Setting.flag("tensorboard", false, "whether to write event files for TensorBoard: true or false"),
            Setting.integer("seed", 1, Long.MIN_VALUE, "an integer: initial weights, order of samples, all draws"));

    /** Training alone: Adam with a cosine schedule. */
    public static final Settings DEFAULT = of();

    private final List<Record> parts;
    private final Map<String, Setting> declared;
    private final Map<String, Object> values;

    private Settings(List<Record> parts, Map<String, Setting> declared, Map<String, Object> values) {
        this.parts = parts;
        this.declared = declared;
        this.values = values;
    }

    /**
     * The settings of training and of records, with the records' values as defaults.
     *
     * @throws IllegalArgumentException if two have the same key
     */
    public static Settings of(Record... parts) {
        Map<String, Setting> declared = new LinkedHashMap<>();
        TRAINING.forEach(setting -> declared.put(setting.key(), setting));
        for (Record part : parts) {
            for (Setting setting : RecordSettings.of(part)) {
                if (declared.putIfAbsent(setting.key(), setting) != null) {
                    throw new IllegalArgumentException(
                            part.getClass() + ": there is a setting " + setting.key() + " already");
                }
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        declared.forEach((key, setting) -> values.put(key, setting.byDefault()));
        return new Settings(List.of(parts), declared, values);
    }

    /**
     * These settings with one changed.
     *
     * @throws UnknownNameException for a key that does not exist
     * @throws IllegalArgumentException for a value that can't be read or is out of range
     */
    public Settings with(String key, Object value) {
        Setting setting = declared.get(key);
        if (setting == null) {
            throw new UnknownNameException("setting", key, List.copyOf(declared.keySet()));
        }
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(key, setting.read(value));
        return new Settings(parts, declared, changed);
    }

    /** These settings with several changed, as {@link #with(String, Object)} does; in the map's order. */
    public Settings with(Map<String, ?> given) {
        Settings changed = this;
        for (Map.Entry<String, ?> entry : given.entrySet()) {
            changed = changed.with(entry.getKey(), entry.getValue());
        }
        return changed;
    }

    /** All settings by key, in order, as numbers, booleans and strings. */
    public Map<String, Object> toMap() {
        return new LinkedHashMap<>(values);
    }

    /** What each key means, with its unit or range, in order. */
    public Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        declared.forEach((key, setting) -> meanings.put(key, setting.meaning()));
        return meanings;
    }

    /**
     * The record of a type that is part of these settings, with their values.
     *
     * @throws IllegalArgumentException if values do not go together, naming them
     */
    public <T> T part(Class<T> type) {
        for (Record part : parts) {
            if (type.isInstance(part)) {
                return type.cast(RecordSettings.with(part, values));
            }
        }
        throw new IllegalArgumentException("settings: no part is a " + type.getSimpleName() + ", there are " + parts);
    }

    /**
     * Checks that all values go together.
     *
     * @throws IllegalArgumentException naming those that do not
     */
    public Settings checked() {
        for (Record part : parts) {
            RecordSettings.with(part, values);
        }
        return this;
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

    /** The figures to measure; none if those that suit the data are wanted. */
    public List<String> metrics() {
        return text("metrics").isBlank()
                ? List.of()
                : Arrays.stream(text("metrics").split(",")).map(String::strip).toList();
    }

    /** The loss: auto, cross_entropy, mse, mae or huber. */
    public String loss() {
        return text("loss");
    }

    /** What cross-entropy takes from the true class and gives to all. */
    public double labelSmoothing() {
        return number("label_smoothing");
    }

    /** The figure that decides which model is best. */
    public String monitor() {
        return text("monitor");
    }

    /** Evaluations without improvement after which a run ends; 0 for never. */
    public int earlyStop() {
        return Math.toIntExact(integer("early_stop"));
    }

    /** The least improvement that early stopping counts. */
    public double minDelta() {
        return number("min_delta");
    }

    /** Whether the best model on validation data is restored at the end. */
    public boolean keepBest() {
        return flag("keep_best");
    }

    /** Batches read ahead; 0 for none. */
    public int prefetch() {
        return Math.toIntExact(integer("prefetch"));
    }

    /** Updates between two rows of metrics, for an epoch of so many. */
    public int logEvery(int stepsPerEpoch) {
        long every = integer("log_every");
        return every > 0 ? Math.toIntExact(every) : Math.max(1, stepsPerEpoch / 50);
    }

    /** Whether to write log.jsonl. */
    public boolean jsonLog() {
        return flag("json_log");
    }

    /** Whether to write event files for TensorBoard. */
    public boolean tensorBoard() {
        return flag("tensorboard");
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
