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

class StratifiedSplitTest {
    @Property(tries = 200)
    void of_dealsEverySampleOnceAndEachClassItsShare(
            @ForAll @Size(max = 120) List<@IntRange(max = 4) Integer> classes,
            @ForAll @IntRange(min = 1, max = 99) int percent,
            @ForAll long seed) {
        int[] labels = classes.stream().mapToInt(label -> label).toArray();
        StratifiedSplit split = StratifiedSplit.of(labels, percent / 100.0, seed);
        int[] all = IntStream.concat(Arrays.stream(split.kept()), Arrays.stream(split.held()))
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, labels.length).toArray(), all);
        for (int c = 0; c < 5; c++) {
            int label = c;
            int n = (int) Arrays.stream(labels).filter(l -> l == label).count();
            long held =
                    Arrays.stream(split.held()).filter(i -> labels[i] == label).count();
            long expected = n < 2 ? 0 : Math.clamp(Math.round(percent / 100.0 * n), 1, n - 1);
            assertEquals(expected, held);
        }
    }

    @Test
    void of_dependsOnTheSeed() {
        int[] labels = new int[50];
        int[] one = StratifiedSplit.of(labels, 0.3, 1).held();
        assertArrayEquals(one, StratifiedSplit.of(labels, 0.3, 1).held());
        assertFalse(Arrays.equals(one, StratifiedSplit.of(labels, 0.3, 2).held()));
    }

    @Test
    void of_refusesAShareThatIsNone() {
        for (double share : new double[] {0, 1, Double.NaN, -0.1}) {
            assertEquals(
                    "split: held out share " + share + ", expected between 0 and 1",
                    assertThrows(IllegalArgumentException.class, () -> StratifiedSplit.of(new int[3], share, 1))
                            .getMessage());
        }
    }
}
