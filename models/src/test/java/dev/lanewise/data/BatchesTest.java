package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchesTest {
    @Property
    void batches_holdEverySampleOnce(
            @ForAll @IntRange(max = 200) int samples,
            @ForAll @IntRange(min = 1, max = 70) int size,
            @ForAll long seed,
            @ForAll @IntRange(max = 1000) int epoch) {
        Batches batches = Batches.shuffled(samples, size, seed);
        batches.start(epoch);
        int[] seen = new int[samples];
        for (int b = 0; b < batches.count(); b++) {
            assertEquals(b < batches.count() - 1 ? size : samples - b * size, batches.size(b));
            for (int i = batches.from(b); i < batches.to(b); i++) {
                seen[batches.order()[i]]++;
            }
        }
        assertTrue(Arrays.stream(seen).allMatch(count -> count == 1));
    }

    @Property(tries = 50)
    void start_dependsOnSeedAndEpochAlone(@ForAll long seed, @ForAll @IntRange(max = 50) int epoch) {
        Batches fresh = Batches.shuffled(97, 8, seed);
        fresh.start(epoch);
        Batches used = Batches.shuffled(97, 13, seed);
        used.start(3);
        used.start(epoch);
        assertArrayEquals(fresh.order(), used.order());
    }

    // The order is part of a run's identity: these numbers, computed by another program, must never change.
    @Test
    void start_givesTheOrderWrittenDown() {
        Batches batches = Batches.shuffled(10, 4, 1);
        assertArrayEquals(new int[] {0, 7, 6, 9, 1, 3, 8, 2, 5, 4}, batches.order());
        batches.start(1);
        assertArrayEquals(new int[] {2, 5, 1, 3, 7, 8, 6, 0, 9, 4}, batches.order());
    }

    @Test
    void start_putsEverySampleEverywhereEquallyOften() {
        int[][] count = new int[6][6];
        Batches batches = Batches.shuffled(6, 6, 7);
        int epochs = 6000;
        for (int epoch = 0; epoch < epochs; epoch++) {
            batches.start(epoch);
            for (int i = 0; i < 6; i++) {
                count[i][batches.order()[i]]++;
            }
        }
        // Each count is binomial(6000, 1/6): mean 1000, deviation 29; five deviations bound all 36 of them.
        for (int[] row : count) {
            for (int c : row) {
                assertTrue(Math.abs(c - epochs / 6) < 5 * 29, Arrays.deepToString(count));
            }
        }
    }

    @Test
    void inOrder_keepsTheOrder() {
        Batches batches = Batches.inOrder(5, 2);
        batches.start(3);
        assertArrayEquals(IntStream.range(0, 5).toArray(), batches.order());
        assertEquals(3, batches.count());
        assertEquals(1, batches.size(2));
        assertThrows(IndexOutOfBoundsException.class, () -> batches.from(3));
    }

    @Test
    void shuffled_refusesABatchOfNone() {
        assertEquals(
                "batches of 0 from 5 samples: expected at least 1 and at least 0",
                assertThrows(IllegalArgumentException.class, () -> Batches.shuffled(5, 0, 1))
                        .getMessage());
    }
}
