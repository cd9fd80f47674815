package dev.lanewise.train.log;

import dev.lanewise.format.AtomicFile;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes an event file that TensorBoard reads: {@code events.out.tfevents.SECONDS.lanewise.PID} in a folder of its own,
 * TFRecords of Event messages (tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto). Each event is
 * handed to the system at once. Belongs to one thread.
 *
 * <p>Tags are paths: what stands before the first slash groups charts.
 */
public final class TensorBoardLog implements Closeable {
    private static final String PREFIX = "events.out.tfevents.";
    private static final int PNG_HEADER = 26;

    private final Path file;
    private final AppendFile out;
    private final Clock clock;
    private final long resumedAt;
    private final Set<String> present;

    private TensorBoardLog(Path file, Clock clock, long resumedAt, Set<String> present) throws IOException {
        this.file = file;
        this.out = new AppendFile(file);
        this.clock = clock;
        this.resumedAt = resumedAt;
        this.present = present;
    }

    /**
     * Begins a file.
     *
     * @param folder made if it is not there; other event files in it are left alone
     */
    public static TensorBoardLog create(Path folder) throws IOException {
        return create(folder, Clock.systemUTC());
    }

    static TensorBoardLog create(Path folder, Clock clock) throws IOException {
        Files.createDirectories(folder);
        String name = String.format(
                Locale.ROOT,
                "%s%010d.lanewise.%d",
                PREFIX,
                clock.instant().getEpochSecond(),
                ProcessHandle.current().pid());
        Path file = folder.resolve(name);
        for (int n = 1; Files.exists(file); n++) {
            file = folder.resolve(name + "." + n);
        }
        byte[] version = version(clock);
        AtomicFile.writeUnforced(file, o -> o.write(version));
        return new TensorBoardLog(file, clock, -1, Set.of());
    }

    /**
     * Goes on with the file of an earlier process. Events of steps after {@code step} and everything from a torn or damaged
     * record on are dropped. What is in the file for {@code step} itself is not written a second time. Without a file,
     * begins one.
     *
     * @param step the checkpoint's: how many updates had been made
     */
    public static TensorBoardLog resume(Path folder, long step) throws IOException {
        return resume(folder, step, Clock.systemUTC());
    }

    static TensorBoardLog resume(Path folder, long step, Clock clock) throws IOException {
        List<Path> files = List.of();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                files = all.filter(f -> f.getFileName().toString().startsWith(PREFIX))
                        .sorted()
                        .toList();
            }
        }
        if (files.isEmpty()) {
            return create(folder, clock);
        }
        Set<String> present = new HashSet<>();
        for (Path file : files) {
            AtomicFile.writeUnforced(file, o -> copy(file, o, step, present));
        }
        TensorBoardLog log = new TensorBoardLog(files.getLast(), clock, step, present);
        if (log.out.end() == 0) {
            log.out.append(version(clock));
        }
        return log;
    }

    /** What every event file begins with. */
    private static byte[] version(Clock clock) {
        return Records.frame(new Proto()
                .float64(1, seconds(clock))
                .string(3, "brain.Event:2")
                .toBytes());
    }

    private static void copy(Path file, OutputStream to, long step, Set<String> present) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (byte[] data = Records.next(in); data != null; data = Records.next(in)) {
                EventHead head = EventHead.of(data);
                if (head.step() <= step) {
                    to.write(Records.frame(data));
                    if (head.step() == step) {
                        present.addAll(head.tags());
                    }
                }
            }
        }
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** Writes a figure; kept by TensorBoard as a float. */
    public void scalar(String tag, long step, double value) throws IOException {
        scalars(step, Map.of(tag, value));
    }

    /** Writes figures of a step by tag, in one event. */
    public void scalars(long step, Map<String, Double> values) throws IOException {
        Proto summary = new Proto();
        boolean any = false;
        for (Map.Entry<String, Double> e : values.entrySet()) {
            if (isNew(e.getKey(), step)) {
                summary.message(1, value(e.getKey()).float32(2, e.getValue().floatValue()));
                any = true;
            }
        }
        if (any) {
            write(step, summary);
        }
    }

    /**
     * Writes an image.
     *
     * @param png a whole PNG file
     * @throws IllegalArgumentException if it is not one
     */
    public void image(String tag, long step, byte[] png) throws IOException {
        if (png.length < PNG_HEADER || ByteBuffer.wrap(png).getLong() != 0x89504E470D0A1A0AL) {
            throw new IllegalArgumentException("image " + tag + ": " + png.length + " bytes that are no PNG file");
        }
        ByteBuffer header = ByteBuffer.wrap(png);
        // The colour types of PNG, as numbers of channels.
        int channels = switch (png[25]) {
            case 0 -> 1;
            case 4 -> 2;
            case 6 -> 4;
            default -> 3;
        };
        Proto image = new Proto()
                .int64(1, header.getInt(20))
                .int64(2, header.getInt(16))
                .int64(3, channels)
                .bytes(4, png);
        one(step, tag, value(tag).message(4, image));
    }

    /** Writes a text, which TensorBoard shows as Markdown. */
    public void text(String tag, long step, String text) throws IOException {
        Proto plugin = new Proto().string(1, "text");
        // A tensor of strings (DT_STRING = 7) with one axis of extent 1.
        Proto tensor = new Proto()
                .int64(1, 7)
                .message(2, new Proto().message(2, new Proto().int64(1, 1)))
                .string(8, text);
        Proto metadata = new Proto().message(1, plugin).int64(4, 2);
        one(step, tag, value(tag).message(9, metadata).message(8, tensor));
    }

    /**
     * Writes how values are distributed, in buckets of equal width between the least and the greatest.
     *
     * @param values those that are not finite are left out; without any other, nothing is written
     * @param buckets at least 1
     */
    public void histogram(String tag, long step, float[] values, int buckets) throws IOException {
        if (buckets < 1) {
            throw new IllegalArgumentException("histogram " + tag + ": " + buckets + " buckets, expected at least 1");
        }
        Histogram h = Histogram.of(values, buckets);
        if (h.count() > 0) {
            one(step, tag, value(tag).message(5, h.message()));
        }
    }

    private static Proto value(String tag) {
        return new Proto().string(1, tag);
    }

    private void one(long step, String tag, Proto value) throws IOException {
        if (isNew(tag, step)) {
            write(step, new Proto().message(1, value));
        }
    }

    private boolean isNew(String tag, long step) {
        if (step < 0 || tag.isEmpty()) {
            throw new IllegalArgumentException(
                    "tensorboard: tag '" + tag + "' at step " + step + ", expected a tag and a step from 0");
        }
        return step != resumedAt || !present.contains(tag);
    }

    private void write(long step, Proto summary) throws IOException {
        Proto event = new Proto().float64(1, seconds(clock)).int64(2, step).message(5, summary);
        out.append(Records.frame(event.toBytes()));
    }

    private static double seconds(Clock clock) {
        Instant now = clock.instant();
        return now.getEpochSecond() + now.getNano() / 1e9;
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
