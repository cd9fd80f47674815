package dev.lanewise.data.cifar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.format.SharedData;
import dev.lanewise.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {
    @TempDir
    Path folder;

    /** Records of which each knows its file and its place: the first pixels are (mark, index). */
    private static byte[] records(int count, int labelBytes, int mark) {
        byte[] bytes = new byte[count * (3072 + labelBytes)];
        for (int i = 0; i < count; i++) {
            int at = i * (3072 + labelBytes);
            bytes[at] = (byte) (i % 10);
            if (labelBytes == 2) {
                bytes[at + 1] = (byte) (i * 7 % 100);
            }
            bytes[at + labelBytes] = (byte) mark;
            bytes[at + labelBytes + 1] = (byte) i;
            bytes[at + labelBytes + 3071] = (byte) 255;
        }
        return bytes;
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static int[] marks(ImageDataset data) {
        int[] marks = new int[data.size()];
        Arrays.setAll(marks, i -> data.pixels(i)[0]);
        return marks;
    }

    @Test
    void read_takesAFolderOfPlainAndPackedFilesInTheOrderOfTheirNumbers() throws IOException {
        write("data_batch_10.bin", records(2, 1, 3));
        write("data_batch_2.bin.gz", gzip(records(3, 1, 2)));
        write("data_batch_1.bin", records(1, 1, 1));
        write("test_batch.bin", records(4, 1, 9));
        write("readme.html", new byte[5]);
        assertTrue(Cifar.looksLikeOne(folder));
        DataSplit<ImageDataset> split = Cifar.read(folder);
        assertArrayEquals(new int[] {1, 2, 2, 2, 3, 3}, marks(split.train()));
        assertArrayEquals(new int[] {9, 9, 9, 9}, marks(split.test()));
        assertEquals(Shape.of(3, 32, 32), split.train().sampleShape());
        assertEquals("airplane", split.train().classes().getFirst());
        assertEquals("truck", split.train().classes().getLast());
        assertEquals(2, split.train().label(3));
        byte[] last = split.train().pixels(3);
        assertEquals(2, last[1]);
        assertEquals(-1, last[3071]);
        assertTrue(split.validation().isEmpty());
    }

    @Test
    void read_takesNamesFromTheMetaFile() throws IOException {
        write("train.bin", records(5, 1, 1));
        write("val.bin", records(3, 1, 2));
        write("test.bin", records(2, 1, 3));
        Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\n\n");
        DataSplit<ImageDataset> split = Cifar.read(folder);
        assertEquals(List.of("a", "b", "c", "d", "e"), split.train().classes());
        assertEquals(3, split.validation().orElseThrow().size());
        Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\n");
        assertEquals(
                folder.resolve("train.bin") + ": the label of record 3 is 3, expected 0 to 2",
                assertThrows(DataException.class, () -> Cifar.read(folder)).getMessage());
    }

    @Test
    void read_takesEitherLabelOfCifar100() throws IOException {
        write("train.bin", records(20, 2, 1));
        write("test.bin", records(5, 2, 2));
        DataSplit<ImageDataset> fine = Cifar.read(folder);
        assertEquals(100, fine.train().classes().size());
        assertEquals(14 * 7 % 100, fine.train().label(14));
        assertEquals(1, fine.train().pixels(0)[0]);
        DataSplit<ImageDataset> coarse = Cifar.read(folder, Cifar.Label.COARSE);
        assertEquals(20, coarse.train().classes().size());
        assertEquals(4, coarse.train().label(14));
        Files.writeString(folder.resolve("fine_label_names.txt"), "apple\n");
        assertEquals(
                folder.resolve("fine_label_names.txt") + ": has 1 names of classes, expected 100",
                assertThrows(DataException.class, () -> Cifar.read(folder)).getMessage());
    }

    @Test
    void read_tellsTheKindByTheLabelsWhereTheLengthFitsBoth() throws IOException {
        Path ten = write("ten.bin", records(3074, 1, 1));
        assertEquals(10, Cifar.read(ten).train().classes().size());
        Path hundred = write("hundred.bin", records(3073, 2, 1));
        assertEquals(100, Cifar.read(hundred).train().classes().size());
    }

    @Test
    void read_holdsOutASixthOfEachClassWithoutATestFile() throws IOException {
        Path file = write("data_batch_1.bin", records(120, 1, 1));
        DataSplit<ImageDataset> split = Cifar.read(file);
        assertEquals(100, split.train().size());
        int[] counts = new int[10];
        for (int i = 0; i < split.test().size(); i++) {
            counts[split.test().label(i)]++;
        }
        int[] expected = new int[10];
        Arrays.fill(expected, 2);
        assertArrayEquals(expected, counts);
        assertTrue(split.source().contains("held out"), split.source());
        assertEquals(split.fingerprint(), Cifar.read(file).fingerprint());
    }

    private String refusal() {
        return assertThrows(DataException.class, () -> Cifar.read(folder)).getMessage();
    }

    @Test
    void read_refusesWhatIsDamaged() throws IOException {
        assertFalse(Cifar.looksLikeOne(folder));
        assertEquals(folder + ": no file in it that ends in .bin or .bin.gz", refusal());
        Path test = write("test_batch.bin", records(2, 1, 1));
        assertEquals(folder + ": no file to train on: test or val is in the name of each", refusal());
        Path train = write("train.bin", new byte[0]);
        assertEquals(train + ": is empty, expected CIFAR records", refusal());
        write("train.bin", Arrays.copyOf(records(3, 1, 1), 9000));
        assertEquals(
                train + ": has 9000 bytes, expected a multiple of 3073 (CIFAR-10) or of 3074 (CIFAR-100)", refusal());
        write("train.bin", records(3, 2, 1));
        assertEquals(
                test + ": its records have 1 label bytes, but those of " + train + " have 2, expected one kind",
                refusal());
        byte[] packed = gzip(records(30, 1, 1));
        write("train.bin", Arrays.copyOf(packed, packed.length - 20));
        assertEquals(train + ": the gzip data is cut short", refusal());
        packed[packed.length / 2] ^= 0x55;
        packed[packed.length - 6] ^= 0x55;
        write("train.bin", packed);
        assertTrue(refusal().startsWith(train + ": the gzip data is "), refusal());
        byte[] wrong = records(3, 1, 1);
        wrong[2 * 3073] = 10;
        write("train.bin", wrong);
        assertEquals(train + ": the label of record 2 is 10, expected 0 to 9", refusal());
        Path missing = folder.resolve("none");
        assertEquals(
                missing + ": no such file or folder",
                assertThrows(DataException.class, () -> Cifar.read(missing)).getMessage());
    }

    @Test
    void read_realData() {
        Path real = SharedData.path("cifar10");
        assertTrue(Cifar.looksLikeOne(real));
        DataSplit<ImageDataset> split = Cifar.read(real);
        assertEquals(8000, split.train().size());
        assertEquals(1000, split.test().size());
        double[] sums = new double[3];
        for (int i = 0; i < 8000; i++) {
            byte[] pixels = split.train().pixels(i);
            for (int k = 0; k < pixels.length; k++) {
                sums[k / 1024] += (pixels[k] & 0xff) / 255.0;
            }
        }
        // What the data's own notes say, to their three digits.
        double[] means = {0.492, 0.482, 0.445};
        for (int c = 0; c < 3; c++) {
            double mean = sums[c] / (8000 * 1024);
            assertEquals(means[c], Math.round(mean * 1000) / 1000.0);
        }
        // The first training image is the well-known frog.
        assertEquals("frog", split.train().classes().get(split.train().label(0)));
    }
}
