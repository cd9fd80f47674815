package dev.lanewise.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordSettingsTest {
    enum Colour {
        RED,
        DARK_BLUE
    }

    record Sample(
            @Meaning("a") int count,
            @Meaning("b") double shareOfAll,
            @Meaning("c") boolean flag,
            @Meaning("d") String name,
            @Meaning("e") Colour colour,
            @Meaning("f") List<Integer> widths,
            @Meaning("g") List<String> names) {
        Sample {
            if (count < 0) {
                throw new IllegalArgumentException("count=" + count + ", expected at least 0");
            }
        }
    }

    private static final Sample DEFAULTS =
            new Sample(3, 0.5, true, "x", Colour.DARK_BLUE, List.of(4, 5), List.of("p", "q"));

    @Test
    void everyComponent_isASettingWithItsDefaultAndMeaning() {
        List<Setting> settings = RecordSettings.of(DEFAULTS);
        assertEquals(
                List.of("count", "share_of_all", "flag", "name", "colour", "widths", "names"),
                settings.stream().map(Setting::key).toList());
        assertEquals(
                List.of(3L, 0.5, true, "x", "dark_blue", "4,5", "p,q"),
                settings.stream().map(Setting::byDefault).toList());
        assertEquals(
                List.of("a", "b", "c", "d", "e", "f", "g"),
                settings.stream().map(Setting::meaning).toList());
    }

    @Test
    void with_readsEveryType_andKeepsWhatIsNotGiven() {
        Map<String, Object> given = Map.of(
                "count", 7L, "share_of_all", 0.25, "flag", false, "colour", "red", "widths", "1, 2,3", "other", "-");
        assertEquals(
                new Sample(7, 0.25, false, "x", Colour.RED, List.of(1, 2, 3), List.of("p", "q")),
                RecordSettings.with(DEFAULTS, given));
        assertEquals(
                new Sample(3, 0.5, true, "", Colour.DARK_BLUE, List.of(), List.of()),
                RecordSettings.with(DEFAULTS, Map.of("name", "", "widths", "", "names", "")));
        assertEquals(DEFAULTS, RecordSettings.with(DEFAULTS, RecordSettings.toMap(DEFAULTS)));
    }

    @Test
    void with_tellsWhatWillNotDo() {
        assertEquals("count=-1, expected at least 0", message("count", -1L));
        assertEquals("widths=4,x, expected integers with commas", message("widths", "4,x"));
        assertEquals("colour=green, expected one of red, dark_blue", message("colour", "green"));
    }

    private static String message(String key, Object value) {
        return assertThrows(IllegalArgumentException.class, () -> RecordSettings.with(DEFAULTS, Map.of(key, value)))
                .getMessage();
    }

    record Bare(int count) {}

    @Test
    void componentWithoutAMeaning_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> RecordSettings.of(new Bare(1)));
    }
}
