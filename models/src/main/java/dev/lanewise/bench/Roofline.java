package dev.lanewise.bench;

import dev.lanewise.bench.Drawing.Anchor;
import dev.lanewise.report.Format;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The roofline picture (Williams, Waterman and Patterson, 2009): operations a second over operations per byte, both
 * logarithmic; slopes are what memory allows, level lines what the units do, points are kernels.
 */
public final class Roofline {
    private static final double WIDTH = 960;
    private static final double HEIGHT = 560;
    private static final double LEFT = 70;
    private static final double TOP = 56;
    private static final double RIGHT = 170;
    private static final double BOTTOM = 58;
    private static final double LABEL = 160;
    private static final int PALETTE = 8;

    private final List<Line.Kernel> kernels = new ArrayList<>();
    private final List<Line.Flops> flops = new ArrayList<>();
    private final List<Line.Bandwidth> memory = new ArrayList<>();
    private final Drawing drawing = new Drawing(WIDTH, HEIGHT);
    private final int threads;

    // Powers of ten.
    private double lowX = -1;
    private double highX = 2;
    private double lowY = 0;
    private double highY = 2;

    private Roofline(List<Line> lines) {
        for (Line line : lines) {
            switch (line) {
                case Line.Kernel kernel when kernel.work().flop() > 0 -> kernels.add(kernel);
                case Line.Flops f -> flops.add(f);
                case Line.Bandwidth b when b.kind() == BandwidthRoof.Kind.COPY -> memory.add(b);
                default -> {}
            }
        }
        threads = kernels.stream().mapToInt(Line.Kernel::threads).max().orElse(1);
        flops.removeIf(f -> f.threads() != threads);
        memory.removeIf(b -> b.threads() != threads);
    }

    /** The picture of these lines, with the machine's name above it. */
    static Drawing of(String machine, List<Line> lines) {
        Roofline picture = new Roofline(lines);
        picture.fit();
        picture.axes(machine);
        picture.roofs();
        picture.points();
        return picture.drawing;
    }

    /** As an SVG document that is light or dark as its reader is. */
    public static String svg(String machine, List<Line> lines) {
        return SvgDrawing.write(of(machine, lines), "Roofline of " + machine);
    }

    /** As a PNG file. */
    public static byte[] png(String machine, List<Line> lines, boolean dark) {
        return PngDrawing.write(of(machine, lines), dark);
    }

    private void fit() {
        for (Line.Kernel kernel : kernels) {
            lowX = Math.min(lowX, Math.floor(Math.log10(kernel.work().intensity())));
            highX = Math.max(highX, Math.ceil(Math.log10(kernel.work().intensity())));
            lowY = Math.min(lowY, Math.floor(Math.log10(kernel.gflops())));
        }
        for (Line.Flops roof : flops) {
            highY = Math.max(highY, Math.log10(roof.gflops()) + 0.2);
        }
    }

    private double px(double intensity) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (Math.log10(intensity) - lowX) / (highX - lowX);
    }

    private double py(double gflops) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (highY - Math.log10(gflops)) / (highY - lowY);
    }

    private void axes(String machine) {
        double bottom = HEIGHT - BOTTOM;
        double right = WIDTH - RIGHT;
        drawing.label(LEFT, 24, Anchor.START, 15, "ink", machine);
        drawing.label(LEFT, 42, Anchor.START, 12, "soft", threads == 1 ? "one thread" : threads + " threads");
        for (int power = (int) lowX; power <= highX; power++) {
            double x = px(Math.pow(10, power));
            drawing.segment(x, TOP, x, bottom, 1, false, "grid");
            drawing.label(x, bottom + 18, Anchor.MIDDLE, 12, "soft", Format.number(Math.pow(10, power)));
        }
        for (int power = (int) lowY; power <= highY; power++) {
            double y = py(Math.pow(10, power));
            drawing.segment(LEFT, y, right, y, 1, false, "grid");
            drawing.label(LEFT - 8, y + 4, Anchor.END, 12, "soft", Format.number(Math.pow(10, power)));
        }
        drawing.segment(LEFT, bottom, right, bottom, 1, false, "soft");
        drawing.label((LEFT + right) / 2, bottom + 42, Anchor.MIDDLE, 13, "ink", "operations per byte");
        drawing.label(LEFT - 8, TOP + 4, Anchor.END, 13, "ink", "GFLOP/s");
    }

    private void roofs() {
        double top = flops.stream().mapToDouble(Line.Flops::gflops).max().orElse(Math.pow(10, highY));
        for (Line.Flops roof : flops) {
            double fastest =
                    memory.stream().mapToDouble(Line.Bandwidth::gbs).max().orElse(1);
            double from = Math.max(LEFT, px(roof.gflops() / fastest));
            double y = py(roof.gflops());
            drawing.segment(from, y, WIDTH - RIGHT, y, 2, roof.gflops() < top, "ink");
            String text = String.format(Locale.ROOT, "FMA %d bits  %.0f GFLOP/s", roof.bits(), roof.gflops());
            // Right of the last slope: what is bound by memory lies lower, what is bound by the units further right.
            double slowest =
                    memory.stream().mapToDouble(Line.Bandwidth::gbs).min().orElse(1);
            double at = Math.min(px(roof.gflops() / slowest) + 26, WIDTH - RIGHT - LABEL);
            drawing.label(Math.max(LEFT + 4, at), y - 5, Anchor.START, 11, "ink", text);
        }
        for (Line.Bandwidth level : memory) {
            double left = Math.max(Math.pow(10, lowX), Math.pow(10, lowY) / level.gbs());
            double right = Math.min(Math.pow(10, highX), top / level.gbs());
            double x1 = px(left);
            double y1 = py(left * level.gbs());
            drawing.segment(x1, y1, px(right), py(right * level.gbs()), 2, false, "soft");
        }
        legend();
    }

    /** Slopes can be too close to each other for words between them; nothing lies left of the first. */
    private void legend() {
        double y = TOP + 14;
        drawing.label(LEFT + 8, y, Anchor.START, 11, "soft", "slopes, from the left");
        for (Line.Bandwidth level : memory) {
            y += 14;
            String text = String.format(Locale.ROOT, "%s  %.0f GB/s", level.level(), level.gbs());
            drawing.label(LEFT + 8, y, Anchor.START, 11, "soft", text);
        }
    }

    private void points() {
        List<String> families = kernels.stream()
                .map(k -> k.work().family())
                .distinct()
                .sorted(Comparator.comparingInt(Works.families()::indexOf))
                .toList();
        for (Line.Kernel kernel : kernels) {
            int family = families.indexOf(kernel.work().family());
            String title = String.format(
                    Locale.ROOT,
                    "%s: %.1f GFLOP/s, %.0f %% of %s",
                    kernel.work().name(),
                    kernel.gflops(),
                    100 * kernel.share(),
                    kernel.bound());
            marker(family, px(kernel.work().intensity()), py(kernel.gflops()), title);
        }
        for (int i = 0; i < families.size(); i++) {
            double y = TOP + 14 + 20 * i;
            marker(i, WIDTH - RIGHT + 26, y, "");
            drawing.label(WIDTH - RIGHT + 40, y + 4, Anchor.START, 12, "ink", families.get(i));
        }
    }

    private void marker(int family, double x, double y, String title) {
        // The second round through the palette has another form beside each colour.
        drawing.marker(family + family / PALETTE, x, y, 4.5, "c" + family % PALETTE, title);
    }
}
