package dev.lanewise.data.augment;

import dev.lanewise.data.Fingerprint;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.LabelledDataset;
import dev.lanewise.data.SplitMix64;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A set of images that are varied anew in every {@linkplain #epoch epoch}; read as it is, it is the set below it.
 *
 * <p>Step k on sample i in epoch e draws from stream {@code stream(stream(stream(s, e), i), k)} of {@link SplitMix64},
 * where s comes from the seed: the order of reads, the batch and the thread do not matter. Levels and amounts of the
 * steps are those of pixels in [0, 1]: of an {@link ImageDataset} its normalisation is taken into account, of any other
 * set the values are taken as they are. Nothing is allocated once a thread has read a batch.
 */
public final class Augmented implements LabelledDataset {
    // Keeps the draws apart from those of the order of samples by the same seed.
    private static final long SALT = 0x6175676d656e7473L;

    private final LabelledDataset images;
    private final long seed;
    private final List<Augmentation> steps;
    // One for each thread that reads, since an image is worked on in a copy.
    private final ThreadLocal<Canvas> canvases;

    private Augmented(LabelledDataset images, long seed, List<Augmentation> steps) {
        Shape shape = images.sampleShape();
        if (shape.rank() != 3) {
            throw new IllegalArgumentException("augment: samples of shape " + shape + ", expected images [C, H, W]");
        }
        this.images = images;
        this.seed = seed;
        this.steps = List.copyOf(steps);
        float[] black = new float[shape.dim(0)];
        float[] span = new float[shape.dim(0)];
        Arrays.fill(span, 1);
        LabelledDataset source = images;
        while (source instanceof Augmented below) {
            source = below.images;
        }
        if (source instanceof ImageDataset set) {
            float[] mean = set.mean();
            float[] deviation = set.deviation();
            for (int c = 0; c < black.length; c++) {
                black[c] = (0 - mean[c]) / deviation[c];
                span[c] = 1 / deviation[c];
            }
        }
        this.canvases = ThreadLocal.withInitial(() -> new Canvas(shape, black, span));
    }

    /**
     * A set augmented by steps, one after the other.
     *
     * @throws IllegalArgumentException if its samples are not images {@code [C, H, W]}
     */
    public static Augmented of(LabelledDataset images, long seed, Augmentation... steps) {
        return new Augmented(images, seed, List.of(steps));
    }

    /** The set below. */
    public LabelledDataset images() {
        return images;
    }

    /** What is done to an image, in order. */
    public List<Augmentation> steps() {
        return steps;
    }

    @Override
    public LabelledDataset epoch(int epoch) {
        return new View(images.epoch(epoch), epoch, SplitMix64.stream(SplitMix64.mix(seed ^ SALT), epoch));
    }

    /** The set in one epoch. */
    private final class View implements LabelledDataset {
        private final LabelledDataset plain;
        private final int epoch;
        private final long stream;

        View(LabelledDataset plain, int epoch, long stream) {
            this.plain = plain;
            this.epoch = epoch;
            this.stream = stream;
        }

        @Override
        public void read(int[] order, int from, int to, Tensor x, IntTensor y) {
            plain.read(order, from, to, x, y);
            Canvas canvas = canvases.get();
            int size = sampleShape().size();
            for (int i = from; i < to; i++) {
                canvas.place(x.array(), x.offset() + (i - from) * size);
                long sample = SplitMix64.stream(stream, order[i]);
                for (int k = 0; k < steps.size(); k++) {
                    steps.get(k).apply(canvas, SplitMix64.stream(sample, k));
                }
            }
        }

        @Override
        public int size() {
            return plain.size();
        }

        @Override
        public Shape sampleShape() {
            return plain.sampleShape();
        }

        @Override
        public List<String> classes() {
            return plain.classes();
        }

        @Override
        public int label(int sample) {
            return plain.label(sample);
        }

        @Override
        public String fingerprint() {
            return new Fingerprint("epoch")
                    .add(Augmented.this.fingerprint())
                    .add((long) epoch)
                    .hex();
        }
    }

    @Override
    public void read(int[] order, int from, int to, Tensor x, IntTensor y) {
        images.read(order, from, to, x, y);
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public Shape sampleShape() {
        return images.sampleShape();
    }

    @Override
    public List<String> classes() {
        return images.classes();
    }

    @Override
    public int label(int sample) {
        return images.label(sample);
    }

    @Override
    public String fingerprint() {
        Fingerprint hash =
                new Fingerprint("augmented").add(images.fingerprint()).add(seed);
        steps.forEach(step -> hash.add(step.toString()));
        return hash.hex();
    }
}
