package dev.lanewise.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.Allocation;
import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.format.SharedData;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    private static final ImageFolder.Options GREY = ImageFolder.Options.grey(4, 4);

    @TempDir
    Path folder;

    /** A plain picture of one grey, by which it is known again. */
    private Path picture(String name, int grey) throws IOException {
        return picture(name, grey, 8, 6);
    }

    private Path picture(String name, int grey, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < width * height; i++) {
            image.getRaster().setSample(i % width, i / width, 0, grey);
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile()));
        return file;
    }

    private static int[] greys(ImageDataset data) {
        int[] greys = new int[data.size()];
        Arrays.setAll(greys, i -> data.pixels(i)[5] & 0xff);
        return greys;
    }

    private static int[] labels(ImageDataset data) {
        int[] labels = new int[data.size()];
        Arrays.setAll(labels, data::label);
        return labels;
    }

    private void partsInOrder() throws IOException {
        picture("train/dog/z.png", 30);
        picture("train/dog/b.gif", 20);
        picture("train/cat/2.PNG", 12);
        picture("train/cat/10.bmp", 11);
        picture("train/cat/deep/1.png", 13);
        picture("val/dog/1.png", 40);
        Files.writeString(folder.resolve("train/cat/Thumbs.db"), "x");
        Files.writeString(folder.resolve("train/cat/.hidden.png"), "x");
        Files.createDirectories(folder.resolve("train/.cache"));
    }

    @Test
    void read_takesPartsClassesAndFilesByName() throws IOException {
        partsInOrder();
        assertTrue(ImageFolder.looksLikeOne(folder));
        ImageFolder read = ImageFolder.read(folder, GREY);
        DataSplit<ImageDataset> split = read.split();
        assertEquals(List.of("cat", "dog"), split.train().classes());
        assertArrayEquals(new int[] {11, 12, 13, 20, 30}, greys(split.train()));
        assertArrayEquals(new int[] {0, 0, 0, 1, 1}, labels(split.train()));
        assertArrayEquals(new int[] {40}, greys(split.test()));
        assertArrayEquals(new int[] {1}, labels(split.test()));
        assertTrue(split.validation().isEmpty());
        assertEquals(List.of(), read.skipped());
        assertEquals("pictures of 2 classes (cat, dog): 5 to train, 1 to test (from val), as 4 x 4 grey", read.found());
        picture("test/cat/1.png", 50);
        DataSplit<ImageDataset> three = ImageFolder.read(folder, GREY).split();
        assertArrayEquals(new int[] {40}, greys(three.validation().orElseThrow()));
        assertArrayEquals(new int[] {50}, greys(three.test()));
    }

    @Test
    void read_holdsOutAShareOfEachClass() throws IOException {
        for (int i = 0; i < 10; i++) {
            picture("b/" + i + ".png", 10 + i);
            picture("a/" + i + ".png", 100 + i);
        }
        DataSplit<ImageDataset> split = ImageFolder.read(folder, GREY).split();
        assertArrayEquals(new int[] {0, 0, 1, 1}, labels(split.test()));
        assertEquals(16, split.train().size());
        assertEquals(split.fingerprint(), ImageFolder.read(folder, GREY).split().fingerprint());
        assertNotEquals(
                split.fingerprint(),
                ImageFolder.read(folder, GREY.withSeed(2)).split().fingerprint());
        assertEquals(
                10,
                ImageFolder.read(folder, GREY.withHeldOut(0.5)).split().test().size());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 40, 1 << 20})
    void read_isTheSameWithAnyRoom(long room) throws IOException {
        partsInOrder();
        ImageDataset plenty = ImageFolder.read(folder, GREY).split().train();
        ImageDataset data =
                ImageFolder.read(folder, GREY.withRoom(room)).split().train();
        for (int round = 0; round < 2; round++) {
            Tensor x = Tensor.zeros(5, 1, 4, 4);
            Tensor expected = Tensor.zeros(5, 1, 4, 4);
            data.read(new int[] {4, 2, 0, 1, 3}, 0, 5, x, IntTensor.zeros(5));
            plenty.read(new int[] {4, 2, 0, 1, 3}, 0, 5, expected, IntTensor.zeros(5));
            assertArrayEquals(expected.toArray(), x.toArray());
        }
        assertEquals(plenty.fingerprint(), data.fingerprint());
        if (room > 1000) {
            Tensor x = Tensor.zeros(2, 1, 4, 4);
            IntTensor y = IntTensor.zeros(2);
            int[] order = {3, 1};
            assertEquals(0, Allocation.perCall(() -> data.read(order, 0, 2, x, y)));
        }
    }

    @Test
    void read_keepsNoMoreThanThereIsRoomFor() throws IOException {
        partsInOrder();
        ImageDataset data = ImageFolder.read(folder, GREY.withRoom(56)).split().train();
        Tensor x = Tensor.zeros(5, 1, 4, 4);
        data.read(new int[] {0, 1, 2, 3, 4}, 0, 5, x, IntTensor.zeros(5));
        // Two images of 16 bytes fit beside the one to test; the files of the others are needed again.
        for (String name : List.of("cat/10.bmp", "cat/2.PNG", "cat/deep/1.png", "dog/b.gif", "dog/z.png")) {
            Files.delete(folder.resolve("train").resolve(name));
        }
        data.read(new int[] {0, 1}, 0, 2, Tensor.zeros(2, 1, 4, 4), IntTensor.zeros(2));
        assertEquals(
                folder.resolve("train/cat/deep/1.png") + ": no such file",
                assertThrows(DataException.class, () -> data.pixels(2)).getMessage());
    }

    @Test
    void read_namesADamagedPictureOrLeavesItOut() throws IOException {
        partsInOrder();
        Path bad = Files.writeString(folder.resolve("train/cat/20.png"), "no picture");
        String message = bad + ": is not a picture that can be read, expected PNG, JPEG, BMP or GIF";
        assertEquals(
                message,
                assertThrows(DataException.class, () -> ImageFolder.read(folder, GREY))
                        .getMessage());
        for (long room : new long[] {0, 1 << 20}) {
            ImageFolder read = ImageFolder.read(folder, GREY.skippingBad(true).withRoom(room));
            assertEquals(List.of(message), read.skipped());
            assertArrayEquals(new int[] {11, 12, 13, 20, 30}, greys(read.split().train()));
            assertArrayEquals(new int[] {0, 0, 0, 1, 1}, labels(read.split().train()));
            assertTrue(read.found().endsWith("; 1 damaged ones left out"), read.found());
        }
        // With no room, it is found when it is read.
        ImageDataset late = ImageFolder.read(folder, GREY.withRoom(0)).split().train();
        assertEquals(
                message, assertThrows(DataException.class, () -> late.pixels(2)).getMessage());
    }

    @Test
    void read_takesTheCommonSizeIfNoneIsGiven() throws IOException {
        partsInOrder();
        ImageFolder.Options any = ImageFolder.Options.colour(0, 0);
        ImageFolder read = ImageFolder.read(folder, any);
        assertEquals(new ImagePreparation(3, 6, 8), read.preparation());
        Path other = picture("train/dog/zz.png", 1, 9, 6);
        assertEquals(
                other + ": is 9 x 6 pixels, but " + folder.resolve("train/dog/z.png")
                        + " is 8 x 6: expected one size, or to be told the size that all are brought to",
                assertThrows(DataException.class, () -> ImageFolder.read(folder, any))
                        .getMessage());
    }

    private String refusal() {
        return assertThrows(DataException.class, () -> ImageFolder.read(folder, GREY))
                .getMessage();
    }

    @Test
    void read_refusesFoldersThatDoNotFit() throws IOException {
        assertFalse(ImageFolder.looksLikeOne(folder));
        assertEquals(folder + ": has no folder in it, expected one for each class", refusal());
        picture("val/cat/1.png", 1);
        assertEquals(folder + ": has a folder val, but none called train", refusal());
        picture("train/cat/1.png", 1);
        Files.createDirectories(folder.resolve("train/dog"));
        assertEquals(
                folder.resolve("train/dog") + ": no picture in this folder of a class, expected PNG, JPEG, BMP or GIF",
                refusal());
        picture("train/dog/1.png", 1);
        picture("val/cow/1.png", 1);
        assertEquals(folder.resolve("val/cow") + ": the class cow is not among those to train on: cat, dog", refusal());
        Path missing = folder.resolve("none");
        assertEquals(
                missing + ": no such folder",
                assertThrows(DataException.class, () -> ImageFolder.read(missing, GREY))
                        .getMessage());
        Path file = picture("one.png", 1);
        assertEquals(
                file + ": is a file, expected a folder of pictures",
                assertThrows(DataException.class, () -> ImageFolder.read(file, GREY))
                        .getMessage());
    }

    @Test
    void read_refusesPartsOfDamagedPicturesOnly() throws IOException {
        picture("train/cat/1.png", 1);
        Files.createDirectories(folder.resolve("test/cat"));
        Files.writeString(folder.resolve("test/cat/1.png"), "no picture");
        assertEquals(
                folder.resolve("test") + ": every picture in it is damaged",
                assertThrows(DataException.class, () -> ImageFolder.read(folder, GREY.skippingBad(true)))
                        .getMessage());
    }

    @Test
    void read_realData() {
        Path real = SharedData.path("hymenoptera");
        assertTrue(ImageFolder.looksLikeOne(real));
        ImageFolder read = ImageFolder.read(real, ImageFolder.Options.colour(160, 160));
        assertEquals(
                "pictures of 2 classes (ants, bees): 245 to train, 153 to test (from val), as 160 x 160 colour",
                read.found());
        int[] counts = new int[2];
        for (int label : labels(read.split().train())) {
            counts[label]++;
        }
        assertArrayEquals(new int[] {124, 121}, counts);
        ImageDataset onDemand = ImageFolder.read(
                        real, ImageFolder.Options.colour(160, 160).withRoom(0))
                .split()
                .train();
        for (int sample : new int[] {0, 77, 244}) {
            assertArrayEquals(read.split().train().pixels(sample), onDemand.pixels(sample));
        }
    }
}
