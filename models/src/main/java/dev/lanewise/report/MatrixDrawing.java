package dev.lanewise.report;

import java.util.Arrays;

/** Draws a {@link ConfusionMatrix}: cells as SVG, or as one picture when there are too many classes for that. */
final class MatrixDrawing {
    private static final int MOST_WITH_COUNTS = 20;
    private static final int MOST_WITH_CELLS = 64;
    private static final int LONGEST_LABEL = 16;

    // Mid tones of the palette's blue and orange: as a picture the cells cannot follow the page's colours, so these
    // suit both.
    private static final int[] RIGHT = {60, 128, 205};
    private static final int[] WRONG = {226, 110, 35};

    private final ConfusionMatrix matrix;
    private final int classes;
    private final double cell;
    private final double left;
    private final double top;
    private final boolean turned;

    MatrixDrawing(ConfusionMatrix matrix) {
        this.matrix = matrix;
        classes = matrix.counts().length;
        cell = classes <= 12 ? 40 : classes <= MOST_WITH_COUNTS ? 36 : Math.max(4, 640.0 / classes);
        int longest = matrix.classes().stream()
                .mapToInt(name -> shortened(name).length())
                .max()
                .orElse(1);
        turned = longest * 7.5 > cell;
        left = 34 + longest * 7.2;
        top = 30 + (turned ? longest * 7.2 : 16);
    }

    void write(Html out, String score) {
        double size = classes * cell;
        String title = out.id();
        String description = out.id();
        double width = left + size + 4;
        double height = top + size + 4;
        out.open("div", "class", "scroll");
        out.open(
                "svg",
                "class",
                "matrix",
                "viewBox",
                "0 0 " + Html.coordinate(width) + " " + Html.coordinate(height),
                "style",
                "max-width:" + Math.round(width * 1.15) + "px;min-width:" + Math.round(Math.min(width, 900) * 0.6)
                        + "px",
                "role",
                "img",
                "aria-labelledby",
                title + " " + description);
        out.element("title", "Confusion matrix of " + classes + " classes", "id", title);
        out.element(
                "desc", score + ". The per-class table holds precision and recall of each class.", "id", description);
        writeLabels(out, size);
        if (classes <= MOST_WITH_CELLS) {
            for (int t = 0; t < classes; t++) {
                writeRow(out, t);
            }
        } else {
            out.empty(
                    "image", "class", "pixels", "x", left, "y", top, "width", size, "height", size, "href", picture());
        }
        out.empty("rect", "class", "outline", "x", left, "y", top, "width", size, "height", size);
        out.close().close();
    }

    private void writeLabels(Html out, double size) {
        out.element(
                "text", "predicted class", "class", "label", "x", left + size / 2, "y", 14, "text-anchor", "middle");
        out.element(
                "text",
                "true class",
                "class",
                "label",
                "text-anchor",
                "middle",
                "transform",
                "translate(14 " + Html.coordinate(top + size / 2) + ") rotate(-90)");
        // Names need about 13 units each; of many classes every second, fifth ... is named.
        int every = (int) Math.ceil(13 / cell);
        for (int k = 0; k < classes; k += every) {
            String name = shortened(matrix.classes().get(k));
            double middle = (k + 0.5) * cell;
            out.element("text", name, "x", left - 8, "y", top + middle, "dy", "0.35em", "text-anchor", "end");
            if (turned) {
                String at = "translate(" + Html.coordinate(left + middle) + " " + Html.coordinate(top - 8)
                        + ") rotate(-90)";
                out.element("text", name, "transform", at, "dy", "0.35em");
            } else {
                out.element("text", name, "x", left + middle, "y", top - 8, "text-anchor", "middle");
            }
        }
    }

    private void writeRow(Html out, int t) {
        long[] row = matrix.counts()[t];
        long samples = Arrays.stream(row).sum();
        out.open("g");
        for (int p = 0; p < classes; p++) {
            // Empty cells are the background: of a hundred classes nearly all are.
            if (row[p] == 0) {
                continue;
            }
            double share = (double) row[p] / samples;
            double opacity = opacity(share, t == p);
            String kind = t == p ? "right" : "wrong";
            int digits = Long.toString(row[p]).length();
            double fontSize = Math.min(14, 1.6 * (cell - 4) / digits);
            out.open("g", "class", kind + emphasis(opacity), "font-size", fontSize);
            out.open(
                    "rect",
                    "x",
                    left + p * cell + 0.5,
                    "y",
                    top + t * cell + 0.5,
                    "width",
                    cell - 1,
                    "height",
                    cell - 1,
                    "fill-opacity",
                    opacity);
            out.element(
                    "title",
                    "true " + matrix.classes().get(t) + ", predicted "
                            + matrix.classes().get(p) + ": " + Format.count(row[p]) + " of " + Format.count(samples)
                            + " (" + Format.percent(share) + ")");
            out.close();
            if (classes <= MOST_WITH_COUNTS) {
                double x = left + (p + 0.5) * cell;
                double y = top + (t + 0.5) * cell;
                out.element("text", Long.toString(row[p]), "x", x, "y", y, "dy", "0.35em", "text-anchor", "middle");
            }
            out.close();
        }
        out.close();
    }

    // The cube root makes one mistake in a hundred visible beside ninety-nine hits.
    private static double opacity(double share, boolean right) {
        return right ? Math.max(0.06, share) : Math.cbrt(share);
    }

    /**
     * The numbers change colour where their contrast to the cell would fall short: on a dark page earlier than on a
     * light one.
     */
    private static String emphasis(double opacity) {
        return opacity > 0.85 ? " strong" : opacity > 0.6 ? " middling" : "";
    }

    private String picture() {
        byte[] rgba = new byte[classes * classes * 4];
        for (int t = 0; t < classes; t++) {
            long samples = Arrays.stream(matrix.counts()[t]).sum();
            for (int p = 0; p < classes; p++) {
                long count = matrix.counts()[t][p];
                if (count > 0) {
                    int[] colour = t == p ? RIGHT : WRONG;
                    int at = (t * classes + p) * 4;
                    rgba[at] = (byte) colour[0];
                    rgba[at + 1] = (byte) colour[1];
                    rgba[at + 2] = (byte) colour[2];
                    rgba[at + 3] = (byte) Math.round(255 * opacity((double) count / samples, t == p));
                }
            }
        }
        return Png.dataUri(rgba, classes, classes, 4);
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_LABEL
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_LABEL - 1)) + "…";
    }
}
