package dev.lanewise.golden;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of a golden under PyTorch's names. What is asked for is remembered, so that an option that no builder
 * knows of is found instead of ignored.
 */
final class Options {
    /** An option, or a value of one, that Lanewise does not have. */
    static final class Unsupported extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unsupported(String message) {
            super(message);
        }
    }

    private final Map<String, Object> values;
    private final Set<String> asked = new HashSet<>();

    Options(Map<String, Object> values) {
        this.values = values;
    }

    private Object value(String name, Object byDefault) {
        asked.add(name);
        Object value = values.get(name);
        return value == null ? byDefault : value;
    }

    double number(String name, double byDefault) {
        return ((Number) value(name, byDefault)).doubleValue();
    }

    int integer(String name) {
        return ((Number) Objects.requireNonNull(value(name, null), name)).intValue();
    }

    String text(String name, String byDefault) {
        return (String) value(name, byDefault);
    }

    List<?> list(String name, List<?> byDefault) {
        return (List<?>) value(name, byDefault);
    }

    boolean flag(String name, boolean byDefault) {
        return (boolean) value(name, byDefault);
    }

    /** Two ints; one number stands for both. */
    int[] pair(String name, int... byDefault) {
        return switch (value(name, null)) {
            case null -> byDefault;
            case List<?> list ->
                list.stream().mapToInt(v -> ((Number) v).intValue()).toArray();
            case Number both -> new int[] {both.intValue(), both.intValue()};
            case Object other -> throw new Unsupported(name + "=" + other);
        };
    }

    double[] numbers(String name, double... byDefault) {
        List<?> list = (List<?>) value(name, null);
        return list == null
                ? byDefault
                : list.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    }

    /** An option of which Lanewise has only this value, which is also PyTorch's default. */
    void only(String name, Object supported) {
        Object value = value(name, supported);
        boolean same = value instanceof Number v && supported instanceof Number s
                ? v.doubleValue() == s.doubleValue()
                : value.equals(supported);
        if (!same) {
            throw new Unsupported(name + "=" + value);
        }
    }

    /** An option that changes nothing here. */
    void ignore(String... names) {
        asked.addAll(Arrays.asList(names));
    }

    /** Fails if there is an option that nobody asked for. */
    void done() {
        Set<String> left = new TreeSet<>(values.keySet());
        left.removeAll(asked);
        if (!left.isEmpty()) {
            throw new AssertionError("options " + left + " are not mapped");
        }
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
