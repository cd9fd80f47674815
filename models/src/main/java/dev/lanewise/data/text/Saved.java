package dev.lanewise.data.text;

import dev.lanewise.format.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the fields of a map that a fitted preparation was saved as; what is wrong is named. */
record Saved(String what, Map<String, Object> map) {
    private <T> T get(String key, Class<T> type, String expected) {
        Object value = map.get(key);
        if (!type.isInstance(value)) {
            throw wrong(key, value, expected);
        }
        return type.cast(value);
    }

    FormatException wrong(String key, Object value, String expected) {
        String shown = String.valueOf(value);
        return new FormatException(what + ": '" + key + "' is "
                + (shown.length() > 60 ? shown.substring(0, 60) + "..." : shown) + ", expected " + expected);
    }

    String text(String key) {
        return get(key, String.class, "a text");
    }

    boolean flag(String key) {
        return get(key, Boolean.class, "true or false");
    }

    int whole(String key, int least) {
        Number value = get(key, Number.class, "a whole number");
        if (value.doubleValue() != value.intValue() || value.intValue() < least) {
            throw wrong(key, value, "a whole number, at least " + least);
        }
        return value.intValue();
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object value : get(key, List.class, "a list of texts")) {
            if (!(value instanceof String text)) {
                throw wrong(key, value, "texts only");
            }
            texts.add(text);
        }
        return texts;
    }

    double[] numbers(String key) {
        List<?> list = get(key, List.class, "a list of numbers");
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(list.get(i) instanceof Number number)) {
                throw wrong(key, list.get(i), "numbers only");
            }
            numbers[i] = number.doubleValue();
        }
        return numbers;
    }

    Map<String, Object> object(String key) {
        @SuppressWarnings("unchecked") // JSON objects have text keys only.
        Map<String, Object> inner = get(key, Map.class, "an object");
        return inner;
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        return choice(key, text(key), type);
    }

    <E extends Enum<E>> E choice(String key, String text, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw wrong(key, text, "one of " + List.of(type.getEnumConstants()));
    }
}
