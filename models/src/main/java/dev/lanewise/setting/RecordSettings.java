package dev.lanewise.setting;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A record as settings: one for each component, called as the component but in small letters with underscores ({@code
 * splitSeed} is {@code split_seed}), with the value in a given record as its default and the component's {@link Meaning}.
 *
 * <p>Components may be int, long, double, boolean, String, an enum (its names in small letters), or a list of integers or
 * of texts, written with commas. What goes together is checked by the record's own constructor, with an
 * IllegalArgumentException that begins with the setting at fault: {@code hidden=0, expected ...}.
 */
public final class RecordSettings {
    private RecordSettings() {}

    /**
     * For the constructor of such a record.
     *
     * @throws IllegalArgumentException {@code KEY=VALUE, expected ...} if a component is not good
     */
    public static void check(boolean good, String key, Object value, String expected) {
        if (!good) {
            throw new IllegalArgumentException(key + "=" + value + ", expected " + expected);
        }
    }

    /**
     * The settings of a record, with its values as defaults.
     *
     * @throws IllegalArgumentException if a component is of another type or has no meaning
     */
    public static List<Setting> of(Record defaults) {
        List<Setting> settings = new ArrayList<>();
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            settings.add(setting(component, value(component, defaults)));
        }
        return settings;
    }

    /** The values of a record by key, as Long, Double, Boolean and String. */
    public static Map<String, Object> toMap(Record record) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            map.put(key(component), plain(value(component, record)));
        }
        return map;
    }

    /**
     * A record like another, with the values that a map has for its keys; other keys are passed over.
     *
     * @param values Long, Double, Boolean or String, as {@link Setting#read} gives them
     * @throws IllegalArgumentException as the record's constructor throws it
     */
    public static <R extends Record> R with(R defaults, Map<String, ?> values) {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        Object[] arguments = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            Object old = value(components[i], defaults);
            Object given = values.get(key(components[i]));
            arguments[i] = given == null ? old : typed(components[i], given);
        }
        try {
            var constructor = defaults.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            @SuppressWarnings("unchecked")
            R changed = (R) constructor.newInstance(arguments);
            return changed;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(defaults.getClass() + " cannot be made", e);
        }
    }

    private static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static Setting setting(RecordComponent component, Object byDefault) {
        Meaning meaning = component.getAnnotation(Meaning.class);
        if (meaning == null) {
            throw new IllegalArgumentException(component.getDeclaringRecord() + ": " + component.getName()
                    + " has no @Meaning, expected one line for who sets it");
        }
        String key = key(component);
        List<String> names = byDefault instanceof Enum<?> e
                ? Arrays.stream(e.getDeclaringClass().getEnumConstants())
                        .map(RecordSettings::name)
                        .toList()
                : List.of(meaning.names());
        if (!names.isEmpty()) {
            return Setting.choice(key, (String) plain(byDefault), names, meaning.value());
        }
        return switch (plain(byDefault)) {
            case Long l
            when component.getType() == int.class -> Setting.count(key, l, Integer.MIN_VALUE, meaning.value());
            case Long l -> Setting.integer(key, l, Long.MIN_VALUE, meaning.value());
            case Double d -> Setting.number(key, d, "a number", Double::isFinite, meaning.value());
            case Boolean b -> Setting.flag(key, b, meaning.value());
            case String s -> Setting.text(key, s, meaning.value());
            default -> throw new IllegalStateException(key);
        };
    }

    private static String name(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Integer i -> (long) i;
            case Long l -> l;
            case Double d -> d;
            case Boolean b -> b;
            case String s -> s;
            case Enum<?> e -> name(e);
            case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(","));
            default ->
                throw new IllegalArgumentException(value.getClass() + " cannot be set, expected int, long, double,"
                        + " boolean, String, an enum or a list of integers or texts");
        };
    }

    private static Object typed(RecordComponent component, Object given) {
        Class<?> type = component.getType();
        String text = String.valueOf(given);
        if (type == int.class) {
            return Math.toIntExact(((Number) given).longValue());
        }
        if (type == long.class) {
            return ((Number) given).longValue();
        }
        if (type == double.class) {
            return ((Number) given).doubleValue();
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> name(constant).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(key(component) + "=" + text + ", expected one of "
                            + Arrays.stream(type.getEnumConstants())
                                    .map(RecordSettings::name)
                                    .collect(Collectors.joining(", "))));
        }
        if (type == List.class) {
            boolean integers = component.getGenericType().getTypeName().contains("java.lang.Integer");
            return list(key(component), text, integers);
        }
        return type == boolean.class ? given : text;
    }

    private static List<Object> list(String key, String text, boolean integers) {
        List<Object> items = new ArrayList<>();
        for (String item : text.isBlank() ? new String[0] : text.split(",", -1)) {
            try {
                items.add(integers ? (Object) Integer.parseInt(item.strip()) : item.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(key + "=" + text + ", expected integers with commas", e);
            }
        }
        return List.copyOf(items);
    }
}
