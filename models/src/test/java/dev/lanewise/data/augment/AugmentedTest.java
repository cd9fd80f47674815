package dev.lanewise.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.data.Allocation;
import dev.lanewise.data.Batch;
import dev.lanewise.data.BatchReader;
import dev.lanewise.data.Batches;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.LabelledDataset;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AugmentedTest {
    private static final Shape SHAPE = Shape.of(3, 6, 5);
    private static final int COUNT = 24;
    private static final Augmentation[] ALL = {
        new HorizontalFlip(0.5f),
        new RandomCrop(2, 0.3f),
        new Rotate(20),
        new Shift(0.2f),
        new Sometimes(0.7f, new Brightness(0.2f)),
        new Contrast(0.3f),
        new Noise(0.05f),
        new Cutout(3)
    };

    static ImageDataset images() {
        byte[] pixels = new byte[COUNT * SHAPE.size()];
        new Random(5).nextBytes(pixels);
        byte[] labels = new byte[COUNT];
        for (int i = 0; i < COUNT; i++) {
            labels[i] = (byte) (i % 3);
        }
        return new ImageDataset(pixels, labels, SHAPE, List.of("a", "b", "c"))
                .normalised(new float[] {0.5f, 0.4f, 0.3f}, new float[] {0.25f, 0.2f, 0.3f});
    }

    private static float[] one(LabelledDataset data, int sample) {
        Tensor x = Tensor.zeros(SHAPE.prepend(1));
        IntTensor y = IntTensor.zeros(1);
        data.read(new int[] {sample}, 0, 1, x, y);
        assertEquals(sample % 3, y.get(0));
        return x.toArray();
    }

    @Property(tries = 40)
    void read_dependsNeitherOnOrderNorBatch(
            @ForAll long seed, @ForAll @IntRange(max = 20) int epoch, @ForAll @IntRange(min = 1, max = 24) int size) {
        Augmented data = Augmented.of(images(), seed, ALL);
        LabelledDataset view = data.epoch(epoch);
        Batches batches = Batches.shuffled(COUNT, size, ~seed);
        for (int b = 0; b < batches.count(); b++) {
            int n = batches.size(b);
            Tensor x = Tensor.zeros(SHAPE.prepend(n));
            view.read(batches.order(), batches.from(b), batches.to(b), x, IntTensor.zeros(n));
            for (int i = 0; i < n; i++) {
                int sample = batches.order()[batches.from(b) + i];
                assertArrayEquals(
                        one(Augmented.of(images(), seed, ALL).epoch(epoch), sample),
                        x.outer(i, i + 1).toArray());
            }
        }
    }

    @Test
    void read_doesNotDependOnTheThread() throws InterruptedException {
        LabelledDataset view = Augmented.of(images(), 3, ALL).epoch(4);
        float[][] expected =
                IntStream.range(0, COUNT).mapToObj(i -> one(view, i)).toArray(float[][]::new);
        float[][] seen = new float[COUNT][];
        Thread[] threads = new Thread[6];
        for (int t = 0; t < threads.length; t++) {
            int first = t;
            threads[t] = new Thread(() -> {
                for (int round = 0; round < 50; round++) {
                    for (int i = first; i < COUNT; i += threads.length) {
                        seen[i] = one(view, i);
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < COUNT; i++) {
            assertArrayEquals(expected[i], seen[i]);
        }
    }

    @Test
    void read_aheadIsTheSame() {
        try (BatchReader direct = BatchReader.direct(Augmented.of(images(), 3, ALL), Batches.shuffled(COUNT, 7, 1));
                BatchReader ahead =
                        BatchReader.prefetched(Augmented.of(images(), 3, ALL), Batches.shuffled(COUNT, 7, 1), 3)) {
            direct.start(2, 30);
            ahead.start(2, 30);
            for (Batch batch = direct.next(); batch != null; batch = direct.next()) {
                assertArrayEquals(
                        batch.floats(0).toArray(), ahead.next().floats(0).toArray());
            }
        }
    }

    @Test
    void epoch_changesEveryImage() {
        Augmented data = Augmented.of(images(), 3, ALL);
        Set<Integer> seen = new HashSet<>();
        for (int epoch = 0; epoch < 50; epoch++) {
            for (int i = 0; i < COUNT; i++) {
                seen.add(Arrays.hashCode(one(data.epoch(epoch), i)));
            }
        }
        assertEquals(50 * COUNT, seen.size());
        assertFalse(Arrays.equals(
                one(data.epoch(1), 2), one(Augmented.of(images(), 4, ALL).epoch(1), 2)));
    }

    @Test
    void read_withoutAnEpochIsThePlainSet() {
        for (int i = 0; i < COUNT; i++) {
            assertArrayEquals(one(images(), i), one(Augmented.of(images(), 3, ALL), i));
        }
    }

    @Property(tries = 20)
    void nothingToDo_isTheIdentity(@ForAll long seed, @ForAll @IntRange(max = 9) int epoch) {
        Augmentation[] none = {
            new HorizontalFlip(0),
            new RandomCrop(0),
            new Rotate(0),
            new Shift(0),
            new Brightness(0),
            new Contrast(0),
            new Noise(0),
            new Cutout(0),
            new Sometimes(0, new Cutout(5))
        };
        LabelledDataset view = Augmented.of(images(), seed, none).epoch(epoch);
        for (int i = 0; i < COUNT; i++) {
            assertArrayEquals(one(images(), i), one(view, i));
        }
    }

    @Test
    void read_allocatesNothingOnceWarm() {
        LabelledDataset view = Augmented.of(images(), 3, ALL).epoch(2);
        Tensor x = Tensor.zeros(SHAPE.prepend(4));
        IntTensor y = IntTensor.zeros(4);
        int[] order = {3, 9, 1, 22};
        assertEquals(0, Allocation.perCall(() -> view.read(order, 0, 4, x, y)));
    }

    @Test
    void read_touchesNothingAroundTheBatch() {
        LabelledDataset view = Augmented.of(images(), 3, ALL).epoch(2);
        float[] around = new float[11 + 2 * SHAPE.size() + 3];
        Arrays.fill(around, 7);
        view.read(new int[] {0, 5, 6}, 1, 3, Tensor.window(around, 11, SHAPE.prepend(2)), IntTensor.zeros(2));
        for (int i = 0; i < 11; i++) {
            assertEquals(7, around[i]);
        }
        for (int i = 0; i < 3; i++) {
            assertEquals(7, around[around.length - 1 - i]);
        }
        assertArrayEquals(one(view, 5), Arrays.copyOfRange(around, 11, 11 + SHAPE.size()));
    }

    @Test
    void fingerprint_dependsOnEveryOption() {
        Set<String> seen = new HashSet<>();
        List<Augmented> sets = List.of(
                Augmented.of(images(), 1),
                Augmented.of(images(), 2),
                Augmented.of(images().first(3), 1),
                Augmented.of(images(), 1, new RandomCrop(2)),
                Augmented.of(images(), 1, new RandomCrop(3)),
                Augmented.of(images(), 1, new RandomCrop(2, 0.5f)),
                Augmented.of(images(), 1, new RandomCrop(2), new HorizontalFlip(0.5f)),
                Augmented.of(images(), 1, new HorizontalFlip(0.5f), new RandomCrop(2)));
        for (Augmented set : sets) {
            seen.add(set.fingerprint());
            seen.add(set.epoch(0).fingerprint());
            seen.add(set.epoch(1).fingerprint());
        }
        assertEquals(3 * sets.size(), seen.size());
        assertNotEquals(images().fingerprint(), sets.getFirst().fingerprint());
    }

    @Test
    void of_refusesWhatIsNoImage() {
        LabelledDataset flat = new LabelledDataset() {
            @Override
            public int size() {
                return 0;
            }

            @Override
            public Shape sampleShape() {
                return Shape.of(4);
            }

            @Override
            public List<String> classes() {
                return List.of();
            }

            @Override
            public int label(int sample) {
                return 0;
            }

            @Override
            public void read(int[] order, int from, int to, Tensor x, IntTensor y) {}

            @Override
            public String fingerprint() {
                return "";
            }
        };
        assertEquals(
                "augment: samples of shape [4], expected images [C, H, W]",
                assertThrows(IllegalArgumentException.class, () -> Augmented.of(flat, 1))
                        .getMessage());
    }
}
