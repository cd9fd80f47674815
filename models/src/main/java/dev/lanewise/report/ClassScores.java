package dev.lanewise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Precision, recall and F1 of each class, and their plain means, from a confusion matrix.
 *
 * <p>Precision = TP / (TP + FP), recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN). A quotient of zero by zero has
 * no value: it is drawn as a dash and left out of the mean.
 *
 * @param heading the section's heading
 * @param counts  {@code [K][K]}: row = true class, column = predicted class, values = samples; not copied
 * @param classes K names
 */
public record ClassScores(String heading, long[][] counts, List<String> classes) implements Section {
    private static final int WIDEST_HALF = 12;

    /**
     * @throws IllegalArgumentException when the matrix is not square, has a negative count or another K than {@code
     * classes}
     */
    public ClassScores {
        Objects.requireNonNull(heading, "heading");
        classes = List.copyOf(classes);
        ConfusionMatrix.check("class scores", counts, classes);
    }

    /** A table below the heading {@code Classes}. */
    public ClassScores(long[][] counts, List<String> classes) {
        this("Classes", counts, classes);
    }

    @Override
    public Span span() {
        return counts.length <= WIDEST_HALF ? Span.HALF : Span.FULL;
    }

    @Override
    public void write(Html out) {
        double[][] scores = new double[3][counts.length];
        List<List<String>> rows = new ArrayList<>();
        long total = 0;
        for (int k = 0; k < counts.length; k++) {
            long actual = 0;
            long predicted = 0;
            for (int j = 0; j < counts.length; j++) {
                actual += counts[k][j];
                predicted += counts[j][k];
            }
            double hits = counts[k][k];
            scores[0][k] = hits / predicted;
            scores[1][k] = hits / actual;
            scores[2][k] = 2 * hits / (actual + predicted);
            total += actual;
            rows.add(List.of(
                    classes.get(k), Format.count(actual), show(scores[0][k]), show(scores[1][k]), show(scores[2][k])));
        }
        if (total == 0) {
            out.element("p", "No predictions yet.", "class", "none");
            return;
        }
        List<String> means = List.of(
                "mean", Format.count(total), show(mean(scores[0])), show(mean(scores[1])), show(mean(scores[2])));
        String caption =
                "Precision: of the samples given this class, the share that belongs to it. Recall: of the samples of"
                        + " this class, the share that was found. F1: their harmonic mean.";
        new Table(heading, caption, List.of("class", "samples", "precision", "recall", "F1"), rows)
                .writeTable(out, rows, means);
    }

    private static double mean(double[] scores) {
        double sum = 0;
        int known = 0;
        for (double score : scores) {
            if (!Double.isNaN(score)) {
                sum += score;
                known++;
            }
        }
        return sum / known;
    }

    private static String show(double score) {
        return Double.isNaN(score) ? "–" : Format.percent(score);
    }
}
