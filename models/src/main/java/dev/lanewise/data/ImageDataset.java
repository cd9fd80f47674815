package dev.lanewise.data;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Images of one size, kept as one byte per pixel and channel, with a class each. Where the bytes lie is the matter of an
 * {@link ImageStore}: in memory, or in files that are decoded when they are read.
 *
 * <p>A pixel p of channel c is delivered as {@code (p / 255 - mean[c]) / deviation[c]}, in float, each operation
 * rounded: without normalisation a multiple of 1/255 in [0, 1].
 */
public final class ImageDataset implements LabelledDataset {
    private static final int VALUES = 256;

    // The most classes whose numbers the fingerprint takes as bytes: what it was made of when labels were bytes.
    private static final int BYTE_CLASSES = 128;

    private final ImageStore store;
    private final int[] labels;
    private final Shape shape;
    private final List<String> classes;
    private final float[] mean;
    private final float[] deviation;
    // The value delivered for a byte, for each channel in turn: a load costs less than a conversion and a division.
    private final float[] values;
    private volatile String fingerprint;

    /**
     * A set in memory, without normalisation: pixels are delivered in [0, 1].
     *
     * @param pixels all images one after the other, each {@code [C, H, W]} row-major, 0 to 255 unsigned; kept, not
     *     copied, and not to be changed afterwards
     * @param labels the class of each image, unsigned; read, not kept
     * @param shape {@code [C, H, W]}
     * @param classes the classes' names
     * @throws IllegalArgumentException if the arrays' lengths do not agree or a label is not a class
     */
    public ImageDataset(byte[] pixels, byte[] labels, Shape shape, List<String> classes) {
        this(pixels, unsigned(labels), shape, classes);
    }

    /**
     * A set in memory of any number of classes, without normalisation.
     *
     * @param pixels all images one after the other, each {@code [C, H, W]} row-major, 0 to 255 unsigned; kept, not
     *     copied, and not to be changed afterwards
     * @param labels the class of each image; kept, not copied
     * @param shape {@code [C, H, W]}
     * @param classes the classes' names
     * @throws IllegalArgumentException if the arrays' lengths do not agree or a label is not a class
     */
    public ImageDataset(byte[] pixels, int[] labels, Shape shape, List<String> classes) {
        this(ImageStore.of(pixels, labels.length, checked(shape)), labels, shape, classes);
    }

    /**
     * A set over a store, without normalisation.
     *
     * @param store where the pixels of as many images are as there are labels, each of the shape's size
     * @param labels the class of each image; kept, not copied
     * @param shape {@code [C, H, W]}
     * @param classes the classes' names
     * @throws IllegalArgumentException if a label is not a class
     */
    public ImageDataset(ImageStore store, int[] labels, Shape shape, List<String> classes) {
        this(store, labels, shape, classes, filled(shape, 0), filled(shape, 1));
    }

    private ImageDataset(
            ImageStore store, int[] labels, Shape shape, List<String> classes, float[] mean, float[] deviation) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes.size()) {
                throw new IllegalArgumentException(
                        "label " + i + " is " + labels[i] + ", expected 0 to " + (classes.size() - 1));
            }
        }
        this.store = store;
        this.labels = labels;
        this.shape = checked(shape);
        this.classes = List.copyOf(classes);
        this.mean = mean;
        this.deviation = deviation;
        this.values = values(mean, deviation);
    }

    private static Shape checked(Shape shape) {
        if (shape.rank() != 3 || shape.size() == 0) {
            throw new IllegalArgumentException("images of shape " + shape + ", expected [C, H, W]");
        }
        return shape;
    }

    private static int[] unsigned(byte[] labels) {
        int[] wide = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            wide[i] = labels[i] & 0xff;
        }
        return wide;
    }

    private static float[] filled(Shape shape, float value) {
        float[] perChannel = new float[checked(shape).dim(0)];
        Arrays.fill(perChannel, value);
        return perChannel;
    }

    private static float[] values(float[] mean, float[] deviation) {
        float[] values = new float[mean.length * VALUES];
        for (int c = 0; c < mean.length; c++) {
            for (int p = 0; p < VALUES; p++) {
                values[c * VALUES + p] = (p / 255f - mean[c]) / deviation[c];
            }
        }
        return values;
    }

    /**
     * The same images normalised: {@code (p / 255 - mean[c]) / deviation[c]}. Shares the pixels.
     *
     * @param mean per channel, of pixels in [0, 1]
     * @param deviation per channel, above 0
     * @throws IllegalArgumentException if there is not one value per channel, or one is not finite or not above 0
     */
    public ImageDataset normalised(float[] mean, float[] deviation) {
        if (mean.length != shape.dim(0) || deviation.length != shape.dim(0)) {
            throw new IllegalArgumentException("normalise: " + mean.length + " means and " + deviation.length
                    + " deviations for " + shape.dim(0) + " channels");
        }
        for (int c = 0; c < mean.length; c++) {
            if (!Float.isFinite(mean[c]) || !(deviation[c] > 0) || !Float.isFinite(deviation[c])) {
                throw new IllegalArgumentException("normalise: channel " + c + " has mean " + mean[c]
                        + " and deviation " + deviation[c] + ", expected finite and above 0");
            }
        }
        return new ImageDataset(store, labels, shape, classes, mean.clone(), deviation.clone());
    }

    /** The first {@code count} images. Shares the pixels. */
    public ImageDataset first(int count) {
        Objects.checkFromToIndex(0, count, size());
        int[] samples = new int[count];
        Arrays.setAll(samples, i -> i);
        return subset(samples);
    }

    /**
     * Some of the images, in the order given. Shares the pixels.
     *
     * @param samples indices of images of this set
     * @throws IndexOutOfBoundsException if there is no such image
     */
    public ImageDataset subset(int... samples) {
        int[] chosen = samples.clone();
        int[] kept = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            kept[i] = labels[Objects.checkIndex(chosen[i], size())];
        }
        return new ImageDataset(store.subset(chosen), kept, shape, classes, mean, deviation);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Shape sampleShape() {
        return shape;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int sample) {
        return labels[sample];
    }

    /** The mean subtracted per channel, a copy; 0 without normalisation. */
    public float[] mean() {
        return mean.clone();
    }

    /** The deviation divided by per channel, a copy; 1 without normalisation. */
    public float[] deviation() {
        return deviation.clone();
    }

    /** The bytes of one image, {@code [C, H, W]}, as stored, a copy: for pictures in reports. */
    public byte[] pixels(int sample) {
        int at = store.offset(Objects.checkIndex(sample, size()));
        return Arrays.copyOfRange(store.array(sample), at, at + shape.size());
    }

    /**
     * Applies this set's scaling to an image in [0, 1] from elsewhere, as if its pixels had been read from the set but
     * without rounding them to bytes.
     *
     * @param image {@code [C, H, W]}, in [0, 1]
     * @param x where the scaled image goes, of the same size; may share the array
     */
    public void scale(float[] image, Tensor x) {
        int plane = shape.dim(1) * shape.dim(2);
        if (image.length != shape.size() || x.size() != shape.size()) {
            throw new IllegalArgumentException(
                    "scale: " + image.length + " pixels into " + x.shape() + ", expected " + shape);
        }
        for (int i = 0; i < image.length; i++) {
            x.array()[x.offset() + i] = (image[i] - mean[i / plane]) / deviation[i / plane];
        }
    }

    @Override
    public void read(int[] order, int from, int to, Tensor x, IntTensor y) {
        Objects.checkFromToIndex(from, to, order.length);
        int n = to - from;
        if (x.shape().rank() != 4
                || x.dim(0) != n
                || x.size() != n * shape.size()
                || x.dim(1) != shape.dim(0)
                || x.dim(2) != shape.dim(1)
                || y.shape().rank() != 1
                || y.dim(0) != n) {
            throw new IllegalArgumentException("read: x has shape " + x.shape() + " and y has " + y.shape()
                    + ", expected " + shape.prepend(n) + " and [" + n + "]");
        }
        int channels = shape.dim(0);
        int plane = shape.dim(1) * shape.dim(2);
        int to0 = x.offset();
        for (int i = from; i < to; i++) {
            int sample = order[i];
            y.array()[y.offset() + i - from] = labels[sample];
            byte[] bytes = store.array(sample);
            int at = store.offset(sample);
            for (int c = 0; c < channels; c++) {
                expand(bytes, at + c * plane, plane, c * VALUES, x.array(), to0);
                to0 += plane;
            }
        }
    }

    private void expand(byte[] bytes, int at, int count, int table, float[] x, int to) {
        float[] map = values;
        for (int i = 0; i < count; i++) {
            x[to + i] = map[table + (bytes[at + i] & 0xff)];
        }
    }

    @Override
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            Fingerprint hash = new Fingerprint("images");
            for (int extent : shape.toArray()) {
                hash.add((long) extent);
            }
            classes.forEach(hash::add);
            for (int c = 0; c < mean.length; c++) {
                hash.add(mean[c]).add(deviation[c]);
            }
            addLabels(hash);
            addPixels(hash);
            known = hash.hex();
            fingerprint = known;
        }
        return known;
    }

    private void addLabels(Fingerprint hash) {
        if (classes.size() > BYTE_CLASSES) {
            hash.add((long) labels.length);
            for (int label : labels) {
                hash.add((long) label);
            }
            return;
        }
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        hash.add(bytes);
    }

    // Images in memory are hashed as one run of bytes, wherever they lie; others by what stands for them.
    private void addPixels(Fingerprint hash) {
        if (store.hashesPixels()) {
            hash.add((long) size() * shape.size());
            for (int i = 0; i < size(); i++) {
                hash.piece(store.array(i), store.offset(i), shape.size());
            }
        } else {
            hash.add("by source");
            for (int i = 0; i < size(); i++) {
                hash.add(store.digest(i));
            }
        }
    }
}
