package dev.lanewise.recipe;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.optim.Sgd;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a model is trained: what {@code --set key=value} and the options of {@code train} reach.
 *
 * @param epochs passes over the training data, at least 1
 * @param steps updates in all; 0 to go by epochs
 * @param batch samples per update, at least 1
 * @param lr the learning rate at its peak, above 0
 * @param optimizer adam, adamw or sgd
 * @param momentum of sgd, in [0, 1)
 * @param nesterov whether sgd's momentum looks ahead
 * @param weightDecay at least 0
 * @param schedule cosine (to 0 over the whole run) or constant
 * @param seed of initial weights, order of samples and everything else that is random
 */
public record Settings(
        int epochs,
        long steps,
        int batch,
        double lr,
        String optimizer,
        double momentum,
        boolean nesterov,
        double weightDecay,
        String schedule,
        long seed) {
    private static final List<String> OPTIMIZERS = List.of("adam", "adamw", "sgd");
    private static final List<String> SCHEDULES = List.of("cosine", "constant");

    /** Adam with a cosine schedule. */
    public static final Settings DEFAULT = new Settings(10, 0, 64, 1e-3, "adam", 0.9, false, 0, "cosine", 1);

    /** What a key means, with its unit or range, for {@code lanewise recipes NAME}. */
    public static final Map<String, String> KEYS = keys();

    private static Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("epochs", "passes over the training data, at least 1");
        keys.put("steps", "updates in all; 0 to go by epochs");
        keys.put("batch", "samples per update, at least 1");
        keys.put("lr", "learning rate at its peak, above 0");
        keys.put("optimizer", "adam, adamw or sgd");
        keys.put("momentum", "of sgd, from 0 to less than 1");
        keys.put("nesterov", "whether sgd's momentum looks ahead: true or false");
        keys.put("weight_decay", "at least 0");
        keys.put("schedule", "cosine or constant");
        keys.put("seed", "an integer");
        return keys;
    }

    public Settings {
        require(epochs >= 1, "epochs", epochs, "at least 1");
        require(steps >= 0, "steps", steps, "at least 0");
        require(batch >= 1, "batch", batch, "at least 1");
        require(lr > 0 && lr < Double.POSITIVE_INFINITY, "lr", lr, "a number above 0");
        require(momentum >= 0 && momentum < 1, "momentum", momentum, "from 0 to less than 1");
        require(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY, "weight_decay", weightDecay, "at least 0");
        known("optimizer", optimizer, OPTIMIZERS);
        known("schedule", schedule, SCHEDULES);
    }

    private static void require(boolean holds, String key, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(key + "=" + value + ", expected " + expected);
        }
    }

    private static void known(String kind, String name, List<String> names) {
        if (!names.contains(name)) {
            throw new UnknownNameException(kind, name, names);
        }
    }

    /**
     * These settings with one changed.
     *
     * @throws UnknownNameException for a key that does not exist
     * @throws IllegalArgumentException for a value that can't be read or is out of range
     */
    public Settings with(String key, String value) {
        if (!KEYS.containsKey(key)) {
            throw new UnknownNameException("setting", key, List.copyOf(KEYS.keySet()));
        }
        Map<String, Object> changed = toMap();
        changed.put(key, value);
        return fromMap(changed);
    }

    /** All settings by key, in order, as numbers, booleans and strings. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("epochs", (long) epochs);
        map.put("steps", steps);
        map.put("batch", (long) batch);
        map.put("lr", lr);
        map.put("optimizer", optimizer);
        map.put("momentum", momentum);
        map.put("nesterov", nesterov);
        map.put("weight_decay", weightDecay);
        map.put("schedule", schedule);
        map.put("seed", seed);
        return map;
    }

    /** Settings from a map such as {@link #toMap} gives; what is missing keeps the default, other keys are ignored. */
    public static Settings fromMap(Map<String, ?> map) {
        Map<String, Object> all = DEFAULT.toMap();
        all.replaceAll((key, value) -> map.containsKey(key) ? map.get(key) : value);
        return new Settings(
                Math.toIntExact(integer(all, "epochs")),
                integer(all, "steps"),
                Math.toIntExact(integer(all, "batch")),
                number(all, "lr"),
                String.valueOf(all.get("optimizer")),
                number(all, "momentum"),
                bool(all, "nesterov"),
                number(all, "weight_decay"),
                String.valueOf(all.get("schedule")),
                integer(all, "seed"));
    }

    private static long integer(Map<String, Object> map, String key) {
        String text = String.valueOf(map.get(key));
        try {
            long value = Long.parseLong(text);
            return key.equals("seed") || key.equals("steps") ? value : Math.toIntExact(value);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(key + "=" + text + ", expected an integer", e);
        }
    }

    private static double number(Map<String, Object> map, String key) {
        String text = String.valueOf(map.get(key));
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + "=" + text + ", expected a number", e);
        }
    }

    private static boolean bool(Map<String, Object> map, String key) {
        String text = String.valueOf(map.get(key));
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(key + "=" + text + ", expected true or false");
        }
        return text.equals("true");
    }

    /** Updates in a run over a training set of the given size. */
    public long stepsOver(int samples) {
        return steps > 0 ? steps : (long) epochs * Math.ceilDiv(samples, batch);
    }

    /** The optimiser, with fresh state. */
    public Optimizer optimizerFor(Collection<Parameter> parameters) {
        if (optimizer.equals("sgd")) {
            return new Sgd(parameters, (float) momentum, nesterov, (float) weightDecay);
        }
        Adam.Options d = Adam.Options.DEFAULT;
        boolean decoupled = optimizer.equals("adamw");
        return new Adam(parameters, new Adam.Options(d.beta1(), d.beta2(), d.epsilon(), weightDecay, decoupled));
    }

    /** The schedule over a run of so many updates. */
    public Schedule scheduleOver(long updates) {
        return schedule.equals("constant")
                ? new Schedule.Constant((float) lr)
                : new Schedule.Cosine((float) lr, 0f, Math.max(1, updates));
    }
}
