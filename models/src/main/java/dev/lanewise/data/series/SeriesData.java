package dev.lanewise.data.series;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.csv.CsvOptions;
import dev.lanewise.data.csv.CsvTable;
import dev.lanewise.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A series read, cut in time into training, validation and test, and prepared. The test is the latest part. A sample
 * lies within one part wholly, its window and what follows it.
 *
 * @param split the parts
 * @param preparation how steps become samples, fitted on the training part: saved with a model
 * @param notes what was found out, in lines for people
 */
public record SeriesData(DataSplit<SeriesDataset> split, SeriesPreparation preparation, List<String> notes) {
    /** Copies the notes. */
    public SeriesData {
        notes = List.copyOf(notes);
    }

    /**
     * Reads a series from a table, plain or gzip.
     *
     * @throws DataException if it cannot be used, naming file, line and column; if it is too short for the window
     */
    public static SeriesData read(Path path, SeriesOptions options) {
        String file = path.getFileName().toString();
        return of(
                CsvTable.read(path, options.csv()),
                file.replaceFirst("(?i)(\\.(csv|tsv|txt|data))?(\\.gz)?$", ""),
                path.toString(),
                options);
    }

    /**
     * Cuts and prepares the rows of a table.
     *
     * @param name of the data
     * @param source where it comes from, for people
     * @throws DataException as {@link #read(Path, SeriesOptions)}
     */
    public static SeriesData of(CsvTable table, String name, String source, SeriesOptions options) {
        SeriesTable series = SeriesTable.of(table, options);
        List<String> notes = new ArrayList<>(series.notes());
        int steps = series.steps();
        long least = (long) options.window() + options.horizon();
        boolean validated = options.validation() > 0;
        int parts = validated ? 3 : 2;
        if (steps < parts * least) {
            throw new DataException(table.path() + ": has " + steps + " rows, expected at least " + parts * least
                    + ": a window of " + options.window() + " and a horizon of " + options.horizon() + " in each of "
                    + (validated ? "training, validation and test" : "training and test"));
        }
        int sample = (int) least;
        int test = share(steps, options.test(), sample);
        int validation = validated ? share(steps, options.validation(), sample) : 0;
        int train = steps - test - validation;
        if (train < sample) {
            test = validated ? (steps - sample) / 2 : steps - sample;
            validation = validated ? test : 0;
            train = steps - test - validation;
        }
        notes.add("in time: " + part(series, "training", 0, train) + "; "
                + (validated ? part(series, "validation", train, train + validation) + "; " : "")
                + part(series, "test", train + validation, steps));
        SeriesPreparation preparation = fit(series, train, options, notes);
        float[] scaled = SeriesDataset.scaled(series, preparation);
        int stride = options.stride();
        Optional<SeriesDataset> between = validated
                ? Optional.of(new SeriesDataset(series, preparation, scaled, train, train + validation, stride))
                : Optional.empty();
        DataSplit<SeriesDataset> split = new DataSplit<>(
                name,
                source,
                new SeriesDataset(series, preparation, scaled, 0, train, stride),
                between,
                new SeriesDataset(series, preparation, scaled, train + validation, steps, stride));
        return new SeriesData(split, preparation, notes);
    }

    /**
     * Reads another stretch of a series for a model that is already trained, all of it, prepared as its own was.
     *
     * @param stride how many steps after a sample the next one begins
     * @throws DataException if it cannot be read, has other columns, or is shorter than window and horizon
     */
    public static SeriesDataset read(Path path, SeriesPreparation preparation, int stride) {
        SeriesTable series = series(path, preparation);
        int sample = preparation.window() + preparation.horizon();
        if (series.steps() < sample) {
            throw new DataException(path + ": has " + series.steps() + " rows, expected at least " + sample
                    + ": a window of " + preparation.window() + " and a horizon of " + preparation.horizon());
        }
        return new SeriesDataset(
                series, preparation, SeriesDataset.scaled(series, preparation), 0, series.steps(), stride);
    }

    /**
     * Reads the latest steps of a series, to forecast what follows it.
     *
     * @return what a model takes, x:[1, T, F]
     * @throws DataException if it cannot be read, has other columns, or fewer rows than the window
     */
    public static Tensor latest(Path path, SeriesPreparation preparation) {
        SeriesTable series = series(path, preparation);
        int window = preparation.window();
        if (series.steps() < window) {
            throw new DataException(path + ": has " + series.steps() + (series.steps() == 1 ? " row" : " rows")
                    + ", expected at least the window of " + window);
        }
        float[] scaled = SeriesDataset.scaled(series, preparation);
        int f = preparation.channels().size();
        return Tensor.of(Arrays.copyOfRange(scaled, (series.steps() - window) * f, scaled.length), 1, window, f);
    }

    private static SeriesTable series(Path path, SeriesPreparation preparation) {
        CsvTable table = CsvTable.read(path, CsvOptions.GUESS.withFormat(preparation.format()));
        List<String> expected = preparation.columns();
        if (table.columns() != expected.size()
                || (table.header() && !table.names().equals(expected))) {
            throw new DataException(path + ": has the columns " + String.join(", ", table.names()) + ", expected "
                    + String.join(", ", expected) + " as in training");
        }
        String[] columns = preparation.channels().stream()
                .map(channel -> Integer.toString(channel.column() + 1))
                .toArray(String[]::new);
        String[] targets =
                preparation.targets().stream().map(target -> columns[target]).toArray(String[]::new);
        return SeriesTable.of(
                table,
                SeriesOptions.of(preparation.window(), preparation.horizon())
                        .withColumns(columns)
                        .withTargets(targets));
    }

    // A short series still gets a sample in each part.
    private static int share(int steps, double share, int least) {
        return (int) Math.max(Math.round(steps * share), least);
    }

    private static String part(SeriesTable series, String name, int from, int to) {
        return to - from + " rows for " + name + " (" + series.date(from) + " to " + series.date(to - 1) + ")";
    }

    private static SeriesPreparation fit(SeriesTable series, int train, SeriesOptions options, List<String> notes) {
        CsvTable table = series.table();
        List<SeriesPreparation.Channel> channels = new ArrayList<>();
        List<String> constant = new ArrayList<>();
        for (int c = 0; c < series.columns().size(); c++) {
            int column = series.columns().get(c);
            String name = table.names().get(column);
            double[] values = series.column(c, train);
            double mean = 0;
            for (double value : values) {
                mean += value;
            }
            mean /= train;
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            double deviation = Math.sqrt(squares / train);
            if (!Double.isFinite(mean) || !Double.isFinite(deviation)) {
                throw new DataException(table.path() + ": column " + name + " holds numbers too large to be averaged");
            }
            if (deviation <= 1e-12 * Math.abs(mean)) {
                constant.add(name);
                deviation = 1;
            }
            channels.add(new SeriesPreparation.Channel(name, column, mean, deviation));
        }
        if (!constant.isEmpty()) {
            notes.add("the same in every training row: " + String.join(", ", constant));
        }
        int period = options.period() > 0
                ? options.period()
                : Periods.find(series.column(series.targets().getFirst(), train), series.dates());
        notes.add(
                period == 1
                        ? "no season: the naive forecast is the last value"
                        : "a season of " + period + " steps" + (options.period() > 0 ? ", as said" : ""));
        return new SeriesPreparation(
                table.format(), table.names(), channels, series.targets(), options.window(), options.horizon(), period);
    }
}
