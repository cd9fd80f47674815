package dev.lanewise.train.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLogTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("events.jsonl");
    }

    private static void write(JsonLog log, int from, int to) throws IOException {
        for (int step = from; step <= to; step++) {
            log.write("step", step, Map.of("loss", 1.0 / step));
            log.write("epoch_ended", step, Map.of("test", List.of(step, "ü\n")));
        }
    }

    @Test
    void write_isALineAnEvent() throws IOException {
        try (JsonLog log = JsonLog.create(file, NOON)) {
            log.write(
                    "epoch_ended",
                    3,
                    new TreeMap<>(Map.of(
                            "loss",
                            Double.NaN,
                            "per_class",
                            List.of(0.5, Double.POSITIVE_INFINITY),
                            "name",
                            "a\n\"b\"")));
            log.flush();
            assertThrows(IllegalArgumentException.class, () -> log.write("x", 4, Map.of("step", 1)));
        }
        assertEquals(
                "{\"time\":\"2026-01-02T12:00:00Z\",\"event\":\"epoch_ended\",\"step\":3,\"loss\":\"NaN\","
                        + "\"name\":\"a\\n\\\"b\\\"\",\"per_class\":[0.5,\"Infinity\"]}\n",
                Files.readString(file));
    }

    @Test
    void resume_endsAsAnUninterruptedRunWhereverTheFileWasCut() throws IOException {
        try (JsonLog log = JsonLog.create(file, NOON)) {
            write(log, 1, 5);
        }
        byte[] whole = Files.readAllBytes(file);
        String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
        for (int step = 0; step <= 4; step++) {
            for (int cut = text.indexOf("{\"time\":\"2026-01-02T12:00:00Z\",\"event\":\"step\",\"step\":" + (step + 1));
                    cut <= whole.length;
                    cut += 7) {
                Files.write(file, Arrays.copyOf(whole, cut));
                try (JsonLog log = JsonLog.resume(file, step, NOON)) {
                    write(log, Math.max(1, step), 5);
                }
                assertArrayEquals(whole, Files.readAllBytes(file), "step " + step + ", cut at " + cut);
            }
        }
    }

    @Test
    void resume_dropsLinesThatAreNoObjects() throws IOException {
        Files.writeString(file, "{\"event\":\"a\",\"step\":1}\n\0\0\0\n[1]\n{\"event\":\"b\"}\n{\"event\":\"c\",\"st");
        JsonLog.resume(file, 1, NOON).close();
        assertEquals("{\"event\":\"a\",\"step\":1}\n{\"event\":\"b\"}\n", Files.readString(file));
    }
}
