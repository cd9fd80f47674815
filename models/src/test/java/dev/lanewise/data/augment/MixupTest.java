package dev.lanewise.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.Allocation;
import dev.lanewise.data.Batches;
import dev.lanewise.data.Dataset;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.SplitMix64;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixupTest {
    /** What sums of a few products of floats may be off by, for values of a few units. */
    private static final float ROUNDING = 1e-5f;

    private static final ImageDataset IMAGES = AugmentedTest.images();
    private static final int SIZE = IMAGES.sampleShape().size();

    private record Read(float[] x, float[] y) {}

    private static Read one(Dataset data, int sample) {
        Tensor x = (Tensor) data.fields().get(0).allocate(1);
        Tensor y = (Tensor) data.fields().get(1).allocate(1);
        data.read(new int[] {sample}, 0, 1, x, y);
        return new Read(x.toArray(), y.toArray());
    }

    private static float[] plain(int sample) {
        Tensor x = Tensor.zeros(IMAGES.sampleShape().prepend(1));
        IMAGES.read(new int[] {sample}, 0, 1, x, IntTensor.zeros(1));
        return x.toArray();
    }

    @Property(tries = 40)
    void read_blendsASampleWithAnotherOfTheSet(
            @ForAll long seed, @ForAll @IntRange(max = 9) int epoch, @ForAll @IntRange(max = 23) int sample) {
        Read read = one(Mixup.of(IMAGES, 0.4, 1, seed).epoch(epoch), sample);
        float sum = 0;
        for (float p : read.y) {
            assertTrue(p >= 0 && p <= 1 + ROUNDING);
            sum += p;
        }
        assertTrue(Math.abs(sum - 1) < ROUNDING);
        boolean found = false;
        for (int partner = 0; partner < IMAGES.size(); partner++) {
            found |= isBlend(read, sample, partner);
        }
        assertTrue(found, "no partner and share give what was read");
    }

    private static boolean isBlend(Read read, int sample, int partner) {
        float[] a = plain(sample);
        float[] b = plain(partner);
        int label = IMAGES.label(sample);
        int other = IMAGES.label(partner);
        // Least squares for the share, where the labels do not tell it.
        double top = 0;
        double bottom = 0;
        for (int i = 0; i < SIZE; i++) {
            top += (read.x[i] - b[i]) * (a[i] - b[i]);
            bottom += (a[i] - b[i]) * (a[i] - b[i]);
        }
        float share = bottom == 0 ? 1 : (float) (top / bottom);
        for (int i = 0; i < SIZE; i++) {
            if (Math.abs(share * a[i] + (1 - share) * b[i] - read.x[i]) > ROUNDING) {
                return false;
            }
        }
        for (int k = 0; k < 3; k++) {
            float expected = (k == label ? share : 0) + (k == other ? 1 - share : 0);
            assertTrue(Math.abs(expected - read.y[k]) < ROUNDING, "target " + Arrays.toString(read.y));
        }
        return true;
    }

    @Property(tries = 30)
    void read_dependsNeitherOnOrderNorBatch(@ForAll long seed, @ForAll @IntRange(min = 1, max = 24) int size) {
        Dataset view = Mixup.of(Augmented.of(IMAGES, 1, new Noise(0.1f)), 1, 0.8f, seed)
                .epoch(3);
        Batches batches = Batches.shuffled(IMAGES.size(), size, seed);
        for (int b = 0; b < batches.count(); b++) {
            int n = batches.size(b);
            Tensor x = Tensor.zeros(IMAGES.sampleShape().prepend(n));
            Tensor y = Tensor.zeros(n, 3);
            y.fill(9);
            view.read(batches.order(), batches.from(b), batches.to(b), x, y);
            for (int i = 0; i < n; i++) {
                Read alone = one(view, batches.order()[batches.from(b) + i]);
                assertArrayEquals(alone.x, x.outer(i, i + 1).toArray());
                assertArrayEquals(alone.y, y.outer(i, i + 1).toArray());
            }
        }
    }

    @Test
    void probability0AndReadsWithoutEpoch_areOneHot() {
        for (Dataset data : new Dataset[] {Mixup.of(IMAGES, 1, 0, 5).epoch(2), Mixup.of(IMAGES, 1, 1, 5)}) {
            for (int i = 0; i < IMAGES.size(); i++) {
                float[] hot = new float[3];
                hot[IMAGES.label(i)] = 1;
                Read read = one(data, i);
                assertArrayEquals(plain(i), read.x);
                assertArrayEquals(hot, read.y);
            }
        }
    }

    @Test
    void epoch_changesTheBlend() {
        Mixup data = Mixup.of(IMAGES, 1, 1, 5);
        assertFalse(Arrays.equals(one(data.epoch(0), 4).x, one(data.epoch(1), 4).x));
        assertNotEquals(data.epoch(0).fingerprint(), data.epoch(1).fingerprint());
        assertNotEquals(data.fingerprint(), Mixup.of(IMAGES, 1, 1, 6).fingerprint());
        assertNotEquals(data.fingerprint(), Mixup.of(IMAGES, 2, 1, 5).fingerprint());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.2, 1, 4, 50})
    void beta_hasItsMeanAndVariance(double alpha) {
        int n = 20_000;
        double mean = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
            double share = Beta.symmetric(alpha, SplitMix64.stream(3, i));
            assertTrue(share >= 0 && share <= 1);
            mean += share / n;
            square += (share - 0.5) * (share - 0.5) / n;
        }
        double variance = 1 / (4 * (2 * alpha + 1));
        // Five deviations of the mean; the variance's own deviation is below variance * sqrt(2 / n).
        assertTrue(Math.abs(mean - 0.5) < 5 * Math.sqrt(variance / n), "mean " + mean);
        assertTrue(Math.abs(square / variance - 1) < 5 * Math.sqrt(2.0 / n), "variance " + square);
    }

    @Test
    void read_allocatesNothingOnceWarm() {
        Dataset view = Mixup.of(IMAGES, 0.4, 1, 5).epoch(2);
        Tensor x = Tensor.zeros(IMAGES.sampleShape().prepend(4));
        Tensor y = Tensor.zeros(4, 3);
        dev.lanewise.tensor.Value[] batch = {x, y};
        int[] order = {3, 9, 1, 22};
        assertEquals(0, Allocation.perCall(() -> view.read(order, 0, 4, batch)));
    }

    @Test
    void mixup_refusesWhatDoesNotFit() {
        assertEquals(
                "mixup: alpha 0.0, expected above 0, at most 1e6",
                assertThrows(IllegalArgumentException.class, () -> Mixup.of(IMAGES, 0, 1, 1))
                        .getMessage());
        assertEquals(
                "mixup: 2.0, expected 0 to 1",
                assertThrows(IllegalArgumentException.class, () -> Mixup.of(IMAGES, 1, 2, 1))
                        .getMessage());
        Mixup data = Mixup.of(IMAGES, 1, 1, 1);
        assertEquals(
                "read: y is an IntTensor of shape [1], expected a Tensor of shape [1, 3]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> data.read(
                                        new int[1],
                                        0,
                                        1,
                                        Tensor.zeros(IMAGES.sampleShape().prepend(1)),
                                        IntTensor.zeros(1)))
                        .getMessage());
    }
}
