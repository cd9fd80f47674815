package dev.lanewise.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * How often each class was taken for each other one.
 *
 * <p>The arrays are not copied: they may not change until the report is written.
 *
 * @param heading the section's heading
 * @param counts  {@code [K][K]}: row = true class, column = predicted class, values = samples
 * @param classes K names
 */
public record ConfusionMatrix(String heading, long[][] counts, List<String> classes) implements Section {
    private static final int MOST_PAIRS = 6;
    private static final int WIDEST_HALF = 12;

    /**
     * @throws IllegalArgumentException when the matrix is not square, has a negative count or another K than {@code
     * classes}
     */
    public ConfusionMatrix {
        Objects.requireNonNull(heading, "heading");
        classes = List.copyOf(classes);
        check("confusion matrix", counts, classes);
    }

    /** A matrix below the heading {@code Confusion matrix}. */
    public ConfusionMatrix(long[][] counts, List<String> classes) {
        this("Confusion matrix", counts, classes);
    }

    static void check(String what, long[][] counts, List<String> classes) {
        if (counts.length != classes.size()) {
            throw new IllegalArgumentException(
                    what + ": " + counts.length + " rows for " + classes.size() + " classes");
        }
        for (int t = 0; t < counts.length; t++) {
            if (counts[t].length != counts.length) {
                throw new IllegalArgumentException(what + ": row " + t + " has " + counts[t].length + " columns for "
                        + counts.length + " classes");
            }
            for (long count : counts[t]) {
                if (count < 0) {
                    throw new IllegalArgumentException(what + ": row " + t + " holds the negative count " + count);
                }
            }
        }
    }

    @Override
    public Span span() {
        return counts.length <= WIDEST_HALF ? Span.HALF : Span.FULL;
    }

    @Override
    public void write(Html out) {
        long total = 0;
        long right = 0;
        for (int t = 0; t < counts.length; t++) {
            for (int p = 0; p < counts.length; p++) {
                total += counts[t][p];
                right += t == p ? counts[t][p] : 0;
            }
        }
        if (total == 0) {
            out.element("p", "No predictions yet.", "class", "none");
            return;
        }
        String score = Format.count(right) + " of " + Format.count(total) + " right";
        out.open("p", "class", "explain");
        out.text(score + ". Each row is a true class, each column a prediction. ");
        out.element("span", "Blue", "class", "right").text(": the share of a row that is right; ");
        out.element("span", "orange", "class", "wrong")
                .text(": the shares that are not.")
                .close();
        new MatrixDrawing(this).write(out, score);
        writePairs(out);
    }

    /** A kind of mistake: {@code count} samples of class {@code truth} were taken for {@code predicted}. */
    private record Pair(int truth, int predicted, long count) {}

    private void writePairs(Html out) {
        List<Pair> pairs = new ArrayList<>();
        for (int t = 0; t < counts.length; t++) {
            for (int p = 0; p < counts.length; p++) {
                if (t != p && counts[t][p] > 0) {
                    pairs.add(new Pair(t, p, counts[t][p]));
                }
            }
        }
        if (pairs.isEmpty()) {
            return;
        }
        // The sort is stable: equal counts stay in class order.
        pairs.sort(Comparator.comparingLong(Pair::count).reversed());
        out.open("p", "class", "pairs-list").text("Most often confused: ");
        for (Pair pair : pairs.subList(0, Math.min(MOST_PAIRS, pairs.size()))) {
            out.open("span", "class", "chip")
                    .text(classes.get(pair.truth()) + " → " + classes.get(pair.predicted()) + " ");
            out.element("b", Format.count(pair.count()) + "×").close().text(" ");
        }
        out.close();
    }
}
