package dev.lanewise.data.digits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.ImageDataset;
import dev.lanewise.tensor.Shape;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DigitsTest {
    // A change of the drawing changes every figure ever reported on this set.
    private static final String FINGERPRINT = "25226808992f8532427178b3f71b28bd2cd700b1ae0f9b9dca8024a9167d77c5";

    @Test
    void split_hasTheContentsWrittenDown() {
        assertEquals(FINGERPRINT, Digits.split().fingerprint());
    }

    @Test
    void split_isBalanced() {
        var split = Digits.split(5);
        assertEquals(Shape.of(1, 28, 28), split.train().sampleShape());
        assertEquals(
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                split.train().classes());
        assertArrayEquals(filled(1000), counts(split.train()));
        assertArrayEquals(filled(200), counts(split.test()));
    }

    private static int[] filled(int count) {
        int[] counts = new int[10];
        Arrays.fill(counts, count);
        return counts;
    }

    private static int[] counts(ImageDataset data) {
        int[] counts = new int[10];
        for (int i = 0; i < data.size(); i++) {
            counts[data.label(i)]++;
        }
        return counts;
    }

    @Test
    void samples_dependOnSeedAndIndexAlone() {
        ImageDataset all = Digits.samples(3, 0, 450);
        ImageDataset some = Digits.samples(3, 237, 5);
        for (int i = 0; i < 5; i++) {
            assertEquals(all.label(237 + i), some.label(i));
            assertArrayEquals(all.pixels(237 + i), some.pixels(i));
        }
        int threads = Parallel.threads();
        try {
            Parallel.threads(threads == 1 ? 3 : 1);
            assertEquals(all.fingerprint(), Digits.samples(3, 0, 450).fingerprint());
        } finally {
            Parallel.threads(threads);
        }
        assertNotEquals(all.fingerprint(), Digits.samples(4, 0, 450).fingerprint());
    }

    @Test
    void samples_areAllDifferentAndDrawnInFull() {
        ImageDataset data = Digits.samples(1, 0, 2000);
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < data.size(); i++) {
            byte[] pixels = data.pixels(i);
            hashes.add(Arrays.hashCode(pixels));
            int ink = 0;
            for (byte pixel : pixels) {
                ink += (pixel & 0xff) > 100 ? 1 : 0;
            }
            // Of 784 pixels a thin 1 covers about 15, a broad 8 about 230.
            assertTrue(ink >= 10 && ink <= 320, "sample " + i + " has " + ink + " pixels of ink");
        }
        assertEquals(data.size(), hashes.size());
    }

    // The nearest of the classes' mean images must say more than chance and less than everything.
    @Test
    void samples_areNeitherTrivialNorNoise() {
        ImageDataset train = Digits.samples(1, 0, 2000);
        double[][] mean = new double[10][784];
        for (int i = 0; i < train.size(); i++) {
            byte[] pixels = train.pixels(i);
            for (int p = 0; p < 784; p++) {
                mean[train.label(i)][p] += (pixels[p] & 0xff) / 200.0;
            }
        }
        ImageDataset test = Digits.samples(1, 10_000, 1000);
        int right = 0;
        for (int i = 0; i < test.size(); i++) {
            right += nearest(mean, test.pixels(i)) == test.label(i) ? 1 : 0;
        }
        assertTrue(right > 500 && right < 900, right + " of 1000 right");
    }

    private static int nearest(double[][] mean, byte[] pixels) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int k = 0; k < mean.length; k++) {
            double distance = 0;
            for (int p = 0; p < pixels.length; p++) {
                double d = (pixels[p] & 0xff) - mean[k][p];
                distance += d * d;
            }
            if (distance < least) {
                least = distance;
                best = k;
            }
        }
        return best;
    }

    @Test
    void samples_refusesWhatIsNegative() {
        assertEquals(
                "digits: -1 samples from 0, expected none negative",
                assertThrows(IllegalArgumentException.class, () -> Digits.samples(1, 0, -1))
                        .getMessage());
        assertFalse(Digits.samples(1, 0, 0).size() > 0);
    }
}
