package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.json.Json;
import dev.lanewise.thread.Parallel;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** metrics.csv, log.jsonl and the event files of runs, also of interrupted ones; and settings that must not matter. */
class LogsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        SmallDigits.write(folder.resolve("data"));
    }

    private static String[] arguments(String out, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "lenet5", "--data", "data", "--batch", "8", "--out", out));
        args.addAll(List.of("--epochs", "8", "--set", "validation=0.1", "--set", "shift=0.05", "--set", "log_every=3"));
        args.addAll(List.of("--set", "json_log=true", "--set", "tensorboard=true", "--set", "checkpoint_every=10"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    /** Starts or goes on with a run in a process of its own, and kills it once the table has so many rows. */
    private void killed(int rows, String... args) throws IOException, InterruptedException {
        Process process = Cli.start(folder, List.of(), args);
        Path table = folder.resolve("killed/metrics.csv");
        try (BufferedReader err = process.errorReader()) {
            while (process.isAlive()
                    && !(Files.exists(table) && Files.readAllLines(table).size() > rows)) {
                if (err.ready()) {
                    err.readLine();
                }
                Thread.sleep(5);
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        assertFalse(Files.exists(folder.resolve("killed/result.json")), "finished before it could be killed");
    }

    /** The rows of a table without the column that depends on the machine. */
    private static List<String> rows(Path run) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
        int speed = List.of(lines.getFirst().split(",")).indexOf("samples_per_second");
        List<String> rows = new ArrayList<>();
        for (String line : lines) {
            List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
            cells.remove(speed);
            rows.add(String.join(",", cells));
        }
        return rows;
    }

    private static List<String> steps(List<String> rows) {
        return rows.stream().map(row -> row.substring(0, row.indexOf(','))).toList();
    }

    private static List<String> events(Path run) throws IOException {
        List<String> events = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
            Map<String, Object> event = Json.parseObject(line, "log.jsonl");
            events.add(event.get("event") + " " + event.get("step"));
        }
        return events;
    }

    /** The steps of the records of all event files, read with as little of their format as it takes. */
    private static List<Long> board(Path run) throws IOException {
        List<Long> steps = new ArrayList<>();
        for (String name : Cli.files(run.resolve("tensorboard"))) {
            try (DataInputStream in = new DataInputStream(
                    Files.newInputStream(run.resolve("tensorboard").resolve(name)))) {
                while (true) {
                    byte[] head = new byte[12];
                    if (in.readNBytes(head, 0, 12) < 12) {
                        break;
                    }
                    long length =
                            ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
                    byte[] event = in.readNBytes((int) length);
                    in.skipNBytes(4);
                    // Field 1: a double, 9 bytes; field 2: a varint, if it is not a file's first record.
                    if (event[9] == 0x10) {
                        long step = 0;
                        int at = 10;
                        int shift = 0;
                        do {
                            step |= (event[at] & 0x7fL) << shift;
                            shift += 7;
                        } while ((event[at++] & 0x80) != 0);
                        steps.add(step);
                    }
                }
            } catch (EOFException e) {
                throw new AssertionError(name + ": torn", e);
            }
        }
        return steps;
    }

    @Test
    void runThatWasKilled_hasEveryStepOnce() throws IOException, InterruptedException {
        Cli.run(folder, arguments("whole")).ok();
        // Before the first checkpoint, and twice on the way.
        killed(2, arguments("killed"));
        killed(20, "train", "--resume", "--out", "killed");
        killed(45, "train", "--resume", "--out", "killed");
        Cli.run(folder, "train", "--resume", "--out", "killed").ok();
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        assertEquals(Cli.sha256(whole), Cli.sha256(killed));

        List<String> expected = rows(whole);
        List<String> found = rows(killed);
        assertEquals(steps(expected), steps(found));
        assertEquals(new HashSet<>(steps(found)).size(), found.size());
        // A row in which a process took over averages over fewer steps; all others are the same to the last digit.
        long others = 0;
        for (int i = 0; i < found.size(); i++) {
            others += expected.get(i).equals(found.get(i)) ? 0 : 1;
        }
        assertTrue(others <= 3, "rows that differ: " + others);

        assertEquals(events(whole), events(killed));
        assertEquals(new HashSet<>(events(killed)).size(), events(killed).size());
        assertEquals(board(whole), board(killed));
        assertEquals(
                Set.copyOf(steps(found.subList(1, found.size()))),
                Set.copyOf(board(killed).stream().map(String::valueOf).toList()));
    }

    @Test
    void threadsAndPrefetch_changeNothing() throws IOException {
        int before = Parallel.threads();
        try {
            List<String> expected = null;
            for (String threads : List.of("1", "2")) {
                for (String prefetch : List.of("0", "2")) {
                    String out = "t" + threads + "p" + prefetch;
                    Cli.run(
                                    folder,
                                    arguments(
                                            out,
                                            "--steps",
                                            "40",
                                            "--threads",
                                            threads,
                                            "--set",
                                            "prefetch=" + prefetch))
                            .ok();
                    List<String> rows = rows(folder.resolve(out));
                    assertEquals(expected == null ? rows : expected, rows, out);
                    expected = rows;
                    assertEquals(Cli.sha256(folder.resolve("t1p0")), Cli.sha256(folder.resolve(out)));
                }
            }
        } finally {
            Parallel.threads(before);
        }
    }

    /** The same batches in four parts: other sums, so other bits, but the same figures but for rounding. */
    @Test
    void accumulating_isTheSameUpdate_butForRounding() throws IOException {
        String[] shared = {"--steps", "40", "--set", "log_every=1"};
        List<String> parts = new ArrayList<>(List.of(shared));
        parts.addAll(List.of("--set", "accumulate=4"));
        Cli.run(folder, arguments("one", shared)).ok();
        Cli.run(folder, arguments("four", parts.toArray(String[]::new))).ok();
        assertNotEquals(Cli.sha256(folder.resolve("one")), Cli.sha256(folder.resolve("four")));
        List<String> one = rows(folder.resolve("one"));
        List<String> four = rows(folder.resolve("four"));
        assertEquals(steps(one), steps(four));
        // At the first step nothing has been rounded apart yet.
        List<String> names = List.of(one.getFirst().split(","));
        String[] a = one.get(1).split(",", -1);
        String[] b = four.get(1).split(",", -1);
        for (String name : List.of("train_loss", "train_accuracy", "learning_rate", "gradient_norm")) {
            double x = Double.parseDouble(a[names.indexOf(name)]);
            double y = Double.parseDouble(b[names.indexOf(name)]);
            assertEquals(x, y, ROUNDING * Math.abs(x), name);
        }
        // A resume lands between two parts of no batch.
        Path run = folder.resolve("four");
        String wanted = Cli.sha256(run);
        Files.delete(run.resolve("result.json"));
        Files.delete(run.resolve("checkpoints/step-000000000040.safetensors"));
        Cli.run(folder, "train", "--resume", "--out", "four").ok();
        assertEquals(wanted, Cli.sha256(run));
        assertEquals(four, rows(run));
    }

    private static final double ROUNDING = 1e-5;
}
