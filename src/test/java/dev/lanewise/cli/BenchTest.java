package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lanewise bench} prints; how fast anything is, is not asked here. */
class BenchTest {
    @TempDir
    Path folder;

    @Test
    void json_isAnObjectALineAndPicturesAreWritten() throws IOException {
        Cli.Outcome outcome = Cli.run(
                folder,
                "bench --quick --seconds 0.5 --filter softmax --json --svg r.svg --png r.png --dark".split(" "));
        // 1: a kernel may well be slow on a busy machine, in the first half second.
        assertTrue(outcome.code() == 0 || outcome.code() == 1, outcome.err());
        List<Map<String, Object>> lines = outcome.out()
                .lines()
                .map(line -> Json.parseObject(line, "bench"))
                .toList();
        assertTrue(lines.getFirst().keySet().containsAll(List.of("version", "jdk", "cpu", "threads")));
        Map<String, Object> kernel = lines.getLast();
        assertEquals("softmax", kernel.get("family"));
        assertTrue(kernel.keySet()
                .containsAll(
                        List.of("kernel", "us", "gflops", "gbs", "bound", "roof_pct", "bytes_allocated", "faults")));
        assertEquals(
                1, lines.stream().filter(line -> line.containsKey("kernel")).count());
        assertTrue(lines.stream().anyMatch(line -> "copy".equals(line.get("roof")) && "L1".equals(line.get("level"))));
        List<?> faults = (List<?>) kernel.get("faults");
        assertEquals(faults.isEmpty() ? 0 : 1, outcome.code());
        assertEquals(faults.size(), outcome.err().lines().count(), outcome.err());
        assertTrue(Files.readString(folder.resolve("r.svg")).startsWith("<svg"));
        assertEquals((byte) 'P', Files.readAllBytes(folder.resolve("r.png"))[1]);
    }

    @Test
    void table_hasTheRoofsAndTheKernel() {
        Cli.Outcome outcome = Cli.run(folder, "bench --quick --seconds 0.5 --filter reduce --threads 2".split(" "));
        assertTrue(outcome.out().contains("memory copy  2 threads"), outcome.out());
        assertTrue(outcome.out().lines().anyMatch(line -> line.startsWith("reduce.rowSums 1024x1024")), outcome.out());
    }
}
