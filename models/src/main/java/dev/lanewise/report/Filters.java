package dev.lanewise.report;

import java.util.Objects;

/**
 * A layer's weights as pictures: with three input channels as colours, else one picture for each channel of each
 * filter, blue for negative, white for zero, red for positive. All pictures share one scale, from minus to plus the
 * greatest magnitude. The first 64 are drawn.
 *
 * @param heading  the section's heading
 * @param weights  {@code [O,C,KH,KW]}, row-major; not copied, may not change until the report is written
 * @param filters  O
 * @param channels C
 * @param height   KH
 * @param width    KW
 */
public record Filters(String heading, float[] weights, int filters, int channels, int height, int width)
        implements Section {
    private static final int MOST = 64;
    private static final int FEW = 16;
    private static final int BAR_STEPS = 101;

    /** Colours at -1, -1/2, 0, 1/2 and 1; blue against red is told apart with every common colour-vision deficiency. */
    private static final int[][] DIVERGING = {
        {24, 79, 160}, {128, 176, 222}, {247, 247, 247}, {242, 158, 122}, {178, 30, 40}
    };

    /** @throws IllegalArgumentException when an extent is below 1 or their product is not the number of weights */
    public Filters {
        Objects.requireNonNull(heading, "heading");
        boolean fits = filters >= 1 && channels >= 1 && height >= 1 && width >= 1;
        if (!fits || weights.length != (long) filters * channels * height * width) {
            throw new IllegalArgumentException("filters: " + weights.length + " weights for [O,C,KH,KW] = [" + filters
                    + ", " + channels + ", " + height + ", " + width + "]");
        }
    }

    @Override
    public void write(Html out) {
        boolean colour = channels == 3;
        int pictures = colour ? filters : filters * channels;
        int shown = Math.min(MOST, pictures);
        float scale = greatestMagnitude();
        out.open("p", "class", "explain");
        out.text(count(filters, "filter") + " of " + count(channels, "channel") + " × " + height + " × " + width
                + " weights");
        out.text(shown < pictures ? ", the first " + shown + " of " + Format.count(pictures) + " pictures. " : ". ");
        out.text(
                        colour
                                ? "Channels as red, green, blue; mid-grey is zero, the range ±" + Format.number(scale)
                                        + "."
                                : "")
                .close();
        if (!colour) {
            writeBar(out, scale);
        }
        out.open("div", "class", shown <= FEW ? "gallery" : "gallery little");
        for (int k = 0; k < shown; k++) {
            String name = colour || channels == 1 ? "" + k : k / channels + ", channel " + k % channels;
            out.open("figure");
            String uri = Png.dataUri(colour ? colours(k, scale) : plane(k, scale), width, height, 3);
            out.empty("img", "class", "pixels", "src", uri, "alt", "Filter " + name, "title", "Filter " + name);
            out.element("figcaption", name).close();
        }
        out.close();
    }

    private static void writeBar(Html out, float scale) {
        byte[] rgb = new byte[BAR_STEPS * 3];
        for (int i = 0; i < BAR_STEPS; i++) {
            putDiverging(rgb, i * 3, 2.0 * i / (BAR_STEPS - 1) - 1);
        }
        out.open("p", "class", "bar").text("−" + Format.number(scale) + " ");
        out.empty("img", "src", Png.dataUri(rgb, BAR_STEPS, 1, 3), "alt", "blue over white to red");
        out.text(" +" + Format.number(scale)).close();
    }

    private byte[] plane(int plane, float scale) {
        int pixels = height * width;
        byte[] rgb = new byte[pixels * 3];
        for (int i = 0; i < pixels; i++) {
            putDiverging(rgb, i * 3, unit(weights[plane * pixels + i], scale));
        }
        return rgb;
    }

    private byte[] colours(int filter, float scale) {
        int pixels = height * width;
        byte[] rgb = new byte[pixels * 3];
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < 3; c++) {
                rgb[i * 3 + c] = (byte) Math.round(127.5 + 127.5 * unit(weights[(filter * 3 + c) * pixels + i], scale));
            }
        }
        return rgb;
    }

    private static void putDiverging(byte[] rgb, int at, double unit) {
        double place = (unit + 1) * 2;
        int below = Math.clamp((int) place, 0, DIVERGING.length - 2);
        for (int c = 0; c < 3; c++) {
            double from = DIVERGING[below][c];
            rgb[at + c] = (byte) Math.round(from + (place - below) * (DIVERGING[below + 1][c] - from));
        }
    }

    /** In [-1, 1]; a weight that is not finite is drawn as zero. */
    private static double unit(float weight, float scale) {
        return Float.isFinite(weight) && scale > 0 ? (double) weight / scale : 0;
    }

    private float greatestMagnitude() {
        float greatest = 0;
        for (float weight : weights) {
            greatest = Float.isFinite(weight) ? Math.max(greatest, Math.abs(weight)) : greatest;
        }
        return greatest;
    }

    private static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}
