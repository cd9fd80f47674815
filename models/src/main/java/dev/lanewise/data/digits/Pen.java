package dev.lanewise.data.digits;

import java.util.Arrays;

/**
 * Draws lines on a square of pixels by distance: every pixel keeps how far its centre lies outside the nearest line,
 * negative inside. A pixel's ink follows from that distance alone, so overlapping lines join without a seam.
 */
final class Pen {
    private static final float FAR = 1e6f;

    private final int side;
    private final float[] distance;

    Pen(int side) {
        this.side = side;
        this.distance = new float[side * side];
    }

    /** A blank sheet. */
    void clear() {
        Arrays.fill(distance, FAR);
    }

    /** How far the pixel's centre lies outside the nearest line, in pixels; far away if no line comes near. */
    float distance(int pixel) {
        return distance[pixel];
    }

    /**
     * A straight line from (x0, y0), where its half width is r0, to (x1, y1), where it is r1, with round ends. In
     * pixels; the centre of the pixel in column i and row j is (i, j). Distances are kept up to {@code reach}.
     */
    void line(float x0, float y0, float r0, float x1, float y1, float r1, float reach) {
        float around = Math.max(r0, r1) + reach;
        int left = Math.max(0, (int) (Math.min(x0, x1) - around + 1));
        int right = Math.min(side - 1, (int) (Math.max(x0, x1) + around));
        int top = Math.max(0, (int) (Math.min(y0, y1) - around + 1));
        int bottom = Math.min(side - 1, (int) (Math.max(y0, y1) + around));
        float dx = x1 - x0;
        float dy = y1 - y0;
        float squared = dx * dx + dy * dy;
        // A line without length is a dot: any finite factor gives t = 0 for it.
        float factor = squared > 0 ? 1 / squared : 0;
        for (int j = top; j <= bottom; j++) {
            float py = j - y0;
            for (int i = left; i <= right; i++) {
                float px = i - x0;
                float t = Math.clamp((px * dx + py * dy) * factor, 0f, 1f);
                float ex = px - t * dx;
                float ey = py - t * dy;
                float outside = (float) Math.sqrt(ex * ex + ey * ey) - (r0 + t * (r1 - r0));
                int pixel = j * side + i;
                distance[pixel] = Math.min(distance[pixel], outside);
            }
        }
    }
}
