package dev.lanewise.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.LabelledDataset;
import dev.lanewise.data.SplitMix64;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AugmentationTest {
    /** What bilinear weights and their sums may be off by, for values in [0, 1]. */
    private static final float ROUNDING = 1e-5f;

    private static final float[] BLACK = {-2, -1};
    private static final float[] SPAN = {4, 2};

    /** Two channels of distinct values. */
    private static float[] image(int height, int width) {
        float[] x = new float[2 * height * width];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i * 37 % x.length) / (float) x.length;
        }
        return x;
    }

    private static float[] applied(Augmentation augmentation, int height, int width, long stream) {
        Canvas canvas = new Canvas(Shape.of(2, height, width), BLACK, SPAN);
        float[] array = image(height, width);
        canvas.place(array, 0);
        augmentation.apply(canvas, stream);
        return array;
    }

    @Property(tries = 60)
    void flip_mirrorsEveryRow(
            @ForAll @IntRange(min = 1, max = 7) int height, @ForAll @IntRange(min = 1, max = 8) int width) {
        float[] x = image(height, width);
        float[] flipped = applied(new HorizontalFlip(1), height, width, 1);
        for (int i = 0; i < x.length; i++) {
            assertEquals(x[i / width * width + width - 1 - i % width], flipped[i]);
        }
    }

    @Test
    void flip_happensAsOftenAsAsked() {
        int flips = 0;
        for (int stream = 0; stream < 2000; stream++) {
            flips += Arrays.equals(image(2, 3), applied(new HorizontalFlip(0.3f), 2, 3, stream)) ? 0 : 1;
        }
        // Binomial(2000, 0.3): mean 600, deviation 20.5; five deviations.
        assertTrue(Math.abs(flips - 600) < 103, "flips " + flips);
    }

    @Test
    void crop_movesByEveryOffsetEquallyOften() {
        int height = 5;
        int width = 4;
        float[] x = image(height, width);
        Map<List<Integer>, Integer> counts = new HashMap<>();
        for (int stream = 0; stream < 2500; stream++) {
            float[] moved = applied(new RandomCrop(2, 0.25f), height, width, stream);
            List<Integer> offset = null;
            for (int down = -2; down <= 2; down++) {
                for (int right = -2; right <= 2; right++) {
                    if (Arrays.equals(moved(x, height, width, down, right), moved)) {
                        offset = List.of(down, right);
                    }
                }
            }
            assertTrue(offset != null, "no offset gives what was drawn");
            counts.merge(offset, 1, Integer::sum);
        }
        assertEquals(25, counts.size());
        // Binomial(2500, 1/25): mean 100, deviation 9.8; five deviations.
        counts.forEach((offset, count) -> assertTrue(Math.abs(count - 100) < 49, offset + " " + count));
    }

    private static float[] moved(float[] x, int height, int width, int down, int right) {
        float[] moved = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            int channel = i / (height * width);
            int row = i / width % height + down;
            int column = i % width + right;
            boolean inside = row >= 0 && row < height && column >= 0 && column < width;
            moved[i] = inside ? x[(channel * height + row) * width + column] : BLACK[channel] + 0.25f * SPAN[channel];
        }
        return moved;
    }

    @Test
    void warp_byQuarterTurnsMovesPixels() {
        int side = 5;
        float[] x = image(side, side);
        Canvas canvas = new Canvas(Shape.of(2, side, side), BLACK, SPAN);
        float[] array = x.clone();
        canvas.place(array, 0);
        canvas.warp(0, 1, 0, 0, 0);
        for (int i = 0; i < x.length; i++) {
            int row = i / side % side;
            int column = i % side;
            // Against the clock: what was on the right is on top.
            assertEquals(x[i / (side * side) * side * side + column * side + side - 1 - row], array[i]);
        }
        canvas.warp(0, -1, 0, 0, 0);
        assertArrayEquals(x, array);
        canvas.warp(1, 0, 1, -2, 0.5f);
        for (int i = 0; i < x.length; i++) {
            int row = i / side % side - 1;
            int column = i % side + 2;
            boolean inside = row >= 0 && column < side;
            int channel = i / (side * side);
            assertEquals(inside ? x[(channel * side + row) * side + column] : 0, array[i]);
        }
    }

    @Property(tries = 100)
    void rotate_isBilinearAboutTheMiddle(
            @ForAll long stream,
            @ForAll @IntRange(max = 180) int degrees,
            @ForAll @IntRange(min = 1, max = 9) int height,
            @ForAll @IntRange(min = 1, max = 9) int width) {
        float[] x = image(height, width);
        float[] turned = applied(new Rotate(degrees, 0.5f), height, width, stream);
        double angle = Math.toRadians(degrees * (2 * SplitMix64.unit(SplitMix64.word(stream, 0)) - 1));
        for (int i = 0; i < x.length; i++) {
            double y = i / width % height - (height - 1) / 2.0;
            double z = i % width - (width - 1) / 2.0;
            double row = Math.cos(angle) * y + Math.sin(angle) * z + (height - 1) / 2.0;
            double column = Math.cos(angle) * z - Math.sin(angle) * y + (width - 1) / 2.0;
            int channel = i / (height * width);
            double expected = 0;
            for (int r = 0; r < height; r++) {
                for (int k = 0; k < width; k++) {
                    double weight = Math.max(0, 1 - Math.abs(row - r)) * Math.max(0, 1 - Math.abs(column - k));
                    expected += weight * x[(channel * height + r) * width + k];
                }
            }
            // The level 0.5 is the value 0 in both channels, so what is outside adds nothing.
            assertTrue(Math.abs(expected - turned[i]) < ROUNDING, expected + " " + turned[i]);
        }
    }

    @Property(tries = 60)
    void shift_keepsAConstantImageInside(@ForAll long stream) {
        Canvas canvas = new Canvas(Shape.of(2, 8, 8), BLACK, SPAN);
        float[] array = new float[128];
        Arrays.fill(array, 0.75f);
        canvas.place(array, 0);
        new Shift(0.25f, 0).apply(canvas, stream);
        for (int i = 0; i < 128; i++) {
            boolean middle = i / 8 % 8 >= 2 && i / 8 % 8 < 6 && i % 8 >= 2 && i % 8 < 6;
            if (middle) {
                assertTrue(Math.abs(array[i] - 0.75f) < ROUNDING);
            }
        }
    }

    @Test
    void shift_movesByTheDistanceDrawn() {
        long stream = 9;
        float[] x = image(6, 6);
        float down = 6 * 0.5f * (2 * SplitMix64.unit(SplitMix64.word(stream, 0)) - 1);
        float right = 6 * 0.5f * (2 * SplitMix64.unit(SplitMix64.word(stream, 1)) - 1);
        float[] shifted = applied(new Shift(0.5f, 0.5f), 6, 6, stream);
        for (int i = 0; i < x.length; i++) {
            double expected = 0;
            for (int k = 0; k < 36; k++) {
                double weight = Math.max(0, 1 - Math.abs(i % 36 / 6 - down - k / 6))
                        * Math.max(0, 1 - Math.abs(i % 6 - right - k % 6));
                expected += weight * x[i / 36 * 36 + k];
            }
            assertTrue(Math.abs(expected - shifted[i]) < ROUNDING);
        }
    }

    @Property(tries = 60)
    void brightness_addsOneAmountOfEachChannelsSpan(@ForAll long stream) {
        float[] x = image(3, 4);
        float[] lit = applied(new Brightness(0.2f), 3, 4, stream);
        float change = 0.2f * (2 * SplitMix64.unit(SplitMix64.word(stream, 0)) - 1);
        for (int i = 0; i < x.length; i++) {
            assertEquals(x[i] + change * SPAN[i / 12], lit[i]);
        }
    }

    @Property(tries = 60)
    void contrast_keepsTheMeanAndScalesTheRest(@ForAll long stream) {
        float[] x = image(3, 4);
        float[] spread = applied(new Contrast(0.5f), 3, 4, stream);
        float factor = 1 + 0.5f * (2 * SplitMix64.unit(SplitMix64.word(stream, 0)) - 1);
        for (int c = 0; c < 2; c++) {
            double mean = 0;
            for (int i = 12 * c; i < 12 * c + 12; i++) {
                mean += x[i] / 12.0;
            }
            for (int i = 12 * c; i < 12 * c + 12; i++) {
                assertTrue(Math.abs(mean + factor * (x[i] - mean) - spread[i]) < ROUNDING);
            }
        }
    }

    @Test
    void noise_isNormalOfTheDeviationAsked() {
        int n = 200_000;
        double[] moments = new double[5];
        int beyond = 0;
        for (int i = 0; i < n; i++) {
            double z = Noise.normal(SplitMix64.word(77, i));
            double power = 1;
            for (int k = 0; k < 5; k++) {
                moments[k] += power / n;
                power *= z;
            }
            beyond += Math.abs(z) > 2 ? 1 : 0;
        }
        // Five deviations of the mean of z^k for n normal numbers: the variance of z^k is 1, 2, 15, 96.
        double bound = 5 / Math.sqrt(n);
        assertTrue(Math.abs(moments[1]) < bound, "mean " + moments[1]);
        assertTrue(Math.abs(moments[2] - 1) < bound * Math.sqrt(2), "variance " + moments[2]);
        assertTrue(Math.abs(moments[3]) < bound * Math.sqrt(15), "third moment " + moments[3]);
        assertTrue(Math.abs(moments[4] - 3) < bound * Math.sqrt(96), "fourth moment " + moments[4]);
        // 4.55 % of normal numbers are beyond two deviations.
        assertTrue(Math.abs(beyond / (double) n - 0.0455) < bound * 0.21, "beyond two deviations " + beyond);
        float[] x = image(2, 3);
        float[] noisy = applied(new Noise(0.1f), 2, 3, 5);
        for (int i = 0; i < x.length; i++) {
            assertEquals(x[i] + 0.1f * SPAN[i / 6] * Noise.normal(SplitMix64.word(5, i)), noisy[i]);
        }
    }

    @Property(tries = 100)
    void cutout_coversASquareCutAtTheBorder(@ForAll long stream, @ForAll @IntRange(max = 9) int size) {
        float[] x = image(6, 7);
        float[] cut = applied(new Cutout(size, 0.5f), 6, 7, stream);
        int row = SplitMix64.below(6, SplitMix64.word(stream, 0)) - size / 2;
        int column = SplitMix64.below(7, SplitMix64.word(stream, 1)) - size / 2;
        for (int i = 0; i < x.length; i++) {
            int r = i / 7 % 6;
            int k = i % 7;
            boolean covered = r >= row && r < row + size && k >= column && k < column + size;
            // 0.5 is the value 0 in both channels.
            assertEquals(covered ? 0 : x[i], cut[i]);
        }
    }

    @Test
    void levels_followTheNormalisation() {
        byte[] pixels = new byte[4];
        Arrays.fill(pixels, (byte) 255);
        ImageDataset white = new ImageDataset(pixels, new byte[1], Shape.of(1, 2, 2), List.of("white"));
        ImageDataset normalised = white.normalised(new float[] {0.25f}, new float[] {0.5f});
        LabelledDataset covered =
                Augmented.of(Augmented.of(normalised, 2), 1, new Cutout(9, 0)).epoch(0);
        Tensor x = Tensor.zeros(1, 1, 2, 2);
        covered.read(new int[] {0}, 0, 1, x, IntTensor.zeros(1));
        assertEquals(-0.5f, x.get(0, 0, 0, 0));
        LabelledDataset plain = Augmented.of(white, 1, new Cutout(9, 0.5f)).epoch(0);
        plain.read(new int[] {0}, 0, 1, x, IntTensor.zeros(1));
        assertEquals(0.5f, x.get(0, 0, 0, 0));
    }

    @Test
    void options_areChecked() {
        Map<String, Executable> bad = Map.of(
                "flip: 1.5, expected 0 to 1", () -> new HorizontalFlip(1.5f),
                "crop: padding -1, expected 0 or above", () -> new RandomCrop(-1),
                "rotate: 181.0 degrees, expected 0 to 180", () -> new Rotate(181),
                "shift: NaN, expected 0 to 1", () -> new Shift(Float.NaN),
                "brightness: amount -0.5, expected 0 or above", () -> new Brightness(-0.5f),
                "contrast: 2.0, expected 0 to 1", () -> new Contrast(2),
                "noise: deviation Infinity, expected 0 or above", () -> new Noise(Float.POSITIVE_INFINITY),
                "cutout: size -3, expected 0 or above", () -> new Cutout(-3),
                "cutout: level NaN, expected a finite number", () -> new Cutout(3, Float.NaN),
                "sometimes: -1.0, expected 0 to 1", () -> new Sometimes(-1, new Cutout(1)));
        bad.forEach((message, code) -> assertEquals(
                message, assertThrows(IllegalArgumentException.class, code).getMessage()));
        assertNotEquals(new Cutout(3), new Cutout(3, 0));
    }
}
