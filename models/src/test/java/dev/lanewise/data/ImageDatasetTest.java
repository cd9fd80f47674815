package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageDatasetTest {
    private static final Shape SHAPE = Shape.of(3, 2, 5);
    private static final List<String> CLASSES = List.of("cat", "dog");
    private static final float[] MEAN = {0.5f, 0.25f, 0.1f};
    private static final float[] DEVIATION = {0.5f, 2f, 0.3f};

    private static byte[] pixels() {
        byte[] pixels = new byte[4 * SHAPE.size()];
        new Random(1).nextBytes(pixels);
        return pixels;
    }

    private static ImageDataset dataset() {
        return new ImageDataset(pixels(), new byte[] {0, 1, 1, 0}, SHAPE, CLASSES);
    }

    @Test
    void read_writesTheOrderedSamplesScaled() {
        ImageDataset data = dataset().normalised(MEAN, DEVIATION);
        int[] order = {9, 0, 1, 9};
        // Windows inside larger arrays: nothing around them may be touched.
        float[] around = new float[7 + 2 * SHAPE.size() + 1];
        int[] labels = {-1, -1, -1, -1};
        data.read(order, 1, 3, Tensor.window(around, 7, SHAPE.prepend(2)), IntTensor.window(labels, 1, Shape.of(2)));
        byte[] pixels = pixels();
        for (int i = 0; i < 2 * SHAPE.size(); i++) {
            int sample = order[1 + i / SHAPE.size()];
            int inside = i % SHAPE.size();
            int channel = inside / 10;
            int pixel = pixels[sample * SHAPE.size() + inside] & 0xff;
            assertEquals((pixel / 255f - MEAN[channel]) / DEVIATION[channel], around[7 + i]);
        }
        assertArrayEquals(new float[7], Arrays.copyOf(around, 7));
        assertEquals(0f, around[around.length - 1]);
        assertArrayEquals(new int[] {-1, 0, 1, -1}, labels);
    }

    @Test
    void read_throughTheGeneralFaceIsTheSame() {
        ImageDataset data = dataset();
        Value[] batch = data.fields().stream().map(field -> field.allocate(4)).toArray(Value[]::new);
        data.read(new int[] {3, 2, 1, 0}, 0, 4, batch);
        Tensor x = Tensor.zeros(4, 3, 2, 5);
        IntTensor y = IntTensor.zeros(4);
        data.read(new int[] {3, 2, 1, 0}, 0, 4, x, y);
        assertArrayEquals(x.toArray(), ((Tensor) batch[0]).toArray());
        assertArrayEquals(y.toArray(), ((IntTensor) batch[1]).toArray());
        assertEquals(
                "read: 1 values, expected a Tensor x and an IntTensor y",
                assertThrows(IllegalArgumentException.class, () -> data.read(new int[1], 0, 1, (Value) x))
                        .getMessage());
    }

    @Test
    void read_refusesOtherShapes() {
        ImageDataset data = dataset();
        IntTensor y = IntTensor.zeros(2);
        for (Tensor x : List.of(Tensor.zeros(1, 3, 2, 5), Tensor.zeros(2, 3, 5, 2), Tensor.zeros(2, 30))) {
            assertEquals(
                    "read: x has shape " + x.shape() + " and y has [2], expected [2, 3, 2, 5] and [2]",
                    assertThrows(IllegalArgumentException.class, () -> data.read(new int[2], 0, 2, x, y))
                            .getMessage());
        }
        Tensor x = Tensor.zeros(2, 3, 2, 5);
        assertThrows(IndexOutOfBoundsException.class, () -> data.read(new int[1], 0, 2, x, y));
        assertThrows(IndexOutOfBoundsException.class, () -> data.read(new int[] {0, 4}, 0, 2, x, y));
        assertThrows(IndexOutOfBoundsException.class, () -> data.read(new int[] {0, -1}, 0, 2, x, y));
    }

    @Test
    void read_allocatesNothingOnceWarm() {
        ImageDataset data = dataset();
        Tensor x = Tensor.zeros(2, 3, 2, 5);
        IntTensor y = IntTensor.zeros(2);
        int[] order = {2, 0};
        assertEquals(0, Allocation.perCall(() -> data.read(order, 0, 2, x, y)));
        Batches batches = Batches.shuffled(100, 8, 1);
        assertEquals(0, Allocation.perCall(() -> batches.start(batches.to(3))));
    }

    @Test
    void scale_isThatOfRead() {
        ImageDataset data = dataset().normalised(MEAN, DEVIATION);
        float[] image = new float[SHAPE.size()];
        byte[] bytes = data.pixels(2);
        for (int i = 0; i < image.length; i++) {
            image[i] = (bytes[i] & 0xff) / 255f;
        }
        Tensor scaled = Tensor.zeros(3, 2, 5);
        data.scale(image, scaled);
        Tensor x = Tensor.zeros(1, 3, 2, 5);
        data.read(new int[] {2}, 0, 1, x, IntTensor.zeros(1));
        assertArrayEquals(x.toArray(), scaled.toArray());
    }

    @Test
    void fingerprint_dependsOnEverythingThatIsRead() {
        String plain = dataset().fingerprint();
        assertEquals(plain, dataset().fingerprint());
        assertEquals(64, plain.length());
        byte[] changed = pixels();
        changed[17]++;
        byte[] labels = {0, 1, 1, 0};
        for (ImageDataset other : List.of(
                new ImageDataset(changed, labels, SHAPE, CLASSES),
                new ImageDataset(pixels(), new byte[] {0, 1, 1, 1}, SHAPE, CLASSES),
                new ImageDataset(pixels(), labels, Shape.of(3, 5, 2), CLASSES),
                new ImageDataset(pixels(), labels, SHAPE, List.of("cat", "cow")),
                dataset().normalised(MEAN, DEVIATION),
                dataset().first(3))) {
            assertNotEquals(plain, other.fingerprint());
        }
    }

    // Runs of earlier versions hold this value: it must never change.
    @Test
    void fingerprint_isTheOneWrittenDown() {
        assertEquals(
                "62584c953d4eb303560099612e9b9c8e97758bf5088e635516d544d80625bc94",
                new ImageDataset(new byte[] {1, 2, 3, 4}, new byte[] {0, 1}, Shape.of(1, 1, 2), CLASSES).fingerprint());
    }

    @Test
    void labels_mayBeOfAnyNumberOfClasses() {
        List<String> many =
                java.util.stream.IntStream.range(0, 1000).mapToObj(i -> "c" + i).toList();
        ImageDataset data = new ImageDataset(new byte[3], new int[] {999, 0, 300}, Shape.of(1, 1, 1), many);
        IntTensor y = IntTensor.zeros(3);
        data.read(new int[] {0, 1, 2}, 0, 3, Tensor.zeros(3, 1, 1, 1), y);
        assertArrayEquals(new int[] {999, 0, 300}, y.toArray());
        assertNotEquals(
                data.fingerprint(),
                new ImageDataset(new byte[3], new int[] {999, 0, 301}, Shape.of(1, 1, 1), many).fingerprint());
        // A byte above 127 is a class too.
        assertEquals(200, new ImageDataset(new byte[1], new byte[] {(byte) 200}, Shape.of(1, 1, 1), many).label(0));
    }

    @Test
    void subset_isAsIfItStoodAlone() {
        ImageDataset some = dataset().normalised(MEAN, DEVIATION).subset(3, 1);
        byte[] pixels = pixels();
        byte[] alone = new byte[2 * SHAPE.size()];
        System.arraycopy(pixels, 3 * SHAPE.size(), alone, 0, SHAPE.size());
        System.arraycopy(pixels, SHAPE.size(), alone, SHAPE.size(), SHAPE.size());
        ImageDataset expected = new ImageDataset(alone, new byte[] {0, 1}, SHAPE, CLASSES).normalised(MEAN, DEVIATION);
        assertEquals(expected.fingerprint(), some.fingerprint());
        assertArrayEquals(expected.pixels(1), some.pixels(1));
        Tensor x = Tensor.zeros(2, 3, 2, 5);
        Tensor y = Tensor.zeros(2, 3, 2, 5);
        some.read(new int[] {1, 0}, 0, 2, x, IntTensor.zeros(2));
        expected.read(new int[] {1, 0}, 0, 2, y, IntTensor.zeros(2));
        assertArrayEquals(y.toArray(), x.toArray());
        assertThrows(IndexOutOfBoundsException.class, () -> dataset().subset(4));
    }

    @Test
    void constructor_refusesWhatDoesNotFit() {
        assertEquals(
                "1 images of shape [3, 2, 5] are 30 bytes, but there are 120",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ImageDataset(pixels(), new byte[1], SHAPE, CLASSES))
                        .getMessage());
        assertEquals(
                "label 2 is 2, expected 0 to 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ImageDataset(pixels(), new byte[] {0, 1, 2, 0}, SHAPE, CLASSES))
                        .getMessage());
        assertEquals(
                "normalise: channel 1 has mean 0.0 and deviation 0.0, expected finite and above 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> dataset().normalised(new float[3], new float[] {1, 0, 1}))
                        .getMessage());
    }

    @Test
    void split_refusesPartsThatDiffer() {
        ImageDataset other = new ImageDataset(new byte[4], new byte[1], Shape.of(1, 2, 2), CLASSES);
        assertEquals(
                "pets: train has the fields " + dataset().fields() + ", test has " + other.fields(),
                assertThrows(IllegalArgumentException.class, () -> new DataSplit<>("pets", "here", dataset(), other))
                        .getMessage());
        DataSplit<ImageDataset> split =
                new DataSplit<>("pets", "here", dataset(), dataset().first(1));
        DataSplit<ImageDataset> swapped =
                new DataSplit<>("pets", "there", dataset().first(1), dataset());
        assertNotEquals(split.fingerprint(), swapped.fingerprint());
    }
}
