package dev.lanewise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StyleTest {
    /** WCAG 2.2, success criterion 1.4.3: text of ordinary size. */
    private static final double LEAST_CONTRAST = 4.5;

    /** The colours of the light and the dark page, by name. */
    private static List<Map<String, Integer>> themes() {
        List<Map<String, Integer>> themes = new ArrayList<>();
        Matcher root = Pattern.compile(":root \\{([^}]*)}").matcher(Style.CSS);
        while (root.find()) {
            Map<String, Integer> colours = new HashMap<>();
            Matcher colour = Pattern.compile("--([a-z0-9-]+): #([0-9a-f]{6});").matcher(root.group(1));
            while (colour.find()) {
                colours.put(colour.group(1), Integer.parseInt(colour.group(2), 16));
            }
            themes.add(colours);
        }
        return themes;
    }

    /** Relative luminance as WCAG defines it. */
    private static double luminance(int rgb) {
        double sum = 0;
        double[] weights = {0.2126, 0.7152, 0.0722};
        for (int c = 0; c < 3; c++) {
            double value = (rgb >> 16 - 8 * c & 0xFF) / 255.0;
            sum += weights[c] * (value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private static double contrast(int a, int b) {
        double first = luminance(a) + 0.05;
        double second = luminance(b) + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    @Test
    void colours_areReadableOnBothPages() {
        assertEquals(2, themes().size());
        for (Map<String, Integer> theme : themes()) {
            for (String name : List.of("ink", "soft", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7")) {
                double contrast = contrast(theme.get(name), theme.get("page"));
                assertTrue(contrast >= LEAST_CONTRAST, name + " on its page: " + contrast);
            }
            for (String cell : List.of("c0", "c1")) {
                double contrast = contrast(theme.get("on-strong"), theme.get(cell));
                assertTrue(contrast >= LEAST_CONTRAST, "on-strong on " + cell + ": " + contrast);
            }
            for (String text : List.of("ink", "c1")) {
                double contrast = contrast(theme.get(text), theme.get("panel"));
                assertTrue(contrast >= LEAST_CONTRAST, text + " on the panel: " + contrast);
            }
        }
    }

    @Test
    void variables_areAllDefined() {
        Matcher use = Pattern.compile("var\\(--([a-z0-9-]+)\\)").matcher(Style.CSS);
        while (use.find()) {
            assertTrue(Style.CSS.contains("--" + use.group(1) + ":"), use.group(1));
        }
    }
}
