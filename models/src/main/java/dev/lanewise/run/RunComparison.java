package dev.lanewise.run;

import dev.lanewise.format.json.Json;
import dev.lanewise.report.Chart;
import dev.lanewise.report.Curves;
import dev.lanewise.report.Format;
import dev.lanewise.report.Report;
import dev.lanewise.report.Scale;
import dev.lanewise.report.Section;
import dev.lanewise.report.Series;
import dev.lanewise.report.Table;
import dev.lanewise.train.log.MetricsTable;
import dev.lanewise.train.metric.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Several runs on one page: their curves over each other, their results, and the settings in which they differ. */
public final class RunComparison {
    private static final List<String> COUNTS = List.of("steps", "seconds", "samples_per_second", "parameters");

    /** What is shown of a run. */
    private record Shown(String name, RunConfig config, Map<String, Object> result, MetricsTable table) {
        static Shown of(String name, RunFolder folder) throws IOException {
            return new Shown(
                    name,
                    folder.config(),
                    Files.exists(folder.resultFile()) ? Json.readObject(folder.resultFile()) : Map.of(),
                    MetricsTable.read(folder.metricsFile()));
        }
    }

    private final List<Shown> runs;

    private RunComparison(List<Shown> runs) {
        this.runs = runs;
    }

    /**
     * The page.
     *
     * @param folders at least one; a run that is not finished is shown as far as it is
     */
    public static String html(List<RunFolder> folders) throws IOException {
        List<Shown> runs = new ArrayList<>();
        for (RunFolder folder : folders) {
            runs.add(Shown.of(folder.path().toString(), folder));
        }
        RunComparison comparison = new RunComparison(runs);
        List<Section> sections = List.of(comparison.results(), comparison.curves(), comparison.differences());
        return new Report("Comparison", runs.size() + " runs", new LinkedHashMap<>(), List.of(), sections).toHtml();
    }

    /** A row a run, a column a figure that any of them has. */
    private Table results() {
        Set<String> figures = new LinkedHashSet<>();
        for (Shown run : runs) {
            run.result().keySet().stream()
                    .filter(key -> key.startsWith("test_") && !key.equals("test_samples"))
                    .forEach(figures::add);
        }
        figures.addAll(COUNTS);
        List<String> columns = new ArrayList<>(List.of("run", "recipe", "data"));
        figures.forEach(figure -> columns.add(figure.replace('_', ' ')));
        List<List<String>> rows = new ArrayList<>();
        for (Shown run : runs) {
            List<String> row = new ArrayList<>(List.of(
                    run.name(), run.config().recipe().name(), run.config().dataName()));
            for (String figure : figures) {
                row.add(text(figure, run.result().get(figure)));
            }
            rows.add(row);
        }
        return new Table("Results", "", columns, rows);
    }

    private static String text(String figure, Object value) {
        if (!(value instanceof Number number)) {
            return "\u2013";
        }
        if (COUNTS.contains(figure) && !figure.equals("seconds")) {
            return Format.count(number.longValue());
        }
        return isShare(figure) ? Format.percent(number.doubleValue()) : Format.number(number.doubleValue());
    }

    private static boolean isShare(String figure) {
        String metric = figure.replaceFirst("^(test|validation|train)_", "");
        try {
            return Metrics.named(metric).share();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A chart for each column that at least one run has, a line a run. */
    private Curves curves() {
        Set<String> columns = new LinkedHashSet<>();
        runs.forEach(run -> columns.addAll(run.table().columns()));
        columns.removeIf(column -> column.equals("epoch") || column.startsWith("gradient_norm."));
        List<Chart> charts = new ArrayList<>();
        for (String column : columns) {
            List<Series> series = new ArrayList<>();
            for (Shown run : runs) {
                series(run, column, series);
            }
            boolean share = isShare(column);
            boolean log = column.endsWith("_loss") || column.equals("gradient_norm");
            charts.add(new Chart(
                    column.replace('_', ' '),
                    log ? "logarithmic scale" : "",
                    "epoch",
                    log ? Scale.LOG : Scale.LINEAR,
                    share ? Chart.Unit.PERCENT : Chart.Unit.NUMBER,
                    charts.size() < 4 ? Chart.Size.NORMAL : Chart.Size.SMALL,
                    series));
        }
        return new Curves("Curves", charts);
    }

    private static void series(Shown run, String column, List<Series> into) {
        int at = run.table().columns().indexOf(column);
        int epoch = run.table().columns().indexOf("epoch");
        if (at < 0 || epoch < 0) {
            return;
        }
        List<MetricsTable.Row> rows = run.table().rows().stream()
                .filter(row -> !Double.isNaN(row.value(at)) && !Double.isNaN(row.value(epoch)))
                .toList();
        double[] x = rows.stream().mapToDouble(row -> row.value(epoch)).toArray();
        double[] y = rows.stream().mapToDouble(row -> row.value(at)).toArray();
        into.add(
                column.startsWith("train_") || column.equals("gradient_norm")
                        ? Series.smoothed(run.name(), x, y)
                        : Series.line(run.name(), x, y));
    }

    /** The settings that are not the same in all runs; one that a run's recipe does not have is a dash. */
    private Table differences() {
        Set<String> keys = new LinkedHashSet<>();
        runs.forEach(run -> keys.addAll(run.config().settings().toMap().keySet()));
        List<String> columns = new ArrayList<>(List.of("setting"));
        runs.forEach(run -> columns.add(run.name()));
        List<List<String>> rows = new ArrayList<>();
        for (String key : keys) {
            List<String> row = new ArrayList<>();
            for (Shown run : runs) {
                Object value = run.config().settings().toMap().get(key);
                row.add(value == null ? "\u2013" : value.toString());
            }
            if (row.stream().distinct().count() > 1) {
                row.addFirst(key);
                rows.add(row);
            }
        }
        return new Table("Settings that differ", "", columns, rows);
    }
}
