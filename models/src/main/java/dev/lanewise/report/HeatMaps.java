package dev.lanewise.report;

import java.util.List;
import java.util.Objects;

/**
 * Matrices of weights between named rows and columns, the stronger the darker: what each piece of a text attends to.
 *
 * @param heading the section's heading
 * @param explain what is to be seen, a sentence; or empty
 * @param maps the matrices
 */
public record HeatMaps(String heading, String explain, List<HeatMap> maps) implements Section {
    private static final int LONGEST_LABEL = 12;
    private static final double LETTER = 6.4;
    // A mid tone of the palette's blue: pixels cannot follow the page's colours, so this suits a light and a dark page.
    private static final int[] INK = {60, 128, 205};

    /**
     * One matrix.
     *
     * @param title a line above it
     * @param values row by row, at least 0; what is not finite is left blank. Not copied
     * @param rows the names of the rows
     * @param columns the names of the columns
     */
    public record HeatMap(String title, float[] values, List<String> rows, List<String> columns) {
        /** Checks that there is a value for every pair. */
        public HeatMap {
            Objects.requireNonNull(title, "title");
            rows = List.copyOf(rows);
            columns = List.copyOf(columns);
            if (values.length != rows.size() * columns.size()) {
                throw new IllegalArgumentException("heat map '" + title + "': " + values.length + " values for "
                        + rows.size() + " rows and " + columns.size() + " columns");
            }
        }
    }

    /** Copies the list. */
    public HeatMaps {
        Objects.requireNonNull(heading, "heading");
        Objects.requireNonNull(explain, "explain");
        maps = List.copyOf(maps);
    }

    @Override
    public void write(Html out) {
        List<HeatMap> drawn =
                maps.stream().filter(map -> map.values().length > 0).toList();
        if (drawn.isEmpty()) {
            out.element("p", "Nothing to show.", "class", "none");
            return;
        }
        if (!explain.isEmpty()) {
            out.element("p", explain, "class", "explain");
        }
        out.open("div", "class", "maps");
        drawn.forEach(map -> write(out, map));
        out.close();
    }

    private static void write(Html out, HeatMap map) {
        double cell = 15;
        double left = 6 + LETTER * longest(map.rows());
        double top = 6 + LETTER * longest(map.columns());
        double width = cell * map.columns().size();
        double height = cell * map.rows().size();
        out.open("figure");
        out.element("figcaption", map.title());
        out.open(
                "svg",
                "class",
                "map",
                "viewBox",
                "0 0 " + Html.coordinate(left + width + 2) + " " + Html.coordinate(top + height + 2),
                "style",
                "max-width:" + Math.round(1.4 * (left + width)) + "px",
                "role",
                "img",
                "aria-label",
                map.title());
        for (int r = 0; r < map.rows().size(); r++) {
            double y = top + (r + 0.5) * cell;
            out.element(
                    "text", shortened(map.rows().get(r)), "x", left - 5, "y", y, "dy", "0.35em", "text-anchor", "end");
        }
        for (int c = 0; c < map.columns().size(); c++) {
            String at = "translate(" + Html.coordinate(left + (c + 0.5) * cell) + " " + Html.coordinate(top - 5)
                    + ") rotate(-90)";
            out.element("text", shortened(map.columns().get(c)), "transform", at, "dy", "0.35em");
        }
        out.empty(
                "image",
                "class",
                "pixels",
                "x",
                left,
                "y",
                top,
                "width",
                width,
                "height",
                height,
                "preserveAspectRatio",
                "none",
                "href",
                pixels(map));
        out.empty("rect", "class", "outline", "x", left, "y", top, "width", width, "height", height);
        out.close().close();
    }

    private static String pixels(HeatMap map) {
        float most = 0;
        for (float value : map.values()) {
            most = Float.isFinite(value) ? Math.max(most, value) : most;
        }
        byte[] rgba = new byte[4 * map.values().length];
        for (int i = 0; i < map.values().length; i++) {
            float value = map.values()[i];
            for (int c = 0; c < INK.length; c++) {
                rgba[4 * i + c] = (byte) INK[c];
            }
            rgba[4 * i + 3] =
                    (byte) (Float.isFinite(value) && most > 0 ? Math.round(255 * Math.max(0, value) / most) : 0);
        }
        return Png.dataUri(rgba, map.columns().size(), map.rows().size(), 4);
    }

    private static int longest(List<String> names) {
        return names.stream()
                .map(HeatMaps::shortened)
                .mapToInt(name -> name.codePointCount(0, name.length()))
                .max()
                .orElse(0);
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_LABEL
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_LABEL - 1)) + "…";
    }
}
