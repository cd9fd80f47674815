package dev.lanewise.train.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000, 250_000_000), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private static byte[] png(int type) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(7, 5, type), "png", out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static List<byte[]> events(TensorBoardLog log) throws IOException {
        return EventDecoder.records(Files.readAllBytes(log.file()));
    }

    // RFC 3720, B.4: 32 bytes of zeros; the check value of nine digits is the usual one.
    @Test
    void decoder_hasCastagnolisCrc() {
        assertEquals(0x8A9136AA, EventDecoder.crc32c(new byte[32]));
        assertEquals(0xE3069283, EventDecoder.crc32c("123456789".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void file_beginsWithItsVersion() throws IOException {
        try (TensorBoardLog log = TensorBoardLog.create(folder.resolve("tensorboard"), CLOCK)) {
            String name = log.file().getFileName().toString();
            assertEquals(
                    "events.out.tfevents.1700000000.lanewise."
                            + ProcessHandle.current().pid(),
                    name);
            byte[] first = events(log).getFirst();
            assertEquals(1, events(log).size());
            assertEquals(1_700_000_000.25, EventDecoder.at(first, 1));
            assertEquals("brain.Event:2", EventDecoder.text(first, 3));
        }
    }

    @Test
    void scalars_areOneEvent() throws IOException {
        try (TensorBoardLog log = TensorBoardLog.create(folder, CLOCK)) {
            log.scalar("train/loss", 300, 0.1);
            log.scalars(1L << 40, new java.util.TreeMap<>(Map.of("a", 2.0, "b", Double.NaN)));
            log.flush();
            byte[] one = events(log).get(1);
            assertEquals(300L, EventDecoder.at(one, 2));
            assertEquals("train/loss", EventDecoder.text(one, 5, 1, 1));
            assertEquals(0.1f, EventDecoder.at(one, 5, 1, 2));
            byte[] two = events(log).get(2);
            assertEquals(1L << 40, EventDecoder.at(two, 2));
            List<Object> values =
                    EventDecoder.message((byte[]) EventDecoder.at(two, 5)).get(1);
            assertEquals("b", EventDecoder.text((byte[]) values.get(1), 1));
            assertEquals(Float.NaN, EventDecoder.at((byte[]) values.get(1), 2));
        }
    }

    @Test
    void image_hasItsExtentsAndBytes() throws IOException {
        int[][] types = {
            {BufferedImage.TYPE_BYTE_GRAY, 1}, {BufferedImage.TYPE_3BYTE_BGR, 3}, {BufferedImage.TYPE_4BYTE_ABGR, 4}
        };
        try (TensorBoardLog log = TensorBoardLog.create(folder, CLOCK)) {
            for (int i = 0; i < types.length; i++) {
                byte[] png = png(types[i][0]);
                log.image("samples", i, png);
                byte[] image = (byte[]) EventDecoder.at(events(log).get(i + 1), 5, 1, 4);
                assertEquals(5L, EventDecoder.at(image, 1));
                assertEquals(7L, EventDecoder.at(image, 2));
                assertEquals((long) types[i][1], EventDecoder.at(image, 3));
                assertArrayEquals(png, (byte[]) EventDecoder.at(image, 4));
            }
            assertEquals(
                    "image x: 40 bytes that are no PNG file",
                    assertThrows(IllegalArgumentException.class, () -> log.image("x", 1, new byte[40]))
                            .getMessage());
        }
    }

    @Test
    void text_isATensorOfTheTextPlugin() throws IOException {
        try (TensorBoardLog log = TensorBoardLog.create(folder, CLOCK)) {
            log.text("config", 0, "# ü\n\n| a | b |");
            byte[] value = (byte[]) EventDecoder.at(events(log).get(1), 5, 1);
            assertEquals("config", EventDecoder.text(value, 1));
            assertEquals("text", EventDecoder.text(value, 9, 1, 1));
            assertEquals(7L, EventDecoder.at(value, 8, 1), "DT_STRING");
            assertEquals(1L, EventDecoder.at(value, 8, 2, 2, 1), "extent");
            assertEquals("# ü\n\n| a | b |", EventDecoder.text(value, 8, 8));
        }
    }

    @Test
    void histogram_countsWhatIsFinite() throws IOException {
        try (TensorBoardLog log = TensorBoardLog.create(folder, CLOCK)) {
            log.histogram("weights", 4, new float[] {0, 1, 1.5f, 2, Float.NaN, 4, Float.NEGATIVE_INFINITY}, 4);
            byte[] histogram = (byte[]) EventDecoder.at(events(log).get(1), 5, 1, 5);
            double[] expected = {0, 4, 5, 8.5, 0 + 1 + 2.25 + 4 + 16};
            for (int field = 1; field <= 5; field++) {
                assertEquals(expected[field - 1], EventDecoder.at(histogram, field));
            }
            Histogram h = Histogram.of(new float[] {0, 1, 1.5f, 2, 4}, 4);
            assertArrayEquals(new double[] {1, 2, 3, 4}, h.limits());
            assertArrayEquals(new double[] {2, 2, 0, 1}, h.counts());
            assertArrayEquals(
                    new double[] {3}, Histogram.of(new float[] {2, 2, 2}, 4).counts());
            log.histogram("weights", 5, new float[] {Float.NaN}, 4);
            assertEquals(2, events(log).size(), "nothing finite, nothing written");
        }
    }

    private static void write(TensorBoardLog log, int from, int to) throws IOException {
        for (int step = from; step <= to; step++) {
            log.scalar("loss", step, 1.0 / step);
            log.text("note", step, "at " + step);
        }
    }

    @Test
    void resume_endsAsAnUninterruptedRunWhereverTheFileWasCut() throws IOException {
        Path file;
        try (TensorBoardLog log = TensorBoardLog.create(folder, CLOCK)) {
            file = log.file();
            write(log, 1, 4);
        }
        byte[] whole = Files.readAllBytes(file);
        for (int step = 0; step <= 3; step++) {
            int least = step == 0 ? 0 : recordsUpTo(whole, step);
            for (int cut = least; cut <= whole.length; cut += 5) {
                Files.write(file, Arrays.copyOf(whole, cut));
                // The step of the checkpoint is written again: it must not be there twice.
                try (TensorBoardLog log = TensorBoardLog.resume(folder, step, CLOCK)) {
                    write(log, Math.max(1, step), 4);
                }
                assertArrayEquals(whole, Files.readAllBytes(file), "step " + step + ", cut at " + cut);
            }
        }
    }

    /** Where the events of a step end. */
    private static int recordsUpTo(byte[] whole, int step) {
        int end = 0;
        for (byte[] data : EventDecoder.records(whole)) {
            Object at = EventDecoder.message(data).getOrDefault(2, List.of(0L)).getFirst();
            if ((long) at <= step) {
                end += data.length + 16;
            }
        }
        return end;
    }

    @Test
    void resume_dropsEverythingFromADamagedRecordOn() throws IOException {
        Path file;
        try (TensorBoardLog log = TensorBoardLog.create(folder, CLOCK)) {
            file = log.file();
            write(log, 1, 3);
        }
        byte[] damaged = Files.readAllBytes(file);
        int at = recordsUpTo(damaged, 1) + 20;
        damaged[at] ^= 1;
        Files.write(file, damaged);
        try (TensorBoardLog log = TensorBoardLog.resume(folder, 3, CLOCK)) {
            assertEquals(3, events(log).size(), "the version and both events of step 1");
        }
    }

    @Test
    void next_isNullForDamageAnywhere() throws IOException {
        byte[] record = Records.frame("some data".getBytes(StandardCharsets.UTF_8));
        assertEquals("some data", new String(Records.next(new ByteArrayInputStream(record)), StandardCharsets.UTF_8));
        for (int i = 0; i < record.length; i++) {
            byte[] bad = record.clone();
            bad[i] ^= 0x40;
            assertNull(Records.next(new ByteArrayInputStream(bad)), "byte " + i);
            assertNull(Records.next(new ByteArrayInputStream(record, 0, i)), "cut at " + i);
        }
    }

    @Test
    void create_leavesOtherFilesAlone() throws IOException {
        try (TensorBoardLog first = TensorBoardLog.create(folder, CLOCK);
                TensorBoardLog second = TensorBoardLog.create(folder, CLOCK)) {
            assertFalse(first.file().equals(second.file()));
            assertThrows(IllegalArgumentException.class, () -> first.scalar("", 1, 1));
            assertThrows(IllegalArgumentException.class, () -> first.scalar("loss", -1, 1));
        }
    }
}
