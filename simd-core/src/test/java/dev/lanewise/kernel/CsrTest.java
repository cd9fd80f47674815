package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Rows of entries, and what is made of them, as sets of (row, column, number). */
class CsrTest {
    private record Entry(int row, int column, int number) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return Integer.compare(number, other.number);
        }
    }

    static Csr random(int rows, int columns, int most, long seed) {
        Random random = new Random(seed);
        int[] pointers = new int[rows + 1];
        for (int r = 0; r < rows; r++) {
            pointers[r + 1] = pointers[r] + (columns == 0 ? 0 : random.nextInt(most + 1));
        }
        int[] index = new int[pointers[rows]];
        for (int e = 0; e < index.length; e++) {
            index[e] = random.nextInt(columns);
        }
        return Csr.of(columns, pointers, index);
    }

    private static List<Entry> entries(Csr csr) {
        List<Entry> entries = new ArrayList<>();
        for (int r = 0; r < csr.rows(); r++) {
            for (int p = csr.pointers()[r]; p < csr.pointers()[r + 1]; p++) {
                entries.add(new Entry(r, csr.index()[p], csr.number(p)));
            }
        }
        Collections.sort(entries);
        return entries;
    }

    @Property(tries = 100)
    void transposed_hasTheSameEntriesByColumn(
            @ForAll @IntRange(max = 7) int rows, @ForAll @IntRange(max = 7) int columns, @ForAll long seed) {
        Csr csr = random(rows, columns, 4, seed);
        Csr other = csr.transposed();
        assertEquals(columns, other.rows());
        assertEquals(rows, other.columns());
        List<Entry> turned = entries(other).stream()
                .map(e -> new Entry(e.column(), e.row(), e.number()))
                .toList();
        assertEquals(entries(csr), turned);
        assertSame(csr, other.transposed());
        assertSame(other, csr.transposed());
    }

    @Property(tries = 100)
    void viewsPerEntry_nameRowAndColumnOfEach(
            @ForAll @IntRange(max = 7) int rows,
            @ForAll @IntRange(max = 7) int columns,
            @ForAll boolean transposed,
            @ForAll long seed) {
        Csr made = random(rows, columns, 4, seed);
        Csr csr = transposed ? made.transposed() : made;
        Csr byRow = csr.entryRows();
        Csr targets = byRow.transposed();
        Csr sources = csr.sources();
        assertEquals(csr.entries(), targets.rows());
        assertEquals(csr.entries(), sources.rows());
        for (Entry e : entries(csr)) {
            assertEquals(e.row(), targets.index()[targets.pointers()[e.number()]]);
            assertEquals(e.column(), sources.index()[sources.pointers()[e.number()]]);
        }
        List<Entry> own = entries(byRow);
        assertEquals(csr.entries(), own.size());
        own.forEach(e -> assertEquals(e.number(), e.column()));
        assertSame(byRow, csr.entryRows());
        assertSame(sources, csr.sources());
    }

    @Test
    void segments_areContiguous() {
        Csr csr = Csr.segments(2, 0, 3);
        assertEquals(3, csr.rows());
        assertEquals(5, csr.columns());
        assertArrayEquals(new int[] {0, 2, 2, 5}, csr.pointers());
        assertArrayEquals(new int[] {0, 1, 2, 3, 4}, csr.index());
        assertEquals(0, csr.degree(1));
        assertEquals("Csr[3, 5] of 5 entries", csr.toString());
    }

    @Test
    void given_isCopied() {
        int[] pointers = {0, 1};
        int[] index = {0};
        Csr csr = Csr.of(1, pointers, index);
        pointers[1] = 9;
        index[0] = 9;
        assertArrayEquals(new int[] {0, 1}, csr.pointers());
        assertArrayEquals(new int[] {0}, csr.index());
    }

    @Test
    void whatDoesNotFit_isRefusedByName() {
        assertRefused(
                "csr: column 3 of entry 1, but there are 3 columns",
                () -> Csr.of(3, new int[] {0, 2}, new int[] {0, 3}));
        assertRefused(
                "csr: column -1 of entry 0, but there are 3 columns",
                () -> Csr.of(3, new int[] {0, 1}, new int[] {-1}));
        assertRefused(
                "csr: 2 pointers from 0 to 1, expected from 0 to the number of entries, 2",
                () -> Csr.of(3, new int[] {0, 1}, new int[] {0, 1}));
        assertRefused(
                "csr: 0 pointers, expected from 0 to the number of entries, 0",
                () -> Csr.of(3, new int[] {}, new int[] {}));
        assertRefused(
                "csr: pointer 1 at 2 after 2, expected none smaller than the one before",
                () -> Csr.of(3, new int[] {0, 2, 1, 2}, new int[] {0, 1}));
        assertRefused("csr: length -1 of segment 1, expected at least 0", () -> Csr.segments(1, -1));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
