package dev.lanewise.bench;

import dev.lanewise.report.Palette;
import java.util.Locale;
import java.util.Map;

/** A {@link Drawing} as SVG: light, or dark where the reader's system is. */
final class SvgDrawing {
    private final StringBuilder out = new StringBuilder();

    private SvgDrawing() {}

    static String write(Drawing drawing, String title) {
        SvgDrawing svg = new SvgDrawing();
        svg.line(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" role=\"img\""
                        + " font-family=\"system-ui, sans-serif\">",
                number(drawing.width),
                number(drawing.height)));
        svg.line(String.format(Locale.ROOT, "<title>%s</title>", escaped(title)));
        svg.line(String.format(
                Locale.ROOT,
                "<style>%s@media (prefers-color-scheme: dark) {%s}</style>",
                rules(Palette.light()),
                rules(Palette.dark())));
        svg.line("<rect class=\"page\" width=\"100%\" height=\"100%\"/>");
        for (Drawing.Shape shape : drawing.shapes()) {
            switch (shape) {
                case Drawing.Segment s -> svg.segment(s);
                case Drawing.Polygon p -> svg.polygon(p);
                case Drawing.Label l -> svg.label(l);
            }
        }
        svg.line("</svg>");
        return svg.out.toString();
    }

    /** A class for each colour, and one for lines of it. */
    private static String rules(Map<String, String> colours) {
        StringBuilder rules = new StringBuilder();
        colours.forEach((name, colour) -> rules.append('.')
                .append(name)
                .append("{fill:")
                .append(colour)
                .append("}.line.")
                .append(name)
                .append("{stroke:")
                .append(colour)
                .append("}"));
        return rules.toString();
    }

    private void segment(Drawing.Segment s) {
        line(String.format(
                Locale.ROOT,
                "<line class=\"line %s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke-width=\"%s\"%s/>",
                s.colour(),
                number(s.x1()),
                number(s.y1()),
                number(s.x2()),
                number(s.y2()),
                number(s.width()),
                s.dashed() ? " stroke-dasharray=\"6 4\"" : ""));
    }

    private void polygon(Drawing.Polygon p) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < p.xs().length; i++) {
            points.append(i == 0 ? "" : " ")
                    .append(number(p.xs()[i]))
                    .append(',')
                    .append(number(p.ys()[i]));
        }
        String title = p.title().isEmpty() ? "" : "<title>" + escaped(p.title()) + "</title>";
        line(String.format(Locale.ROOT, "<polygon class=\"%s\" points=\"%s\">%s</polygon>", p.colour(), points, title));
    }

    private void label(Drawing.Label l) {
        line(String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\">%s</text>",
                l.colour(),
                number(l.x()),
                number(l.y()),
                number(l.size()),
                l.anchor().name().toLowerCase(Locale.ROOT),
                escaped(l.text())));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
