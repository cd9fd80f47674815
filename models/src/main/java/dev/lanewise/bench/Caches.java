package dev.lanewise.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sizes of the processor's data caches, as Linux tells them; usual ones elsewhere. */
final class Caches {
    /** Larger than any cache that one core gets for itself, and small enough for a small machine. */
    private static final double MEMORY_AT_LEAST = 1 << 26;

    private static final double MEMORY_AT_MOST = 1 << 28;

    private static final List<Level> USUAL =
            List.of(new Level("L1", 32 << 10), new Level("L2", 1 << 20), new Level("L3", 16 << 20));

    /**
     * A level.
     *
     * @param name L1, L2, L3 or memory
     * @param bytes how much it holds; infinite for memory
     */
    record Level(String name, double bytes) {}

    private final List<Level> levels = new ArrayList<>();

    private Caches(List<Level> caches) {
        levels.addAll(caches);
        levels.add(new Level("memory", Double.POSITIVE_INFINITY));
    }

    static Caches ofMachine() {
        return read(Path.of("/sys/devices/system/cpu/cpu0/cache"));
    }

    static Caches read(Path folder) {
        List<Level> found = new ArrayList<>();
        try {
            for (int i = 0; Files.isDirectory(folder.resolve("index" + i)); i++) {
                Path index = folder.resolve("index" + i);
                if (!Files.readString(index.resolve("type")).startsWith("Instruction")) {
                    String size = Files.readString(index.resolve("size")).strip();
                    String level = Files.readString(index.resolve("level")).strip();
                    found.add(new Level("L" + level, bytes(size)));
                }
            }
        } catch (IOException | NumberFormatException unknown) {
            return new Caches(USUAL);
        }
        return new Caches(found.isEmpty() ? USUAL : found);
    }

    private static double bytes(String size) {
        int unit = size.endsWith("K") ? 1 << 10 : size.endsWith("M") ? 1 << 20 : 1;
        return Double.parseDouble(size.replaceAll("[KM]$", "")) * unit;
    }

    /** The nearest to the processor first, memory last. */
    List<Level> levels() {
        return levels;
    }

    /** The first level that holds so much. */
    Level holding(double bytes) {
        return levels.stream().filter(l -> bytes <= l.bytes()).findFirst().orElseThrow();
    }

    /** As much memory as shows what a level does: half of it, or twice the last cache for memory. */
    double sample(Level level) {
        double last = levels.get(levels.size() - 2).bytes();
        return Double.isInfinite(level.bytes())
                ? Math.clamp(2 * last, MEMORY_AT_LEAST, MEMORY_AT_MOST)
                : level.bytes() / 2;
    }
}
