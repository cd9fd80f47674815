package dev.lanewise.report;

import java.util.Base64;
import java.util.Objects;

/**
 * Pixels to show: {@code values[(c * height + h) * width + w]}, so one plane of grey or three planes red, green, blue.
 *
 * <p>Values within [0, 1] are drawn as they are; when one lies outside (a normalised sample), the range from the least
 * to the greatest is stretched to [0, 1]. A value that is not finite is drawn as the least. The array is not copied: it
 * may not change until the report is written.
 *
 * @param values   {@code channels * height * width} values
 * @param channels 1 or 3
 * @param height   rows, at least 1
 * @param width    columns, at least 1
 */
public record Picture(float[] values, int channels, int height, int width) {
    // Shown at about a hundred pixels: more would only make the page heavy.
    private static final int LARGEST_SIDE = 160;

    /**
     * @throws IllegalArgumentException when the length of {@code values} is not the product of the extents, or channels
     * not 1 or 3
     */
    public Picture {
        Objects.requireNonNull(values, "values");
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("picture: channels must be 1 or 3. Received: " + channels);
        }
        if (height < 1 || width < 1 || values.length != (long) channels * height * width) {
            throw new IllegalArgumentException("picture: " + values.length + " values for [C,H,W] = [" + channels + ", "
                    + height + ", " + width + "]");
        }
    }

    /** As a data URI of its {@link #png}. */
    String dataUri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png());
    }

    /**
     * As a PNG; a picture with a side above 160 pixels is made smaller by a whole factor, each pixel the mean of a block.
     */
    public byte[] png() {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            if (Float.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low >= 0 && high <= 1) {
            low = 0;
            high = 1;
        }
        int factor = Math.ceilDiv(Math.max(height, width), LARGEST_SIDE);
        int rows = Math.ceilDiv(height, factor);
        int columns = Math.ceilDiv(width, factor);
        byte[] samples = new byte[rows * columns * channels];
        for (int h = 0; h < rows; h++) {
            for (int w = 0; w < columns; w++) {
                for (int c = 0; c < channels; c++) {
                    double unit = (blockMean(c, h * factor, w * factor, factor, low) - low) / ((double) high - low);
                    samples[(h * columns + w) * channels + c] = (byte) Math.round(255 * Math.clamp(unit, 0.0, 1.0));
                }
            }
        }
        return Png.encode(samples, columns, rows, channels);
    }

    private double blockMean(int c, int top, int left, int factor, float low) {
        double sum = 0;
        int count = 0;
        for (int h = top; h < Math.min(height, top + factor); h++) {
            for (int w = left; w < Math.min(width, left + factor); w++) {
                float value = values[(c * height + h) * width + w];
                sum += Float.isFinite(value) ? value : low;
                count++;
            }
        }
        return sum / count;
    }
}
