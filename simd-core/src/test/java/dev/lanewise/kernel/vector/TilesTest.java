package dev.lanewise.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiles that are checked in are those that the generator writes. */
class TilesTest {
    @TempDir
    Path folder;

    @Test
    void tiles_areWhatTheGeneratorWrites() throws IOException, InterruptedException {
        String root = System.getProperty("lanewise.root");
        Assumptions.assumeTrue(root != null, "skipped: no source tree, -Dlanewise.root names it");
        Path sources = Path.of(root, "simd-core", "src");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        sources.resolve("generator/Tiles.java").toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        List<Path> written;
        try (Stream<Path> files = Files.list(folder)) {
            written = files.toList();
        }
        assertTrue(written.size() > 1, "nothing was written");
        for (Path file : written) {
            Path kept = sources.resolve("main/java/dev/lanewise/kernel/vector").resolve(file.getFileName());
            assertEquals(Files.readString(file), Files.readString(kept), kept.toString());
        }
    }
}
