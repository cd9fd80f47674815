package dev.lanewise.data.augment;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.Field;
import dev.lanewise.data.Fingerprint;
import dev.lanewise.data.LabelledDataset;
import dev.lanewise.data.SplitMix64;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.List;

/**
 * Blends of two samples (Zhang, Cisse, Dauphin, Lopez-Paz, "mixup: beyond empirical risk minimization", 2018):
 * {@code x = l x_i + (1 - l) x_j} and {@code y = l onehot(y_i) + (1 - l) onehot(y_j)}. The target is a probability for
 * each class.
 *
 * <p>In an {@linkplain #epoch epoch} the partner j of sample i is any sample of the set, and l is drawn from
 * Beta(alpha, alpha), both by (seed, epoch, i) alone. Read as it is, the set has the samples unmixed.
 */
public final class Mixup implements Dataset {
    private static final long SALT = 0x6d697875706d6978L;

    private final LabelledDataset samples;
    private final double alpha;
    private final float probability;
    private final long seed;
    private final List<Field> fields;
    private final ThreadLocal<Room> rooms = ThreadLocal.withInitial(Room::new);

    private Mixup(LabelledDataset samples, double alpha, float probability, long seed) {
        if (!(alpha > 0 && alpha <= 1e6)) {
            throw new IllegalArgumentException("mixup: alpha " + alpha + ", expected above 0, at most 1e6");
        }
        Options.probability("mixup", probability);
        this.samples = samples;
        this.alpha = alpha;
        this.probability = probability;
        this.seed = seed;
        this.fields = List.of(
                new Field("x", Field.Kind.FLOAT, samples.sampleShape()),
                new Field("y", Field.Kind.FLOAT, Shape.of(samples.classes().size())));
    }

    /**
     * Blends of the samples of a set, which may itself be {@link Augmented}.
     *
     * @param alpha of the beta distribution: small values mostly leave a sample as it is, 1 makes l uniform
     * @param probability that a sample is blended at all, in [0, 1]
     * @throws IllegalArgumentException if alpha is not above 0 or the probability is outside [0, 1]
     */
    public static Mixup of(LabelledDataset samples, double alpha, float probability, long seed) {
        return new Mixup(samples, alpha, probability, seed);
    }

    /** The set below. */
    public LabelledDataset samples() {
        return samples;
    }

    /** The classes' names: what the places of the target stand for. */
    public List<String> classes() {
        return samples.classes();
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public void read(int[] order, int from, int to, Value... batch) {
        plain(samples, order, from, to, batch);
    }

    @Override
    public Dataset epoch(int epoch) {
        return new View(samples.epoch(epoch), epoch, SplitMix64.stream(SplitMix64.mix(seed ^ SALT), epoch));
    }

    @Override
    public String fingerprint() {
        return new Fingerprint("mixup")
                .add(samples.fingerprint())
                .add(Double.doubleToLongBits(alpha))
                .add(probability)
                .add(seed)
                .hex();
    }

    /** Reads samples unmixed, with their classes as probabilities. */
    private Room plain(LabelledDataset from, int[] order, int first, int end, Value... batch) {
        java.util.Objects.checkFromToIndex(first, end, order.length);
        int n = end - first;
        if (batch.length != fields.size()) {
            throw new IllegalArgumentException("read: " + batch.length + " values, expected " + fields.size());
        }
        for (int i = 0; i < batch.length; i++) {
            fields.get(i).check(batch[i], n);
        }
        Room room = rooms.get();
        room.fit(n, samples.sampleShape());
        from.read(order, first, end, (Tensor) batch[0], room.labels);
        Tensor y = (Tensor) batch[1];
        y.fill(0);
        for (int i = 0; i < n; i++) {
            y.array()[y.offset() + i * classes().size() + room.labels.get(i)] = 1;
        }
        return room;
    }

    /** What a thread needs to read a batch: its labels, and the partners with theirs. */
    private static final class Room {
        private int[] partners = {};
        private Tensor x;
        private IntTensor labels;
        private IntTensor partnerLabels;

        void fit(int n, Shape shape) {
            if (x == null || partners.length != n) {
                partners = new int[n];
                x = Tensor.zeros(shape.prepend(n));
                labels = IntTensor.zeros(n);
                partnerLabels = IntTensor.zeros(n);
            }
        }
    }

    /** The set in one epoch. */
    private final class View implements Dataset {
        private final LabelledDataset plain;
        private final int epoch;
        private final long stream;

        View(LabelledDataset plain, int epoch, long stream) {
            this.plain = plain;
            this.epoch = epoch;
            this.stream = stream;
        }

        @Override
        public void read(int[] order, int from, int to, Value... batch) {
            Room room = plain(plain, order, from, to, batch);
            int n = to - from;
            for (int i = 0; i < n; i++) {
                room.partners[i] =
                        SplitMix64.below(size(), SplitMix64.word(SplitMix64.stream(stream, order[from + i]), 0));
            }
            plain.read(room.partners, 0, n, room.x, room.partnerLabels);
            Tensor x = (Tensor) batch[0];
            Tensor y = (Tensor) batch[1];
            int each = samples.sampleShape().size();
            int classes = classes().size();
            for (int i = 0; i < n; i++) {
                float share = share(SplitMix64.stream(stream, order[from + i]));
                if (share == 1) {
                    continue;
                }
                blend(x.array(), x.offset() + i * each, room.x.array(), i * each, each, share);
                int at = y.offset() + i * classes;
                y.array()[at + room.labels.get(i)] = share;
                y.array()[at + room.partnerLabels.get(i)] += 1 - share;
            }
        }

        private float share(long sample) {
            if (SplitMix64.unit(SplitMix64.word(sample, 1)) >= probability) {
                return 1;
            }
            return Beta.symmetric(alpha, SplitMix64.stream(sample, 2));
        }

        @Override
        public int size() {
            return plain.size();
        }

        @Override
        public List<Field> fields() {
            return fields;
        }

        @Override
        public String fingerprint() {
            return new Fingerprint("epoch")
                    .add(Mixup.this.fingerprint())
                    .add((long) epoch)
                    .hex();
        }
    }

    private static void blend(float[] x, int at, float[] other, int from, int count, float share) {
        float rest = 1 - share;
        for (int i = 0; i < count; i++) {
            x[at + i] = share * x[at + i] + rest * other[from + i];
        }
    }
}
