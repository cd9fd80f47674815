package dev.lanewise.data.augment;

import dev.lanewise.tensor.Shape;

/** One image of a batch, {@code [C, H, W]} row-major, under the hands of {@link Augmentation}s. For one thread. */
public final class Canvas {
    private final int channels;
    private final int height;
    private final int width;
    private final float[] black;
    private final float[] span;
    private final float[] before;
    private float[] array;
    private int offset;

    /**
     * A canvas for images of one shape.
     *
     * @param shape {@code [C, H, W]}
     * @param black the value that stands for a pixel of 0, per channel; kept
     * @param span what is to be added for a pixel of 1, per channel; kept
     */
    Canvas(Shape shape, float[] black, float[] span) {
        this.channels = shape.dim(0);
        this.height = shape.dim(1);
        this.width = shape.dim(2);
        this.black = black;
        this.span = span;
        this.before = new float[shape.size()];
    }

    /** Puts the canvas on an image in a batch. */
    void place(float[] array, int offset) {
        this.array = array;
        this.offset = offset;
    }

    /** The number of channels. */
    public int channels() {
        return channels;
    }

    /** Rows of a channel. */
    public int height() {
        return height;
    }

    /** Columns of a channel. */
    public int width() {
        return width;
    }

    /** The array that the image lies in: to be changed from {@link #offset} on, for C * H * W values. */
    public float[] array() {
        return array;
    }

    /** The index in {@link #array} of the image's first value. */
    public int offset() {
        return offset;
    }

    /** The value that stands for a pixel of a level, 0 black to 1 white, in a channel. */
    public float value(int channel, float level) {
        return black[channel] + level * span[channel];
    }

    /** By how much a value changes when its pixel, in [0, 1], changes by an amount. */
    public float difference(int channel, float amount) {
        return amount * span[channel];
    }

    /** The image as it is now, copied to room that the canvas owns, from index 0 on; valid until the next call. */
    public float[] copy() {
        System.arraycopy(array, offset, before, 0, before.length);
        return before;
    }

    /**
     * Moves the image: the pixel at (row, column) becomes the one at (row + down, column + right), those from outside a
     * level.
     */
    void move(int down, int right, float level) {
        float[] from = copy();
        int to = offset;
        for (int c = 0; c < channels; c++) {
            float outside = value(c, level);
            for (int row = 0; row < height; row++) {
                int source = row + down;
                boolean inside = source >= 0 && source < height;
                int at = (c * height + source) * width + right;
                for (int column = 0; column < width; column++) {
                    boolean there = inside && column + right >= 0 && column + right < width;
                    array[to++] = there ? from[at + column] : outside;
                }
            }
        }
    }

    /**
     * Turns the image about its middle and moves it, by bilinear interpolation; pixels from outside count as a level.
     *
     * @param cosine of the angle
     * @param sine of the angle: positive turns against the clock
     * @param down rows that the image moves down
     * @param right columns that the image moves right
     */
    void warp(float cosine, float sine, float down, float right, float level) {
        float[] from = copy();
        float middleRow = (height - 1) * 0.5f;
        float middleColumn = (width - 1) * 0.5f;
        int plane = height * width;
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                float y = row - middleRow - down;
                float x = column - middleColumn - right;
                float sourceRow = cosine * y + sine * x + middleRow;
                float sourceColumn = cosine * x - sine * y + middleColumn;
                int r = (int) Math.floor(sourceRow);
                int k = (int) Math.floor(sourceColumn);
                float v = sourceRow - r;
                float u = sourceColumn - k;
                int to = offset + row * width + column;
                for (int c = 0; c < channels; c++) {
                    float outside = value(c, level);
                    float top = mix(at(from, c, r, k, outside), at(from, c, r, k + 1, outside), u);
                    float bottom = mix(at(from, c, r + 1, k, outside), at(from, c, r + 1, k + 1, outside), u);
                    array[to + c * plane] = mix(top, bottom, v);
                }
            }
        }
    }

    private float at(float[] from, int channel, int row, int column, float outside) {
        boolean inside = row >= 0 && row < height && column >= 0 && column < width;
        return inside ? from[(channel * height + row) * width + column] : outside;
    }

    // Exact at both ends.
    private static float mix(float a, float b, float part) {
        return a * (1 - part) + b * part;
    }
}
