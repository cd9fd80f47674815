package dev.lanewise.setting;

import java.util.List;
import java.util.function.Predicate;

/**
 * One thing that can be set: how it is called, read, checked and explained.
 *
 * @param key as typed after {@code --set}
 * @param byDefault a Long, Double, Boolean or String, which is also the type of its values
 * @param expected what a value must be, for messages: {@code at least 1}
 * @param allowed tells values that will do
 * @param names the names to choose from; empty if it is not a choice
 * @param meaning one line with unit and range
 */
public record Setting(
        String key, Object byDefault, String expected, Predicate<Object> allowed, List<String> names, String meaning) {
    /** A whole number of at least some. */
    public static Setting integer(String key, long byDefault, long least, String meaning) {
        String expected = least == Long.MIN_VALUE ? "an integer" : "at least " + least;
        return new Setting(key, byDefault, expected, v -> (long) v >= least, List.of(), meaning);
    }

    /** A count that fits an int. */
    public static Setting count(String key, long byDefault, long least, String meaning) {
        String expected = least + " to " + Integer.MAX_VALUE;
        return new Setting(
                key, byDefault, expected, v -> (long) v >= least && (long) v <= Integer.MAX_VALUE, List.of(), meaning);
    }

    /** A number. */
    public static Setting number(
            String key, double byDefault, String expected, Predicate<Double> allowed, String meaning) {
        return new Setting(key, byDefault, expected, v -> allowed.test((double) v), List.of(), meaning);
    }

    /** A number from 0 to less than 1. */
    public static Setting share(String key, double byDefault, String meaning) {
        return number(key, byDefault, "from 0 to less than 1", v -> v >= 0 && v < 1, meaning);
    }

    /** A finite number of at least 0. */
    public static Setting amount(String key, double byDefault, String meaning) {
        return number(key, byDefault, "at least 0", v -> v >= 0 && v < Double.POSITIVE_INFINITY, meaning);
    }

    /** True or false. */
    public static Setting flag(String key, boolean byDefault, String meaning) {
        return new Setting(key, byDefault, "true or false", v -> true, List.of(), meaning);
    }

    /** One of some names. */
    public static Setting choice(String key, String byDefault, List<String> names, String meaning) {
        return new Setting(key, byDefault, "one of " + String.join(", ", names), v -> true, names, meaning);
    }

    /** Any text, also an empty one. */
    public static Setting text(String key, String byDefault, String meaning) {
        return new Setting(key, byDefault, "text", v -> true, List.of(), meaning);
    }

    /**
     * Reads a value from a number, a boolean or text.
     *
     * @throws IllegalArgumentException if it cannot be read or will not do
     */
    public Object read(Object given) {
        String text = String.valueOf(given);
        Object value = parsed(text);
        if (!names.isEmpty() && !names.contains(text)) {
            throw new UnknownNameException(key, text, names);
        }
        if (!allowed.test(value)) {
            throw new IllegalArgumentException(key + "=" + text + ", expected " + expected);
        }
        return value;
    }

    private Object parsed(String text) {
        return switch (byDefault) {
            case Long _ -> {
                try {
                    yield Long.parseLong(text);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(key + "=" + text + ", expected an integer", e);
                }
            }
            case Double _ -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(key + "=" + text + ", expected a number", e);
                }
            }
            case Boolean _ -> {
                if (!text.equals("true") && !text.equals("false")) {
                    throw new IllegalArgumentException(key + "=" + text + ", expected true or false");
                }
                yield Boolean.valueOf(text);
            }
            default -> text;
        };
    }
}
