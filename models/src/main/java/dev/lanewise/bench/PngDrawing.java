package dev.lanewise.bench;

import dev.lanewise.report.Palette;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;

/** A {@link Drawing} as PNG, at twice its size for sharp screens. */
final class PngDrawing {
    private static final int SCALE = 2;

    private final Graphics2D g;
    private final Map<String, String> palette;

    private PngDrawing(Graphics2D g, Map<String, String> palette) {
        this.g = g;
        this.palette = palette;
    }

    static byte[] write(Drawing drawing, boolean dark) {
        // No screen is needed; without this a machine with a broken display setting would fail.
        System.setProperty("java.awt.headless", "true");
        int width = (int) Math.ceil(drawing.width * SCALE);
        int height = (int) Math.ceil(drawing.height * SCALE);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.scale(SCALE, SCALE);
            PngDrawing png = new PngDrawing(g, dark ? Palette.dark() : Palette.light());
            png.colour("page");
            g.fillRect(0, 0, width, height);
            for (Drawing.Shape shape : drawing.shapes()) {
                png.draw(shape);
            }
        } finally {
            g.dispose();
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void colour(String name) {
        g.setColor(Color.decode(palette.get(name)));
    }

    private void draw(Drawing.Shape shape) {
        switch (shape) {
            case Drawing.Segment s -> {
                colour(s.colour());
                float[] dash = s.dashed() ? new float[] {6, 4} : null;
                g.setStroke(
                        new BasicStroke((float) s.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dash, 0));
                g.draw(new Line2D.Double(s.x1(), s.y1(), s.x2(), s.y2()));
            }
            case Drawing.Polygon p -> {
                colour(p.colour());
                Path2D path = new Path2D.Double();
                path.moveTo(p.xs()[0], p.ys()[0]);
                for (int i = 1; i < p.xs().length; i++) {
                    path.lineTo(p.xs()[i], p.ys()[i]);
                }
                path.closePath();
                g.fill(path);
            }
            case Drawing.Label l -> {
                colour(l.colour());
                g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) l.size()));
                double width = g.getFontMetrics().getStringBounds(l.text(), g).getWidth();
                double shift = switch (l.anchor()) {
                    case START -> 0;
                    case MIDDLE -> width / 2;
                    case END -> width;
                };
                g.drawString(l.text(), (float) (l.x() - shift), (float) l.y());
            }
        }
    }
}
