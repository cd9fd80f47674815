package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void table_alignsAndLeavesNoSpacesAtTheEnd() {
        String table = Text.table(
                new boolean[] {false, true, false},
                List.of(List.of("name", "n", "note"), List.of("a", "100", ""), List.of("bcdef", "2", "x")));
        assertEquals("name     n  note\na      100\nbcdef    2  x\n", table);
    }

    @Test
    void clean_takesOutWhatMovesTheCursor() {
        assertEquals("a?[2Jb?c", Text.clean("a\033[2Jb\nc"));
        assertEquals("Größe", Text.clean("Größe"));
    }
}
