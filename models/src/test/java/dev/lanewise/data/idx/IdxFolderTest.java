package dev.lanewise.data.idx;

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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFolderTest {
    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

    @TempDir
    Path folder;

    @BeforeEach
    void writeGoodFolder() throws IOException {
        write(TRAIN_IMAGES, images(20, 3, 2));
        write(TRAIN_LABELS, labels(20));
        write(TEST_IMAGES, images(7, 3, 2));
        write(TEST_LABELS, labels(7));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] images(int count, int height, int width) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + count * height * width);
        bytes.putInt(0x803).putInt(count).putInt(height).putInt(width);
        for (int i = 0; bytes.hasRemaining(); i++) {
            bytes.put((byte) (i * 37));
        }
        return bytes.array();
    }

    private static byte[] labels(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + count);
        bytes.putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            bytes.put((byte) (i % 10));
        }
        return bytes.array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private String refusal() {
        String message =
                assertThrows(DataException.class, () -> IdxFolder.read(folder)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message.replace(folder.toString(), "DIR");
    }

    @Test
    void read_givesImagesAndLabels() {
        DataSplit<ImageDataset> split = IdxFolder.read(folder);
        assertEquals(folder.getFileName().toString(), split.name());
        assertEquals(20, split.train().size());
        assertEquals(7, split.test().size());
        assertEquals(Shape.of(1, 3, 2), split.train().sampleShape());
        assertEquals(3, split.train().label(13));
        byte[] second = Arrays.copyOfRange(images(2, 3, 2), 16 + 6, 16 + 12);
        assertArrayEquals(second, split.train().pixels(1));
    }

    @Test
    void read_takesGzipAndDotsAndGivesTheSame() throws IOException {
        String plain = IdxFolder.read(folder).fingerprint();
        for (String name : new String[] {TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS}) {
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            Files.delete(folder.resolve(name));
            boolean packed = name.startsWith("train");
            write(name.replace("-idx", ".idx") + (packed ? ".gz" : ""), packed ? gzip(bytes) : bytes);
        }
        assertEquals(plain, IdxFolder.read(folder).fingerprint());
    }

    @Test
    void read_tellsGzipByItsContents() throws IOException {
        String plain = IdxFolder.read(folder).fingerprint();
        write(TRAIN_IMAGES, gzip(images(20, 3, 2)));
        assertEquals(plain, IdxFolder.read(folder).fingerprint());
    }

    @Test
    void looksLikeOne_seesAnyOfTheFour() throws IOException {
        assertTrue(IdxFolder.looksLikeOne(folder));
        assertFalse(IdxFolder.looksLikeOne(folder.resolve(TRAIN_IMAGES)));
        assertFalse(IdxFolder.looksLikeOne(Files.createDirectory(folder.resolve("empty"))));
    }

    @ParameterizedTest
    @CsvSource({
        "0, has 0 bytes; expected 16",
        "3, has 3 bytes; expected 16",
        "15, has 15 bytes; expected 16",
        "16, has 16 bytes; expected 136",
        "135, has 135 bytes; expected 136"
    })
    void read_refusesATruncatedFile(int length, String message) throws IOException {
        write(TRAIN_IMAGES, Arrays.copyOf(images(20, 3, 2), length));
        assertEquals("DIR/" + TRAIN_IMAGES + ": " + message.replace(';', ','), refusal());
    }

    @Test
    void read_refusesATruncatedFileInsideGzip() throws IOException {
        write(TRAIN_IMAGES, gzip(Arrays.copyOf(images(20, 3, 2), 100)));
        assertEquals("DIR/" + TRAIN_IMAGES + ": has 100 unpacked bytes, expected 136", refusal());
    }

    @Test
    void read_refusesGzipCutAnywhere() throws IOException {
        byte[] whole = gzip(images(20, 3, 2));
        for (int length = 2; length < whole.length; length++) {
            write(TRAIN_IMAGES, Arrays.copyOf(whole, length));
            String message = refusal();
            if (length < 10) {
                assertEquals("DIR/" + TRAIN_IMAGES + ": ends within the gzip header", message);
            } else {
                assertTrue(
                        message.matches("DIR/" + TRAIN_IMAGES + ": has \\d+ unpacked bytes, expected (16|136): "
                                        + "the gzip data is cut short")
                                || message.equals(
                                        "DIR/" + TRAIN_IMAGES + ": the gzip data is cut short after its last byte"),
                        message);
            }
        }
    }

    @Test
    void read_refusesDamagedGzip() throws IOException {
        byte[] packed = gzip(images(20, 3, 2));
        packed[packed.length - 6] ^= 1;
        write(TRAIN_IMAGES, packed);
        assertEquals(
                "DIR/" + TRAIN_IMAGES + ": the gzip data is damaged after 136 unpacked bytes: Corrupt GZIP trailer",
                refusal());
    }

    @Test
    void read_survivesEveryFlippedBitOfAGzipFile() throws IOException {
        byte[] whole = gzip(images(3, 2, 2));
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Path file = write("bits", damaged);
            try {
                assertEquals(
                        Shape.of(3, 2, 2), IdxFile.read(file, IdxFile.IMAGES).shape());
            } catch (DataException e) {
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
            }
        }
    }

    @Test
    void read_refusesMislabelledFiles() throws IOException {
        write(TRAIN_IMAGES, labels(20));
        assertEquals(
                "DIR/" + TRAIN_IMAGES + ": holds labels (magic number 0x00000801), expected images (0x00000803)",
                refusal());
        write(TRAIN_IMAGES, images(20, 3, 2));
        write(TEST_LABELS, images(7, 3, 2));
        assertEquals(
                "DIR/" + TEST_LABELS + ": holds images (magic number 0x00000803), expected labels (0x00000801)",
                refusal());
        write(TEST_LABELS, "not an IDX file".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "DIR/" + TEST_LABELS
                        + ": is not an IDX file of labels (magic number 0x6e6f7420), expected labels (0x00000801)",
                refusal());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 128, 255})
    void read_refusesALabelOutOfRange(int label) throws IOException {
        byte[] labels = labels(20);
        labels[8 + 13] = (byte) label;
        write(TRAIN_LABELS, labels);
        assertEquals("DIR/" + TRAIN_LABELS + ": label 13 is " + label + ", expected 0 to 9", refusal());
    }

    @Test
    void read_refusesCountsThatDiffer() throws IOException {
        write(TRAIN_LABELS, labels(19));
        assertEquals(
                "DIR/" + TRAIN_IMAGES + ": holds 20 images, but DIR/" + TRAIN_LABELS
                        + " holds 19 labels, expected as many",
                refusal());
    }

    @Test
    void read_refusesTrailingBytes() throws IOException {
        write(TRAIN_LABELS, Arrays.copyOf(labels(20), 31));
        assertEquals("DIR/" + TRAIN_LABELS + ": has 31 bytes, expected 28", refusal());
        write(TRAIN_LABELS, gzip(Arrays.copyOf(labels(20), 31)));
        assertEquals("DIR/" + TRAIN_LABELS + ": has 31 unpacked bytes, expected 28", refusal());
        // A megabyte is counted, no more: the file may never end.
        write(TRAIN_LABELS, gzip(Arrays.copyOf(labels(20), 3 << 20)));
        assertTrue(
                refusal().matches("DIR/" + TRAIN_LABELS + ": has at least \\d+ unpacked bytes, expected 28"),
                refusal());
    }

    @Test
    void read_refusesAnotherSizeOfImages() throws IOException {
        String message = assertThrows(DataException.class, () -> IdxFolder.read(folder, 28, 28))
                .getMessage();
        assertEquals(folder + ": images are 2 x 3, expected 28 x 28 (width x height)", message);
        assertEquals(20, IdxFolder.read(folder, 3, 2).train().size());
        write(TEST_IMAGES, images(7, 4, 2));
        assertEquals("DIR: training images are 2 x 3, test images 2 x 4, expected one size", refusal());
    }

    @Test
    void read_refusesAbsurdExtentsWithoutTakingMemory() throws IOException {
        for (boolean packed : new boolean[] {false, true}) {
            ByteBuffer bytes = ByteBuffer.wrap(images(20, 3, 2));
            bytes.putInt(4, -20);
            write(TRAIN_IMAGES, packed ? gzip(bytes.array()) : bytes.array());
            assertEquals(
                    "DIR/" + TRAIN_IMAGES + ": its header says [4294967276, 3, 2], which no file of this kind holds",
                    refusal());
            bytes.putInt(4, 60_000).putInt(8, 60_000).putInt(12, 60_000);
            write(TRAIN_IMAGES, packed ? gzip(bytes.array()) : bytes.array());
            assertEquals(
                    "DIR/" + TRAIN_IMAGES + ": its header says [60000, 60000, 60000], which no file of this kind holds",
                    refusal());
            bytes.putInt(4, 2_000_000).putInt(8, 32).putInt(12, 32);
            write(TRAIN_IMAGES, packed ? gzip(bytes.array()) : bytes.array());
            assertEquals(
                    "DIR/" + TRAIN_IMAGES + ": has 136 " + (packed ? "unpacked " : "") + "bytes, expected 2048000016",
                    refusal());
        }
    }

    @Test
    void read_refusesFilesWithoutPixels() throws IOException {
        write(TRAIN_IMAGES, images(0, 3, 2));
        write(TRAIN_LABELS, labels(0));
        assertEquals("DIR/" + TRAIN_IMAGES + ": holds no pixels: its shape is [0, 3, 2]", refusal());
    }

    @Test
    void read_namesTheFilesItLookedFor() throws IOException {
        Files.delete(folder.resolve(TEST_LABELS));
        assertEquals(
                "DIR: no t10k-labels-idx1-ubyte, t10k-labels-idx1-ubyte.gz, t10k-labels.idx1-ubyte or "
                        + "t10k-labels.idx1-ubyte.gz in it",
                refusal());
    }

    @Test
    void read_refusesWhatIsNoFolder() {
        Path file = folder.resolve(TRAIN_IMAGES);
        assertEquals(
                file + ": is a file, expected a folder with the four IDX files",
                assertThrows(DataException.class, () -> IdxFolder.read(file)).getMessage());
        Path missing = folder.resolve("none");
        assertEquals(
                missing + ": no such folder",
                assertThrows(DataException.class, () -> IdxFolder.read(missing)).getMessage());
    }

    @Test
    void read_readsRealMnist() {
        DataSplit<ImageDataset> mnist = IdxFolder.read(SharedData.path("mnist"), 28, 28);
        assertEquals("mnist", mnist.name());
        assertEquals(60_000, mnist.train().size());
        assertEquals(10_000, mnist.test().size());
        assertEquals(5, mnist.train().label(0));
        assertEquals(7, mnist.test().label(0));
        long sum = 0;
        for (int i = 0; i < 60_000; i++) {
            for (byte pixel : mnist.train().pixels(i)) {
                sum += pixel & 0xff;
            }
        }
        // The well-known mean of MNIST.
        assertEquals("0.13066", String.format(Locale.ROOT, "%.5f", sum / 255.0 / 784 / 60_000));
    }
}
