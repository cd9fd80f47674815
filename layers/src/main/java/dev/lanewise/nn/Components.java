package dev.lanewise.nn;

import dev.lanewise.autograd.Parameter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Walks the components of layers that are records, so that a layer need not list its parameters a second time. */
final class Components {
    private Components() {}

    /** Adds everything of a kind below a layer, by name; what is found a second time is left out. */
    static <T> void collect(Object part, String name, Class<T> kind, Map<String, T> found) {
        switch (part) {
            case null -> {}
            // PyTorch's names: a Sequential's layers stand directly under its own name.
            case Sequential sequential -> collect(sequential.layers(), name, kind, found);
            // An inner layer names its own: it may do so otherwise than by its components.
            case Layer layer
            when !name.isEmpty() ->
                named(layer, kind).forEach((inner, value) -> collect(value, join(name, inner), kind, found));
            case Record layer
            when part instanceof Layer -> {
                for (RecordComponent component : layer.getClass().getRecordComponents()) {
                    collect(value(layer, component), join(name, component.getName()), kind, found);
                }
            }
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    collect(list.get(i), join(name, String.valueOf(i)), kind, found);
                }
            }
            case Map<?, ?> map ->
                map.forEach((key, value) -> collect(value, join(name, String.valueOf(key)), kind, found));
            default -> {
                if (kind.isInstance(part) && !holds(found.values(), part)) {
                    found.put(name, kind.cast(part));
                }
            }
        }
    }

    private static <T> Map<String, ?> named(Layer layer, Class<T> kind) {
        return kind == Parameter.class ? layer.parameters() : layer.buffers();
    }

    private static boolean holds(Collection<?> found, Object part) {
        return found.stream().anyMatch(known -> known == part);
    }

    private static String join(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }

    private static Object value(Record layer, RecordComponent component) {
        try {
            return component.getAccessor().invoke(layer);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(
                    "layer " + layer.getClass().getName() + ": component " + component.getName()
                            + " cannot be read; a layer is a public record in an exported package",
                    e);
        }
    }
}
