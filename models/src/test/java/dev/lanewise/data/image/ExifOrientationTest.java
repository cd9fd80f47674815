package dev.lanewise.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExifOrientationTest {
    @TempDir
    Path folder;

    /** Rows 1 2 3 / 4 5 6 as they appear for each orientation, in the words of the EXIF standard. */
    @ParameterizedTest
    @CsvSource({
        "1, 1 2 3 4 5 6", "2, 3 2 1 6 5 4", "3, 6 5 4 3 2 1", "4, 4 5 6 1 2 3",
        "5, 1 4 2 5 3 6", "6, 4 1 5 2 6 3", "7, 6 3 5 2 4 1", "8, 3 6 2 5 1 4"
    })
    void upright_turnsAsTheStandardSays(int orientation, String expected) {
        float[] turned = ExifOrientation.upright(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(1, 2, 3), orientation);
        StringBuilder seen = new StringBuilder();
        for (float v : turned) {
            seen.append(seen.isEmpty() ? "" : " ").append((int) v);
        }
        assertEquals(expected, seen.toString());
    }

    private static byte[] jpeg() throws IOException {
        BufferedImage image = new BufferedImage(24, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 24 * 8; i++) {
            image.getRaster().setSample(i % 24, i / 24, 0, i % 24 < 8 ? 255 : 0);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, "jpg", bytes));
        return bytes.toByteArray();
    }

    /** The JPEG with an EXIF segment right after its start. */
    private static byte[] noted(byte[] jpeg, int orientation, ByteOrder order, int entries) {
        ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
        tiff.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        tiff.putShort((short) 42).putInt(8).putShort((short) entries);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        ByteBuffer whole = ByteBuffer.allocate(jpeg.length + 4 + 6 + tiff.capacity());
        whole.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) (2 + 6 + tiff.capacity()));
        whole.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff.array());
        return whole.put(jpeg, 2, jpeg.length - 2).array();
    }

    @ParameterizedTest
    @CsvSource({"6, LITTLE_ENDIAN", "6, BIG_ENDIAN", "8, BIG_ENDIAN"})
    void grey_isUpright(int orientation, String order) throws IOException {
        ByteOrder bytes = order.startsWith("L") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        Path file = Files.write(folder.resolve("a.jpg"), noted(jpeg(), orientation, bytes, 1));
        ImageFile image = ImageFile.grey(file, 8, 24);
        assertEquals(Shape.of(1, 24, 8), image.shape());
        assertEquals(Shape.of(24, 8), ImageFile.size(file));
        // The light third was on the left: turned with the clock it is on top, against it at the bottom.
        assertEquals(orientation == 6, image.pixels()[8] > 0.5);
        assertEquals(orientation == 8, image.pixels()[23 * 8] > 0.5);
    }

    @Test
    void grey_passesOverANoteThatIsDamaged() throws IOException {
        float[] plain =
                ImageFile.grey(Files.write(folder.resolve("plain.jpg"), jpeg())).pixels();
        byte[][] others = {
            noted(jpeg(), 1, ByteOrder.BIG_ENDIAN, 1),
            noted(jpeg(), 9, ByteOrder.BIG_ENDIAN, 1),
            noted(jpeg(), 6, ByteOrder.BIG_ENDIAN, 0)
        };
        for (byte[] other : others) {
            Path file = Files.write(folder.resolve("other.jpg"), other);
            assertArrayEquals(plain, ImageFile.grey(file).pixels());
        }
        byte[] far = noted(jpeg(), 6, ByteOrder.BIG_ENDIAN, 1);
        // Where its directory is said to be: far outside.
        far[2 + 4 + 6 + 4] = 0x7f;
        assertArrayEquals(
                plain,
                ImageFile.grey(Files.write(folder.resolve("far.jpg"), far)).pixels());
    }
}
