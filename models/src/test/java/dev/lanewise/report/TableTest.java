package dev.lanewise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class TableTest {
    @Test
    void write_columnsOfNumbers_areAlignedToTheRight() {
        List<List<String>> rows = List.of(
                List.of("a", "99.1 %", "3.2e-5", "−1,234", "–", "adam"),
                List.of("b", Format.percent(0.5), "NaN", "12", "4.5 s", "2"));
        Element section = Pages.parse(new Table("Runs", "All", List.of("run", "w", "x", "y", "z", "optimizer"), rows));
        assertEquals(2 * 4, Pages.all(section, "td", "n").size());
        assertEquals("All", Pages.all(section, "caption").getFirst().getTextContent());
    }

    @Test
    void constructor_rowOfAnotherLength_isRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new Table("Runs", "", List.of("a", "b"), List.of(List.of("1", "2"), List.of("3"))))
                .getMessage();
        assertEquals("table 'Runs': row 1 has 1 cells for 2 columns", message);
    }

    @Test
    void write_nothing_saysSo() {
        assertTrue(Pages.parse(new Table("t", "", List.of("a"), List.of()))
                .getTextContent()
                .contains("Nothing recorded."));
        assertTrue(Pages.parse(new KeyValues("t", "", new LinkedHashMap<>()))
                .getTextContent()
                .contains("Nothing recorded."));
    }

    @Test
    void keyValues_keepTheirOrder_andTheCallersMapIsCopied() {
        var map = new LinkedHashMap<String, String>();
        map.put("z", "1");
        map.put("a", "2");
        KeyValues values = new KeyValues("t", "", map);
        map.clear();
        List<String> names = Pages.all(Pages.parse(values), "th").stream()
                .map(Element::getTextContent)
                .toList();
        assertEquals(List.of("z", "a"), names);
    }
}
