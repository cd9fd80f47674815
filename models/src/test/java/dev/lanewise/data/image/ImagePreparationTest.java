package dev.lanewise.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.json.Json;
import dev.lanewise.tensor.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ImagePreparationTest {
    private static ImageFile image(int channels, int height, int width, long seed) {
        float[] pixels = new float[channels * height * width];
        Random random = new Random(seed);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextInt(256) / 255f;
        }
        return new ImageFile(Path.of("x.png"), Shape.of(channels, height, width), pixels, false);
    }

    /** The mean of the pixels under a box, or the bilinear value at its middle, by the plain definition. */
    private static double expected(ImageFile image, int c, double top, double left, double step) {
        int height = image.shape().dim(1);
        int width = image.shape().dim(2);
        double sum = 0;
        double weights = 0;
        for (int r = 0; r < height; r++) {
            for (int k = 0; k < width; k++) {
                double weight = step > 1
                        ? overlap(top, step, r) * overlap(left, step, k)
                        : hat(top, step, r, height) * hat(left, step, k, width);
                sum += weight * image.pixels()[(c * height + r) * width + k];
                weights += weight;
            }
        }
        return sum / weights;
    }

    private static double overlap(double from, double step, int pixel) {
        return Math.max(0, Math.min(from + step, pixel + 1) - Math.max(from, pixel));
    }

    private static double hat(double from, double step, int pixel, int length) {
        double at = Math.clamp(from + step / 2 - 0.5, 0, length - 1);
        return Math.max(0, 1 - Math.abs(at - pixel));
    }

    @Property(tries = 150)
    void bytes_areMeansOrInterpolationsOfTheMiddle(
            @ForAll @IntRange(min = 1, max = 13) int height,
            @ForAll @IntRange(min = 1, max = 13) int width,
            @ForAll @IntRange(min = 1, max = 9) int toHeight,
            @ForAll @IntRange(min = 1, max = 9) int toWidth,
            @ForAll boolean colour,
            @ForAll long seed) {
        int channels = colour ? 3 : 1;
        ImageFile image = image(channels, height, width, seed);
        byte[] bytes = new ImagePreparation(channels, toHeight, toWidth).bytes(image);
        double step = Math.min((double) height / toHeight, (double) width / toWidth);
        double top = (height - toHeight * step) / 2;
        double left = (width - toWidth * step) / 2;
        if (step == 1) {
            top = Math.floor(top);
            left = Math.floor(left);
        }
        for (int i = 0; i < bytes.length; i++) {
            int c = i / (toHeight * toWidth);
            int r = i / toWidth % toHeight;
            int k = i % toWidth;
            double value = 255 * expected(image, c, top + r * step, left + k * step, step);
            // Half a byte of rounding, and a little for floats.
            assertTrue(Math.abs(value - (bytes[i] & 0xff)) < 0.501, value + " " + (bytes[i] & 0xff));
        }
    }

    @Property(tries = 40)
    void bytes_ofTheRightSizeAreTheFilesOwn(
            @ForAll @IntRange(min = 1, max = 9) int height, @ForAll @IntRange(min = 1, max = 9) int width) {
        ImageFile image = image(3, height, width, 1);
        byte[] bytes = new ImagePreparation(3, height, width).bytes(image);
        for (int i = 0; i < bytes.length; i++) {
            assertEquals(Math.round(image.pixels()[i] * 255), bytes[i] & 0xff);
        }
        assertArrayEquals(
                image.pixels(),
                new ImagePreparation(3, height, width).apply(image).pixels());
    }

    @Test
    void fromMap_readsWhatToMapWrote() {
        ImagePreparation preparation = new ImagePreparation(3, 160, 120);
        Map<String, Object> map = Json.parseObject(Json.write(preparation.toMap()), "config.json");
        assertEquals(preparation, ImagePreparation.fromMap(map));
        assertEquals(
                "images: width is null, expected a whole number",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ImagePreparation.fromMap(Map.of("channels", 3, "height", 2)))
                        .getMessage());
        assertEquals(
                "images: 2 channels, expected 1 or 3",
                assertThrows(IllegalArgumentException.class, () -> new ImagePreparation(2, 3, 4))
                        .getMessage());
        assertEquals(
                "images: x.png was read with 1 channels, expected 3",
                assertThrows(IllegalArgumentException.class, () -> preparation.bytes(image(1, 2, 2, 1)))
                        .getMessage());
    }
}
