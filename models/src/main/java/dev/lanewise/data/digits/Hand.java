package dev.lanewise.data.digits;

import dev.lanewise.data.digits.Glyphs.Stroke;
import dev.lanewise.data.digits.Glyphs.Style;

/**
 * Writes one digit as one person might: chooses a style, then how sloppily, how large, how slanted, where, and with
 * what pen. Every draw is from the sample's own stream.
 *
 * <p>Outline: 1 choose style and pen; 2 move the style's points by a little each (wobble), then all together (bend,
 * taper, slant, size, rotation, position); 3 join them by curves (Catmull and Rom, 1974) cut into short lines; 4 turn
 * distances into ink and add the paper's noise.
 */
final class Hand {
    private static final int SIDE = Digits.SIDE;
    private static final int POINTS = 24;
    // The longest line a curve is cut into, in pixels: the sagitta stays below a tenth of a pixel.
    private static final float STEP = 1.6f;

    private final Pen pen = new Pen(SIDE);
    private final float[] x = new float[POINTS];
    private final float[] y = new float[POINTS];

    private float xx;
    private float xy;
    private float yx;
    private float yy;
    private float centreX;
    private float centreY;
    private float bend;
    private float taper;
    private float wobble;
    private float radius;
    private float radiusChange;
    private float edge;

    /** Draws a digit into {@code pixels[at .. at + SIDE * SIDE)}: 0 is paper, 255 is ink. */
    void draw(int digit, long stream, byte[] pixels, int at) {
        Draws draws = new Draws(stream);
        Style[] styles = Glyphs.styles(digit);
        Style style = styles[draws.below(styles.length)];
        choosePose(draws);
        choosePen(draws);
        pen.clear();
        for (Stroke stroke : style.strokes()) {
            place(stroke, draws);
            join(stroke);
        }
        ink(draws, pixels, at);
    }

    private void choosePose(Draws draws) {
        float height = 19.5f + draws.normal(1.6f);
        float width = height * (0.92f + draws.normal(0.14f));
        float slant = 0.12f + draws.normal(0.23f);
        // With t = tan(angle / 2) the rotation needs no sine: cos = (1 - t^2) / (1 + t^2), sin = 2t / (1 + t^2).
        float t = draws.normal(0.065f);
        float cos = (1 - t * t) / (1 + t * t);
        float sin = 2 * t / (1 + t * t);
        // Rotation after slant after size, for coordinates in [-0.5, 0.5].
        xx = cos * width;
        xy = -cos * slant * height - sin * height;
        yx = sin * width;
        yy = -sin * slant * height + cos * height;
        centreX = (SIDE - 1) / 2f + draws.normal(1.4f);
        centreY = (SIDE - 1) / 2f + draws.normal(1.2f);
        bend = draws.normal(0.18f);
        taper = draws.normal(0.22f);
        // Most people write carefully, some do not.
        wobble = draws.uniform(0.012f, 0.036f) + Math.max(0, draws.normal(0.014f));
    }

    private void choosePen(Draws draws) {
        radius = draws.uniform(0.65f, 1.8f);
        radiusChange = draws.normal(0.22f);
        edge = draws.uniform(0.8f, 1.5f);
    }

    private void place(Stroke stroke, Draws draws) {
        for (int i = 0; i < stroke.x().length; i++) {
            float u = stroke.x()[i] * 0.01f - 0.5f + draws.normal(wobble);
            float v = stroke.y()[i] * 0.01f - 0.5f + draws.normal(wobble);
            u = u * (1 + taper * v) + bend * (v * v - 0.08f);
            x[i] = centreX + (xx * u + xy * v);
            y[i] = centreY + (yx * u + yy * v);
        }
    }

    private void join(Stroke stroke) {
        boolean[] corner = stroke.corner();
        int last = corner.length - 1;
        for (int i = 0; i < last; i++) {
            // Where the curve has a corner or ends, its neighbour beyond is the point itself, mirrored.
            float beforeX = corner[i] ? 2 * x[i] - x[i + 1] : x[i - 1];
            float beforeY = corner[i] ? 2 * y[i] - y[i + 1] : y[i - 1];
            float afterX = corner[i + 1] ? 2 * x[i + 1] - x[i] : x[i + 2];
            float afterY = corner[i + 1] ? 2 * y[i + 1] - y[i] : y[i + 2];
            float pressure = radius * (1 + radiusChange * (i / (float) last - 0.5f));
            curve(
                    i,
                    (x[i + 1] - beforeX) * 0.5f,
                    (y[i + 1] - beforeY) * 0.5f,
                    (afterX - x[i]) * 0.5f,
                    (afterY - y[i]) * 0.5f,
                    pressure,
                    radius * radiusChange / last);
        }
    }

    /** The piece from point i to the next, as a cubic with the given tangents at its ends. */
    private void curve(int i, float tx0, float ty0, float tx1, float ty1, float r, float change) {
        float dx = x[i + 1] - x[i];
        float dy = y[i + 1] - y[i];
        int steps = Math.clamp((int) Math.ceil(Math.sqrt(dx * dx + dy * dy) / STEP), 1, 12);
        float fromX = x[i];
        float fromY = y[i];
        float fromR = r;
        for (int k = 1; k <= steps; k++) {
            float t = k / (float) steps;
            // Hermite: p(t) = p0 + t (m0 + t ((3d - 2m0 - m1) + t (m0 + m1 - 2d))), d = p1 - p0.
            float toX = x[i] + t * (tx0 + t * ((3 * dx - 2 * tx0 - tx1) + t * (tx0 + tx1 - 2 * dx)));
            float toY = y[i] + t * (ty0 + t * ((3 * dy - 2 * ty0 - ty1) + t * (ty0 + ty1 - 2 * dy)));
            float toR = r + t * change;
            pen.line(fromX, fromY, fromR, toX, toY, toR, edge);
            fromX = toX;
            fromY = toY;
            fromR = toR;
        }
    }

    private void ink(Draws draws, byte[] pixels, int at) {
        float dark = draws.uniform(200, 255);
        float paper = Math.max(0, draws.normal(9f));
        float grain = 8 + paper;
        float scale = dark / edge;
        long noise = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            noise = (i & 7) == 0 ? draws.word() : noise >>> 8;
            // Full ink half an edge inside the line, none half an edge outside.
            float ink = Math.clamp(dark * 0.5f - pen.distance(i) * scale, 0f, dark);
            float random = (noise & 0xff) * (1 / 128f) - 1;
            float value = ink + (ink > 0 ? grain : paper) * random;
            pixels[at + i] = (byte) Math.clamp((int) (value + 0.5f), 0, 255);
        }
    }
}
