package dev.lanewise.train.log;

import dev.lanewise.format.AtomicFile;
import dev.lanewise.format.FormatException;
import dev.lanewise.format.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes JSON lines: one object an event, with {@code time} (ISO 8601, UTC), {@code event}, {@code step} and whatever
 * belongs to it. Figures that are not finite, which JSON has no numbers for, are the strings {@code NaN}, {@code Infinity}
 * and {@code -Infinity}. Each event is handed to the system at once. Belongs to one thread.
 */
public final class JsonLog implements Closeable {
    private static final String EVENT = "event";
    private static final String STEP = "step";

    private final AppendFile out;
    private final Clock clock;
    private final long resumedAt;
    private final Set<String> present;

    private JsonLog(Path file, Clock clock, long resumedAt, Set<String> present) throws IOException {
        this.out = new AppendFile(file);
        this.clock = clock;
        this.resumedAt = resumedAt;
        this.present = present;
    }

    /** Begins a file; one that is there is replaced. */
    public static JsonLog create(Path file) throws IOException {
        return create(file, Clock.systemUTC());
    }

    static JsonLog create(Path file, Clock clock) throws IOException {
        AtomicFile.writeUnforced(file, _ -> {});
        return new JsonLog(file, clock, -1, Set.of());
    }

    /**
     * Goes on with the file of an earlier process. Events of steps after {@code step} and lines that are no JSON objects
     * (a killed process leaves half a line) are dropped. An event of {@code step} itself that is in the file is not written a
     * second time.
     *
     * @param step the checkpoint's: how many updates had been made
     */
    public static JsonLog resume(Path file, long step) throws IOException {
        return resume(file, step, Clock.systemUTC());
    }

    static JsonLog resume(Path file, long step, Clock clock) throws IOException {
        if (!Files.exists(file)) {
            return create(file, clock);
        }
        Set<String> present = new HashSet<>();
        AtomicFile.writeUnforced(
                file,
                o -> copy(file, o, line -> {
                    long at = line.get(STEP) instanceof Long n ? n : -1;
                    if (at == step) {
                        present.add(String.valueOf(line.get(EVENT)));
                    }
                    return at <= step;
                }));
        return new JsonLog(file, clock, step, present);
    }

    private static void copy(Path file, OutputStream to, Predicate<Map<String, Object>> keep) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                line.write(b);
                if (b == '\n') {
                    if (keep(file, line.toByteArray(), keep)) {
                        line.writeTo(to);
                    }
                    line.reset();
                }
            }
        }
    }

    private static boolean keep(Path file, byte[] line, Predicate<Map<String, Object>> keep) {
        try {
            return keep.test(Json.parseObject(new String(line, StandardCharsets.UTF_8), file.toString()));
        } catch (FormatException _) {
            return false;
        }
    }

    /**
     * Writes an event.
     *
     * @param event its name: {@code epoch_ended}
     * @param step how many updates have been made
     * @param fields values of JSON
     */
    public void write(String event, long step, Map<String, ?> fields) throws IOException {
        if (step == resumedAt && present.contains(event)) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", clock.instant().toString());
        line.put(EVENT, event);
        line.put(STEP, step);
        fields.forEach((name, value) -> {
            if (line.putIfAbsent(name, finite(value)) != null) {
                throw new IllegalArgumentException("log: event " + event + " has a field " + name + " of its own");
            }
        });
        out.append((Json.line(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Object finite(Object value) {
        return switch (value) {
            case Double d when !Double.isFinite(d) -> d.toString();
            case Float f when !Float.isFinite(f) -> f.toString();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((k, v) -> copy.put(k, finite(v)));
                yield copy;
            }
            case Iterable<?> list -> {
                var copy = new java.util.ArrayList<Object>();
                list.forEach(v -> copy.add(finite(v)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    /** Forces everything to the disk, to survive a loss of power too. */
    public void flush() throws IOException {
        out.force();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
