package dev.lanewise.data.tabular;

import dev.lanewise.data.DataException;
import dev.lanewise.data.csv.CsvFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link TabularPreparation} as a map of what JSON has. */
final class SavedPreparation {
    private SavedPreparation() {}

    static Map<String, Object> toMap(TabularPreparation preparation) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("delimiter", Character.toString(preparation.format().delimiter()));
        map.put("quoted", preparation.format().quoted());
        map.put("point", Character.toString(preparation.format().point()));
        map.put("columns", preparation.columns());
        List<Object> numeric = new ArrayList<>();
        for (TabularPreparation.Numeric column : preparation.numeric()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", column.name());
            entry.put("column", (long) column.column());
            entry.put("mean", column.mean());
            entry.put("deviation", column.deviation());
            entry.put("indicator", column.indicator());
            numeric.add(entry);
        }
        map.put("numeric", numeric);
        List<Object> categorical = new ArrayList<>();
        for (TabularPreparation.Categorical column : preparation.categorical()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", column.name());
            entry.put("column", (long) column.column());
            entry.put("values", column.values());
            categorical.add(entry);
        }
        map.put("categorical", categorical);
        Target target = preparation.target();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", target.name());
        entry.put("column", (long) target.column());
        entry.put("task", target.task().toString());
        entry.put("labels", target.labels());
        entry.put("classes", target.classes());
        entry.put("mean", target.mean());
        entry.put("deviation", target.deviation());
        map.put("target", entry);
        return map;
    }

    static TabularPreparation fromMap(Map<String, Object> map) {
        try {
            CsvFormat format = new CsvFormat(
                    text(map, "delimiter").charAt(0),
                    value(map, "quoted", Boolean.class),
                    text(map, "point").charAt(0));
            List<TabularPreparation.Numeric> numeric = new ArrayList<>();
            for (Map<?, ?> entry : maps(map, "numeric")) {
                numeric.add(new TabularPreparation.Numeric(
                        text(entry, "name"),
                        number(entry, "column").intValue(),
                        number(entry, "mean").doubleValue(),
                        number(entry, "deviation").doubleValue(),
                        value(entry, "indicator", Boolean.class)));
            }
            List<TabularPreparation.Categorical> categorical = new ArrayList<>();
            for (Map<?, ?> entry : maps(map, "categorical")) {
                categorical.add(new TabularPreparation.Categorical(
                        text(entry, "name"), number(entry, "column").intValue(), texts(entry, "values")));
            }
            Map<?, ?> target = value(map, "target", Map.class);
            return new TabularPreparation(
                    format,
                    texts(map, "columns"),
                    numeric,
                    categorical,
                    new Target(
                            text(target, "name"),
                            number(target, "column").intValue(),
                            Task.of(text(target, "task")),
                            texts(target, "labels"),
                            texts(target, "classes"),
                            number(target, "mean").doubleValue(),
                            number(target, "deviation").doubleValue()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new DataException("preparation: " + e.getMessage(), e);
        }
    }

    private static <T> T value(Map<?, ?> map, String key, Class<T> kind) {
        Object value = map.get(key);
        if (!kind.isInstance(value)) {
            throw new DataException("preparation: " + key + (value == null ? " is not there" : " is " + value)
                    + ", expected a " + kind.getSimpleName());
        }
        return kind.cast(value);
    }

    private static String text(Map<?, ?> map, String key) {
        return value(map, key, String.class);
    }

    private static Number number(Map<?, ?> map, String key) {
        return value(map, key, Number.class);
    }

    private static List<String> texts(Map<?, ?> map, String key) {
        List<String> texts = new ArrayList<>();
        for (Object element : value(map, key, List.class)) {
            if (!(element instanceof String text)) {
                throw new DataException("preparation: " + key + " holds " + element + ", expected texts");
            }
            texts.add(text);
        }
        return texts;
    }

    private static List<Map<?, ?>> maps(Map<?, ?> map, String key) {
        List<Map<?, ?>> maps = new ArrayList<>();
        for (Object element : value(map, key, List.class)) {
            if (!(element instanceof Map<?, ?> entry)) {
                throw new DataException("preparation: " + key + " holds " + element + ", expected objects");
            }
            maps.add(entry);
        }
        return maps;
    }
}
