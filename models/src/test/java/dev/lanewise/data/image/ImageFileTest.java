package dev.lanewise.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.DataException;
import dev.lanewise.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
    @TempDir
    Path folder;

    private Path write(BufferedImage image, String format) throws IOException {
        Path file = folder.resolve("picture." + format);
        assertTrue(ImageIO.write(image, format, file.toFile()));
        return file;
    }

    /** 16 x 10, all greys. */
    private static BufferedImage greys(int type) {
        BufferedImage image = new BufferedImage(16, 10, type);
        for (int i = 0; i < 160; i++) {
            if (type == BufferedImage.TYPE_BYTE_GRAY) {
                image.getRaster().setSample(i % 16, i / 16, 0, i);
            } else {
                image.setRGB(i % 16, i / 16, 0xff000000 | i * 0x10101);
            }
        }
        return image;
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB})
    void grey_isTheFilesOwnValue(int type) throws IOException {
        ImageFile image = ImageFile.grey(write(greys(type), "png"), 16, 10);
        assertEquals(Shape.of(1, 10, 16), image.shape());
        assertFalse(image.inverted());
        for (int i = 0; i < 160; i++) {
            assertEquals(i / 255f, image.pixels()[i], "pixel " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif", "jpg"})
    void colour_readsEveryFormat(String format) throws IOException {
        BufferedImage image = new BufferedImage(9, 8, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 72; i++) {
            image.setRGB(i % 9, i / 9, 0xff8000);
        }
        ImageFile read = ImageFile.colour(write(image, format));
        assertEquals(Shape.of(3, 8, 9), read.shape());
        float[] expected = {1, 128 / 255f, 0};
        for (int i = 0; i < read.pixels().length; i++) {
            // JPEG stores other colours, rounded: two steps of 255 are its error on a plain area.
            float error = Math.abs(expected[i / 72] - read.pixels()[i]);
            assertTrue(error <= (format.equals("jpg") ? 2 / 255f : 0), format + " pixel " + i + " off by " + error);
        }
    }

    @Test
    void grey_weighsTheColours() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xff3300);
        float[] grey = ImageFile.grey(write(image, "png")).pixels();
        assertArrayEquals(new float[] {0.299f + 0.587f * (0x33 / 255f)}, grey);
    }

    @Test
    void grey_showsPaperBehindWhatIsTransparent() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00000000);
        image.setRGB(1, 0, 0xff000000);
        image.setRGB(2, 0, 0x33000000);
        assertArrayEquals(
                new float[] {1, 0, 1 - 0x33 / 255f},
                ImageFile.grey(write(image, "png")).pixels());
    }

    @Test
    void lightOnDark_invertsByTheBorder() throws IOException {
        BufferedImage paper = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 784; i++) {
            paper.getRaster().setSample(i % 28, i / 28, 0, i % 28 > 8 && i % 28 < 12 ? 10 : 250);
        }
        ImageFile read = ImageFile.grey(write(paper, "png"), 28, 28);
        ImageFile turned = read.lightOnDark();
        assertNotSame(read, turned);
        assertTrue(turned.inverted());
        assertEquals(1 - 250 / 255f, turned.pixels()[28 * 14]);
        assertEquals(1 - 10 / 255f, turned.pixels()[28 * 14 + 10]);
        assertSame(turned, turned.lightOnDark());
        // A light middle on a dark border stays.
        ImageFile dark = new ImageFile(read.path(), Shape.of(1, 3, 3), new float[] {0, 0, 0, 0, 1, 0, 0, 0, 0}, false);
        assertSame(dark, dark.lightOnDark());
    }

    @Test
    void grey_refusesAnotherSize() throws IOException {
        Path file = write(greys(BufferedImage.TYPE_INT_RGB), "png");
        DataException thrown = assertThrows(DataException.class, () -> ImageFile.grey(file, 28, 28));
        assertEquals(file + ": is 16 x 10 pixels, expected 28 x 28", thrown.getMessage());
    }

    @Test
    void grey_refusesWhatIsNoPicture() throws IOException {
        Path text = Files.writeString(folder.resolve("digit.png"), "this is not a picture");
        assertEquals(
                text + ": is not a picture that can be read, expected PNG, JPEG, BMP or GIF",
                assertThrows(DataException.class, () -> ImageFile.grey(text)).getMessage());
        Path empty = Files.write(folder.resolve("empty.png"), new byte[0]);
        assertEquals(
                empty + ": is not a picture that can be read, expected PNG, JPEG, BMP or GIF",
                assertThrows(DataException.class, () -> ImageFile.grey(empty)).getMessage());
        assertEquals(
                folder + ": is a folder, expected a picture",
                assertThrows(DataException.class, () -> ImageFile.grey(folder)).getMessage());
        Path missing = folder.resolve("none.png");
        assertEquals(
                missing + ": no such file",
                assertThrows(DataException.class, () -> ImageFile.grey(missing)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
    void grey_refusesAPictureCutInHalf(String format) throws IOException {
        byte[] whole = Files.readAllBytes(write(noise(), format));
        Path half = Files.write(folder.resolve("half." + format), Arrays.copyOf(whole, whole.length / 2));
        DataException thrown = assertThrows(DataException.class, () -> ImageFile.grey(half));
        assertTrue(thrown.getMessage().startsWith(half + ": the "), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(" is damaged: "), thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
    void grey_survivesNoiseInTheFile(String format) throws IOException {
        byte[] whole = Files.readAllBytes(write(noise(), format));
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k < 1 + i % 8; k++) {
                damaged[random.nextInt(Math.min(damaged.length, i % 2 == 0 ? 80 : damaged.length))] =
                        (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged"), damaged);
            try {
                ImageFile.grey(file);
            } catch (DataException e) {
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
                assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            }
        }
    }

    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 1200; i++) {
            image.setRGB(i % 40, i / 40, random.nextInt(0x1000000));
        }
        return image;
    }
}
