package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachesTest {
    @TempDir
    Path folder;

    private void cache(int index, String level, String type, String size) throws IOException {
        Path path = Files.createDirectories(folder.resolve("index" + index));
        Files.writeString(path.resolve("level"), level + "\n");
        Files.writeString(path.resolve("type"), type + "\n");
        Files.writeString(path.resolve("size"), size + "\n");
    }

    @Test
    void levels_areThoseForData() throws IOException {
        cache(0, "1", "Data", "48K");
        cache(1, "1", "Instruction", "32K");
        cache(2, "2", "Unified", "2M");
        Caches caches = Caches.read(folder);
        assertEquals(
                "[L1, L2, memory]",
                caches.levels().stream().map(Caches.Level::name).toList().toString());
        assertEquals("L1", caches.holding(48 << 10).name());
        assertEquals("L2", caches.holding((48 << 10) + 4).name());
        assertEquals("memory", caches.holding(1e9).name());
        assertEquals(1 << 20, caches.sample(caches.levels().get(1)));
    }

    @Test
    void unknownMachine_hasUsualCaches() throws IOException {
        assertEquals(4, Caches.read(folder).levels().size());
        cache(0, "1", "Data", "lots");
        assertEquals(4, Caches.read(folder).levels().size());
    }
}
