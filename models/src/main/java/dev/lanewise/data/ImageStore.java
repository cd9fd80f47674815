package dev.lanewise.data;

import dev.lanewise.tensor.Shape;

/**
 * Where the pixels of images of one size are: in memory, or behind files that are decoded on demand. Safe from any
 * number of threads.
 */
public interface ImageStore {
    /**
     * An array that holds the pixels of an image from {@link #offset} on, {@code [C, H, W]} row-major, 0 to 255
     * unsigned. To be read only.
     *
     * @throws DataException if the file behind it turns out to be missing or damaged
     */
    byte[] array(int sample);

    /** The index in {@link #array} of an image's first byte. */
    int offset(int sample);

    /** True if an image's identity is that of its pixels; false if {@link #digest} stands for it. */
    default boolean hashesPixels() {
        return true;
    }

    /**
     * Bytes that stand for an image in fingerprints: of the file it comes from and of how it is prepared.
     *
     * @throws DataException if the file cannot be read
     * @throws UnsupportedOperationException if {@link #hashesPixels}
     */
    default byte[] digest(int sample) {
        throw new UnsupportedOperationException("image " + sample + " is known by its pixels");
    }

    /** Some of the images, in the order given. The array is kept. */
    default ImageStore subset(int[] samples) {
        ImageStore whole = this;
        return new ImageStore() {
            @Override
            public byte[] array(int sample) {
                return whole.array(samples[sample]);
            }

            @Override
            public int offset(int sample) {
                return whole.offset(samples[sample]);
            }

            @Override
            public boolean hashesPixels() {
                return whole.hashesPixels();
            }

            @Override
            public byte[] digest(int sample) {
                return whole.digest(samples[sample]);
            }
        };
    }

    /**
     * Images one after the other in one array.
     *
     * @param pixels kept, not copied
     * @param count the number of images
     * @param shape of each
     * @throws IllegalArgumentException if the array has another length
     */
    static ImageStore of(byte[] pixels, int count, Shape shape) {
        int size = shape.size();
        if (pixels.length != (long) count * size) {
            throw new IllegalArgumentException(count + " images of shape " + shape + " are " + (long) count * size
                    + " bytes, but there are " + pixels.length);
        }
        return new ImageStore() {
            @Override
            public byte[] array(int sample) {
                return pixels;
            }

            @Override
            public int offset(int sample) {
                return sample * size;
            }
        };
    }
}
