package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SeededSplitTest {
    @Property(tries = 200)
    void stratified_dealsEverySampleOnceAndEachClassItsShare(
            @ForAll @Size(max = 120) List<@IntRange(max = 4) Integer> classes,
            @ForAll @IntRange(min = 1, max = 50) int percent,
            @ForAll long seed) {
        int[] labels = classes.stream().mapToInt(label -> label).toArray();
        double share = percent / 100.0;
        int[][] parts = SeededSplit.stratified(labels, seed, 1 - share, share);
        int[] all = IntStream.concat(Arrays.stream(parts[0]), Arrays.stream(parts[1]))
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, labels.length).toArray(), all);
        for (int c = 0; c < 5; c++) {
            int label = c;
            int n = (int) Arrays.stream(labels).filter(l -> l == label).count();
            long held = Arrays.stream(parts[1]).filter(i -> labels[i] == label).count();
            long expected = n < 2 ? 0 : Math.clamp(Math.round(share * n), 1, n - 1);
            assertEquals(expected, held);
        }
    }

    @Test
    void stratified_dependsOnTheSeed() {
        int[] labels = new int[50];
        int[] one = SeededSplit.stratified(labels, 1, 0.7, 0.3)[1];
        assertArrayEquals(one, SeededSplit.stratified(labels, 1, 0.7, 0.3)[1]);
        assertFalse(Arrays.equals(one, SeededSplit.stratified(labels, 2, 0.7, 0.3)[1]));
    }

    @Test
    void stratified_refusesSharesThatAreNotTheWhole() {
        for (double share : new double[] {1.2, Double.NaN, -0.1}) {
            String line = assertThrows(
                            IllegalArgumentException.class, () -> SeededSplit.stratified(new int[3], 1, share, 0.5))
                    .getMessage();
            assertEquals("split: shares [" + share + ", 0.5], expected none below 0 and together 1", line);
        }
    }
}
