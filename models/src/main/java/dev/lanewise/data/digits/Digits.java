package dev.lanewise.data.digits;

import dev.lanewise.data.DataSplit;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.SplitMix64;
import dev.lanewise.tensor.Shape;
import dev.lanewise.thread.Parallel;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The data set built in: handwritten digits, drawn when asked for, white on black, 28 x 28, ten classes of equal size.
 *
 * <p>Sample i depends on (seed, i) alone, on every platform: only additions, multiplications, divisions and square
 * roots of floats are used. Training is samples 0 to 9,999, test is samples 10,000 to 11,999. Not normalised.
 */
public final class Digits {
    /** Width and height in pixels. */
    public static final int SIDE = 28;

    /** The number of training samples. */
    public static final int TRAIN = 10_000;

    /** The number of test samples. */
    public static final int TEST = 2_000;

    /** The seed of the set that recipes use, so that figures can be compared. */
    public static final long SEED = 1;

    private static final int CLASSES = 10;
    private static final int PIXELS = SIDE * SIDE;
    private static final int GRAIN = 200;
    // Tells the streams of styles and shapes from those of labels.
    private static final long LABELS = 0x6c6162656c73L;

    private Digits() {}

    /** The set that recipes use: training and test, seed {@value #SEED}. */
    public static DataSplit<ImageDataset> split() {
        return split(SEED);
    }

    /** The set of a seed: training and test. */
    public static DataSplit<ImageDataset> split(long seed) {
        return new DataSplit<>("digits", "built in, seed " + seed, samples(seed, 0, TRAIN), samples(seed, TRAIN, TEST));
    }

    /**
     * Samples {@code first .. first + count - 1} of a seed, drawn by all threads.
     *
     * @throws IllegalArgumentException if first or count is negative
     */
    public static ImageDataset samples(long seed, int first, int count) {
        if (first < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "digits: " + count + " samples from " + first + ", expected none negative");
        }
        byte[] pixels = new byte[Math.multiplyExact(count, PIXELS)];
        byte[] labels = new byte[count];
        Parallel.run(count, GRAIN, (from, to, _) -> {
            Hand hand = new Hand();
            for (int i = from; i < to; i++) {
                int sample = first + i;
                labels[i] = (byte) label(seed, sample);
                hand.draw(labels[i], SplitMix64.stream(seed, sample), pixels, i * PIXELS);
            }
        });
        List<String> classes =
                IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
        return new ImageDataset(pixels, labels, Shape.of(1, SIDE, SIDE), classes);
    }

    /**
     * The class of a sample. Samples 10k to 10k + 9 are the ten digits in random order: any stretch of the set is
     * balanced.
     */
    static int label(long seed, int sample) {
        long stream = SplitMix64.stream(seed ^ LABELS, sample / CLASSES);
        int place = sample % CLASSES;
        // The digit at one place of a Fisher-Yates shuffle, without keeping the shuffle: replay it from the end.
        int[] order = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        SplitMix64.shuffle(order, stream);
        return order[place];
    }
}
