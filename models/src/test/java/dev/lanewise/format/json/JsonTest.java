package dev.lanewise.format.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.format.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    @TempDir
    Path folder;

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> text(random);
            case 1 -> random.nextLong() >> random.nextInt(64);
            case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
            case 3 -> random.nextBoolean();
            case 4 -> null;
            case 5 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random), value(random, depth - 1));
                }
                yield map;
            }
        };
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(6), 0, 0x300)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Property(tries = 500)
    void write_isReadBackAsItWas(@ForAll long seed) {
        Object value = value(new Random(seed), 4);
        assertEquals(value, Json.parse(Json.write(value), "test"));
        assertEquals(value, Json.parse(Json.write(value).getBytes(StandardCharsets.UTF_8), "test"));
    }

    @Test
    void write_indentsObjectsAndKeepsArraysInALine() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("recipe", "lenet5");
        value.put("shape", List.of(1, 28L, 28));
        value.put("lr", 0.1f);
        value.put("empty", Map.of());
        value.put("nested", Map.of("none", Arrays.asList((Object) null)));
        assertEquals("""
            {
              "recipe": "lenet5",
              "shape": [1, 28, 28],
              "lr": 0.1,
              "empty": {},
              "nested": {
                "none": [null]
              }
            }
            """, Json.write(value));
    }

    @Test
    void write_refusesWhatJsonDoesNotHave() {
        assertEquals(
                "JSON has no number NaN",
                assertThrows(IllegalArgumentException.class, () -> Json.write(List.of(Double.NaN)))
                        .getMessage());
        assertEquals(
                "JSON has no java.lang.Object",
                assertThrows(IllegalArgumentException.class, () -> Json.write(new Object()))
                        .getMessage());
    }

    @Test
    void read_keepsTheOrderAndAcceptsAByteOrderMark() throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, "\ufeff{\"z\": 1, \"a\": 2.0, \"m\": [true]}");
        Map<String, Object> read = Json.readObject(file);
        assertEquals(List.of("z", "a", "m"), List.copyOf(read.keySet()));
        assertEquals(List.of(1L, 2.0, List.of(true)), List.copyOf(read.values()));
        Json.write(file, read);
        assertEquals(read, Json.read(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"a":1,~ "a":2}       | f:2:5: not valid JSON: Duplicate field 'a'
        {                     | f:1:2: not valid JSON: Unexpected end-of-input: expected close marker for Object
        [1] 2                 | f:1:5: more follows after the JSON value, expected the end
        ``                    | f: is empty, expected JSON
        [1e999]               | f:1:7: not valid JSON: Numeric value (1e999) out of range of double
        [9223372036854775808] | f:1:21: not valid JSON: Numeric value (9223372036854775808) out of range of long (-9223372036854775808 - 9223372036854775807)
        """)
    void parse_saysWhereAndWhat(String text, String message) {
        String json = text.replace('~', '\n');
        FormatException thrown = assertThrows(FormatException.class, () -> Json.parse(json, "f"));
        assertEquals(message, thrown.getMessage());
    }

    @Test
    void parse_boundsWhatItTakes() {
        String deep = "[".repeat(100_000);
        assertThrows(FormatException.class, () -> Json.parse(deep, "f"));
        String many = "[" + "0,".repeat(4_000_000) + "0]";
        FormatException thrown = assertThrows(FormatException.class, () -> Json.parse(many, "f"));
        assertEquals("f: has more than 4000000 values", thrown.getMessage());
    }

    @Test
    void parse_refusesWhatIsNotUtf8() {
        byte[] latin1 = "[\"\u00e9\"]".getBytes(StandardCharsets.ISO_8859_1);
        FormatException thrown = assertThrows(FormatException.class, () -> Json.parse(latin1, "f"));
        assertEquals("f: not valid JSON: it is not UTF-8", thrown.getMessage());
    }

    @Test
    void read_saysWhatIsWrongWithTheFile() throws IOException {
        Path missing = folder.resolve("none.json");
        assertEquals(
                missing + ": no such file",
                assertThrows(IOException.class, () -> Json.read(missing)).getMessage());
        assertEquals(
                folder + ": is a folder, expected a file",
                assertThrows(IOException.class, () -> Json.read(folder)).getMessage());
        Path list = Files.writeString(folder.resolve("list.json"), "[1]");
        assertEquals(
                list + ": holds no JSON object, expected {...}",
                assertThrows(FormatException.class, () -> Json.readObject(list)).getMessage());
    }
}
