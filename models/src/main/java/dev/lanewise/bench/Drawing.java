package dev.lanewise.bench;

import java.util.ArrayList;
import java.util.List;

/** A picture as shapes, in pixels from the top left; colours are names of {@code report.Palette}. */
final class Drawing {
    /** Where a text's position lies in it. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** What is drawn. */
    sealed interface Shape {}

    /** A straight line. */
    record Segment(double x1, double y1, double x2, double y2, double width, boolean dashed, String colour)
            implements Shape {}

    /** A closed polygon, filled. */
    record Polygon(double[] xs, double[] ys, String colour, String title) implements Shape {}

    /** A line of text; y is its base line. */
    record Label(double x, double y, Anchor anchor, double size, String colour, String text) implements Shape {}

    private static final int CIRCLE = 20;

    final double width;
    final double height;
    private final List<Shape> shapes = new ArrayList<>();

    Drawing(double width, double height) {
        this.width = width;
        this.height = height;
    }

    List<Shape> shapes() {
        return shapes;
    }

    void segment(double x1, double y1, double x2, double y2, double thickness, boolean dashed, String colour) {
        shapes.add(new Segment(x1, y1, x2, y2, thickness, dashed, colour));
    }

    void label(double x, double y, Anchor anchor, double size, String colour, String text) {
        shapes.add(new Label(x, y, anchor, size, colour, text));
    }

    /** A marker, one of four forms, so that colour is not the only difference: circle, square, diamond, triangle. */
    void marker(int form, double x, double y, double radius, String colour, String title) {
        int corners = switch (form % 4) {
            case 0 -> CIRCLE;
            case 3 -> 3;
            default -> 4;
        };
        double turn = form % 4 == 1 ? Math.PI / 4 : 0;
        double reach = corners == CIRCLE ? radius : radius * 1.3;
        double[] xs = new double[corners];
        double[] ys = new double[corners];
        for (int i = 0; i < corners; i++) {
            double angle = turn + 2 * Math.PI * i / corners;
            xs[i] = x + reach * Math.sin(angle);
            ys[i] = y - reach * Math.cos(angle);
        }
        shapes.add(new Polygon(xs, ys, colour, title));
    }
}
