package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on data that is missing or damaged: one line that names the file, and no run folder. */
class BadDataTest {
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = SmallDigits.write(folder.resolve("data"));
    }

    private void fails(String... expected) {
        String line = Cli.run(folder, "train", "lenet5", "--data", "data", "--steps", "2", "--out", "run")
                .failure(1);
        for (String part : expected) {
            assertTrue(line.contains(part), line);
        }
        assertFalse(Files.exists(folder.resolve("run")), "a run folder was left");
    }

    private byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(data.resolve(name));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    @Test
    void missingFolder() throws IOException {
        Files.move(data, folder.resolve("elsewhere"));
        fails("data: no such file or folder");
    }

    @Test
    void missingFile() throws IOException {
        Files.delete(data.resolve("t10k-labels-idx1-ubyte"));
        fails("t10k-labels-idx1-ubyte");
    }

    @Test
    void truncatedImages() throws IOException {
        byte[] images = bytes(IMAGES);
        Files.write(data.resolve(IMAGES), Arrays.copyOf(images, images.length - 1));
        fails(IMAGES, "has " + (images.length - 1) + " bytes, expected " + images.length);
    }

    @Test
    void truncatedGzip() throws IOException {
        byte[] packed = gzip(bytes(IMAGES));
        Files.delete(data.resolve(IMAGES));
        Files.write(data.resolve(IMAGES + ".gz"), Arrays.copyOf(packed, packed.length / 2));
        fails(IMAGES + ".gz", "gzip");
    }

    @Test
    void labelsInPlaceOfImages() throws IOException {
        Files.copy(data.resolve(LABELS), data.resolve(IMAGES), StandardCopyOption.REPLACE_EXISTING);
        fails(IMAGES, "holds labels", "expected images");
    }

    @Test
    void labelOutOfRange() throws IOException {
        byte[] labels = bytes(LABELS);
        labels[8 + 17] = 10;
        Files.write(data.resolve(LABELS), labels);
        fails(LABELS, "label 17 is 10, expected 0 to 9");
    }

    @Test
    void countsThatDiffer() throws IOException {
        byte[] labels = bytes(LABELS);
        ByteBuffer.wrap(labels).putInt(4, SmallDigits.TRAIN - 1);
        Files.write(data.resolve(LABELS), Arrays.copyOf(labels, labels.length - 1));
        fails(IMAGES, "256", LABELS, "255");
    }

    @Test
    void imagesOfAnotherSize() throws IOException {
        for (String name : new String[] {IMAGES, "t10k-images-idx3-ubyte"}) {
            byte[] images = bytes(name);
            ByteBuffer.wrap(images).putInt(8, 14).putInt(12, 56);
            Files.write(data.resolve(name), images);
        }
        fails("lenet5", "[1, 28, 28]", "[1, 14, 56]");
    }
}
