package dev.lanewise.data.series;

import dev.lanewise.data.DataException;
import dev.lanewise.data.Field;
import dev.lanewise.data.csv.CsvFormat;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How steps of a series become what a model takes: fitted on the training part, saved with the model.
 *
 * @param format how a line is cut into cells
 * @param columns the names of all columns of the file, used or not
 * @param channels the columns that the model sees, in the order it sees them; those that are forecast come first
 * @param targets which of the channels are forecast
 * @param window T: the number of steps that the model sees
 * @param horizon the number of steps that it forecasts
 * @param period the length of a season in steps; 1 if there is none
 */
public record SeriesPreparation(
        CsvFormat format,
        List<String> columns,
        List<Channel> channels,
        List<Integer> targets,
        int window,
        int horizon,
        int period) {
    /**
     * A column of numbers, delivered as {@code (value - mean) / deviation}.
     *
     * @param name its name
     * @param column its position in a row
     * @param mean what is subtracted
     * @param deviation what is then divided by: the population's, 1 if the column is constant
     */
    public record Channel(String name, int column, double mean, double deviation) {
        /** Checks that values can be scaled. */
        public Channel {
            if (column < 0 || !Double.isFinite(mean) || !(deviation > 0 && Double.isFinite(deviation))) {
                throw new IllegalArgumentException(
                        "column " + name + " at " + column + ": mean " + mean + ", deviation " + deviation);
            }
        }

        /** A value in the file's units, as the model sees it. */
        public float scale(double value) {
            return (float) ((value - mean) / deviation);
        }

        /** What a value of the model stands for, in the file's units. */
        public float unscale(float scaled) {
            return (float) (scaled * deviation + mean);
        }
    }

    /** Checks that the parts belong together. */
    public SeriesPreparation {
        columns = List.copyOf(columns);
        channels = List.copyOf(channels);
        targets = List.copyOf(targets);
        int count = channels.size();
        if (window < 1
                || horizon < 1
                || period < 1
                || targets.isEmpty()
                || targets.stream().anyMatch(target -> target < 0 || target >= count)) {
            throw new IllegalArgumentException("series: window " + window + ", horizon " + horizon + ", period "
                    + period + ", targets " + targets + " of " + count + " columns");
        }
    }

    /** The fields of a sample: window FLOAT [T, F], and target FLOAT [horizon], or [horizon, K] for K targets. */
    public List<Field> fields() {
        return List.of(
                new Field("window", Field.Kind.FLOAT, Shape.of(window, channels.size())),
                new Field(
                        "target",
                        Field.Kind.FLOAT,
                        targets.size() == 1 ? Shape.of(horizon) : Shape.of(horizon, targets.size())));
    }

    /** The channel that target {@code k} is. */
    public Channel target(int k) {
        return channels.get(targets.get(k));
    }

    /** A forecast of target {@code k} in the file's units. */
    public float unscale(int k, float scaled) {
        return target(k).unscale(scaled);
    }

    /**
     * The input of a model for the latest steps of a series.
     *
     * @param rows the cells of consecutive steps in the file's order, the latest last; the last {@code window} are used
     * @return x:[1, T, F]
     * @throws DataException if there are fewer than {@code window}, or one lacks a number that the model takes
     */
    public Tensor prepare(String[]... rows) {
        if (rows.length < window) {
            throw new DataException("series: has " + rows.length + " rows, expected at least the window of " + window);
        }
        int f = channels.size();
        float[] x = new float[window * f];
        int first = rows.length - window;
        for (int t = 0; t < window; t++) {
            String[] cells = rows[first + t];
            String where = "row " + (first + t + 1);
            if (cells.length != columns.size()) {
                throw new DataException(where + ": has " + cells.length + " cells, expected " + columns.size() + " ("
                        + String.join(", ", columns) + ")");
            }
            for (int c = 0; c < f; c++) {
                Channel channel = channels.get(c);
                double value = format.number(cells[channel.column()].strip());
                if (Double.isNaN(value)) {
                    throw new DataException(where + ": column " + channel.name() + " is " + cells[channel.column()]
                            + ", expected a number");
                }
                x[t * f + c] = channel.scale(value);
            }
        }
        return Tensor.of(x, 1, window, f);
    }

    /** As a map that {@link #fromMap} takes, of values that JSON has. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("delimiter", Character.toString(format.delimiter()));
        map.put("quoted", format.quoted());
        map.put("point", Character.toString(format.point()));
        map.put("columns", columns);
        List<Object> entries = new ArrayList<>();
        for (Channel channel : channels) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", channel.name());
            entry.put("column", (long) channel.column());
            entry.put("mean", channel.mean());
            entry.put("deviation", channel.deviation());
            entries.add(entry);
        }
        map.put("channels", entries);
        map.put("targets", targets.stream().map(Integer::longValue).toList());
        map.put("window", (long) window);
        map.put("horizon", (long) horizon);
        map.put("period", (long) period);
        return map;
    }

    /**
     * From the map that {@link #toMap} gave.
     *
     * @throws DataException if something lacks or is of another kind, naming it
     */
    public static SeriesPreparation fromMap(Map<String, Object> map) {
        try {
            List<Channel> channels = new ArrayList<>();
            for (Object element : value(map, "channels", List.class)) {
                if (!(element instanceof Map<?, ?> entry)) {
                    throw new DataException("preparation: channels holds " + element + ", expected objects");
                }
                channels.add(new Channel(
                        value(entry, "name", String.class),
                        value(entry, "column", Number.class).intValue(),
                        value(entry, "mean", Number.class).doubleValue(),
                        value(entry, "deviation", Number.class).doubleValue()));
            }
            List<String> columns = new ArrayList<>();
            for (Object name : value(map, "columns", List.class)) {
                columns.add(String.valueOf(name));
            }
            List<Integer> targets = new ArrayList<>();
            for (Object target : value(map, "targets", List.class)) {
                targets.add(Integer.valueOf(String.valueOf(target)));
            }
            return new SeriesPreparation(
                    new CsvFormat(
                            value(map, "delimiter", String.class).charAt(0),
                            value(map, "quoted", Boolean.class),
                            value(map, "point", String.class).charAt(0)),
                    columns,
                    channels,
                    targets,
                    value(map, "window", Number.class).intValue(),
                    value(map, "horizon", Number.class).intValue(),
                    value(map, "period", Number.class).intValue());
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
}
