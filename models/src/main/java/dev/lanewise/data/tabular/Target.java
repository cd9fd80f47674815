package dev.lanewise.data.tabular;

import dev.lanewise.data.csv.Cells;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The column that is predicted.
 *
 * @param name its name
 * @param column its position in a row
 * @param task what it is
 * @param labels for classification, the text of each class in files; else empty
 * @param classes for classification, the name of each class for people, in the order of labels; else empty
 * @param mean for regression, what is subtracted; else 0
 * @param deviation for regression, what is then divided by; else 1
 */
public record Target(
        String name, int column, Task task, List<String> labels, List<String> classes, double mean, double deviation) {
    // None and nil may be classes; these are not.
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "#n/a", "<na>", "nan", "null", "?");

    /** Checks that the parts belong together. */
    public Target {
        labels = List.copyOf(labels);
        classes = List.copyOf(classes);
        boolean classification = task == Task.CLASSIFICATION;
        if (labels.size() != classes.size()
                || (classification ? labels.size() < 2 : !labels.isEmpty())
                || column < 0
                || !Double.isFinite(mean)
                || !(deviation > 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException("target " + name + ": " + task + " with " + labels.size() + " labels, "
                    + classes.size() + " classes, column " + column + ", mean " + mean + ", deviation " + deviation);
        }
    }

    /** The number that a scaled value stands for, in the file's units. */
    public float unscale(float scaled) {
        return (float) (scaled * deviation + mean);
    }

    /** A number in the file's units as the model is trained on it. */
    public float scale(double value) {
        return (float) ((value - mean) / deviation);
    }

    static boolean missing(String cell) {
        return cell.length() <= 4 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** The class that a cell names: 1, 1.0 and 01 are one. */
    static String label(String cell, double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number) : cell;
    }

    /** As {@link #label(String, double)}, for a cell that is not yet a number. */
    static String label(String cell) {
        return label(cell, Cells.number(cell));
    }
}
