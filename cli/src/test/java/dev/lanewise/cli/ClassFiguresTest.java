package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassFiguresTest {
    @Test
    void of_aConfusionMatrix() {
        // Of class a, three are found and one is taken for b; of class b, two are taken for a and two found.
        List<ClassFigures> figures =
                ClassFigures.of(new long[][] {{3, 1, 0}, {2, 2, 0}, {0, 0, 0}}, List.of("a", "b", "c"));
        assertEquals(new ClassFigures("a", 4, 3, 5), figures.get(0));
        assertEquals(0.6, figures.get(0).precision());
        assertEquals(0.75, figures.get(0).recall());
        assertEquals(6 / 9.0, figures.get(0).f1());
        assertNull(figures.get(2).toMap().get("precision"));
        String table = ClassFigures.table(figures);
        assertTrue(table.contains("a            4    60.00 %  75.00 %  66.67 %"), table);
        assertTrue(table.contains("c            0          -        -        -"), table);
    }
}
