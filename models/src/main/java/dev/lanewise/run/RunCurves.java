package dev.lanewise.run;

import dev.lanewise.report.Chart;
import dev.lanewise.report.Curves;
import dev.lanewise.report.Scale;
import dev.lanewise.report.Section;
import dev.lanewise.report.Series;
import dev.lanewise.train.log.MetricsTable;
import dev.lanewise.train.metric.Metrics;
import java.util.ArrayList;
import java.util.List;

/** The curves of a run, from the columns of its {@code metrics.csv}. */
final class RunCurves {
    private static final String TRAIN = "train_";
    private static final String NORM = "gradient_norm";

    private final MetricsTable table;

    RunCurves(MetricsTable table) {
        this.table = table;
    }

    Section section() {
        List<Chart> charts = new ArrayList<>();
        List<Series> losses = new ArrayList<>();
        losses.add(Series.smoothed("train", x("train_loss"), y("train_loss")));
        held("loss", losses);
        charts.add(Chart.loss(losses.toArray(Series[]::new)));
        for (String column : table.columns()) {
            String metric = metric(column);
            if (metric != null) {
                List<Series> series = new ArrayList<>();
                if (table.columns().contains(TRAIN + metric)) {
                    series.add(Series.smoothed("train", x(TRAIN + metric), y(TRAIN + metric)));
                }
                held(metric, series);
                boolean share = Metrics.named(metric).share();
                if (metric.equals("accuracy")) {
                    charts.add(Chart.accuracy(series.toArray(Series[]::new)));
                    continue;
                }
                charts.add(new Chart(
                        metric.replace('_', ' '),
                        share ? "%" : Metrics.named(metric).unit(),
                        "epoch",
                        Scale.LINEAR,
                        share ? Chart.Unit.PERCENT : Chart.Unit.NUMBER,
                        charts.size() < 2 ? Chart.Size.NORMAL : Chart.Size.SMALL,
                        series));
            }
        }
        charts.add(Chart.learningRate(Series.line("learning rate", x("learning_rate"), y("learning_rate"))));
        charts.add(small(
                "Throughput",
                "samples per second",
                Scale.LINEAR,
                List.of(Series.line("samples/s", x("samples_per_second"), y("samples_per_second")))));
        charts.add(small("Gradient norm", "", Scale.LOG, norms()));
        return new Curves(charts);
    }

    private static Chart small(String title, String unit, Scale scale, List<Series> series) {
        return new Chart(title, unit, "epoch", scale, Chart.Unit.NUMBER, Chart.Size.SMALL, series);
    }

    /** The metric that a column of the held-out part is of; null for other columns and the loss. */
    private static String metric(String column) {
        for (String part : List.of("validation_", "test_")) {
            if (column.startsWith(part) && !column.equals(part + "loss")) {
                return column.substring(part.length());
            }
        }
        return null;
    }

    private void held(String figure, List<Series> into) {
        for (String part : List.of("validation", "test")) {
            String column = part + "_" + figure;
            if (table.columns().contains(column)) {
                into.add(Series.points(part, x(column), y(column)));
            }
        }
    }

    private List<Series> norms() {
        List<Series> series = new ArrayList<>();
        for (String column : table.columns()) {
            if (column.equals(NORM)) {
                series.add(Series.line("all", x(column), y(column)));
            } else if (column.startsWith(NORM + ".")) {
                series.add(Series.line(column.substring(NORM.length() + 1), x(column), y(column)));
            }
        }
        return series;
    }

    private double[] x(String column) {
        return values(column, true);
    }

    private double[] y(String column) {
        return values(column, false);
    }

    /** The column's figures, or the epochs they were measured at. */
    private double[] values(String column, boolean epochs) {
        int at = table.columns().indexOf(column);
        int epoch = table.columns().indexOf("epoch");
        return table.rows().stream()
                .filter(row -> !Double.isNaN(row.value(at)) && !Double.isNaN(row.value(epoch)))
                .mapToDouble(row -> row.value(epochs ? epoch : at))
                .toArray();
    }
}
