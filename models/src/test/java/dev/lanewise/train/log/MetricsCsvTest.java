package dev.lanewise.train.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsCsvTest {
    private static final List<String> COLUMNS = List.of("loss", "accuracy");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("metrics.csv");
    }

    private void write(MetricsCsv csv, int from, int to) throws IOException {
        for (int step = from; step <= to; step++) {
            csv.row(step, Map.of("loss", 1.0 / step));
            if (step % 3 == 0) {
                csv.flush();
                csv.row(step, Map.of("accuracy", step / 16.0));
            }
        }
    }

    @Test
    void row_fillsTheCellsOfItsStep() throws IOException {
        try (MetricsCsv csv = MetricsCsv.create(file, COLUMNS)) {
            write(csv, 1, 4);
        }
        assertEquals("""
                step,loss,accuracy
                1,1,
                2,0.5,
                3,0.333333333,0.1875
                4,0.25,
                """, Files.readString(file));
    }

    @Test
    void flush_leavesWholeRowsBehind() throws IOException {
        MetricsCsv csv = MetricsCsv.create(file, COLUMNS);
        assertEquals("step,loss,accuracy\n", Files.readString(file));
        csv.row(1, Map.of("loss", 2.0));
        csv.row(2, Map.of("loss", 3.0));
        assertEquals("step,loss,accuracy\n1,2,\n", Files.readString(file), "a row is written when the next begins");
        csv.flush();
        assertEquals("step,loss,accuracy\n1,2,\n2,3,\n", Files.readString(file));
        csv.row(2, Map.of("loss", 0.125, "accuracy", 1.0));
        csv.close();
        assertEquals("step,loss,accuracy\n1,2,\n2,0.125,1\n", Files.readString(file));
    }

    /** Whatever a process left when it was killed, at whatever byte, the file ends as if it had never been. */
    @Test
    void resume_endsAsAnUninterruptedRunWhereverTheFileWasCut() throws IOException {
        try (MetricsCsv csv = MetricsCsv.create(file, COLUMNS)) {
            write(csv, 1, 12);
        }
        byte[] whole = Files.readAllBytes(file);
        for (int step = 0; step <= 12; step++) {
            // A process that was killed right after the checkpoint of this step at the earliest.
            int least = 0;
            for (int lines = 0; lines < step + 1; least++) {
                lines += whole[least] == '\n' ? 1 : 0;
            }
            for (int cut = step == 0 ? 0 : least; cut <= whole.length; cut += 2) {
                Files.write(file, java.util.Arrays.copyOf(whole, cut));
                try (MetricsCsv csv = MetricsCsv.resume(file, COLUMNS, step)) {
                    write(csv, step + 1, 12);
                }
                assertArrayEquals(whole, Files.readAllBytes(file), "step " + step + ", cut at " + cut);
            }
        }
    }

    @Test
    void resume_takesUpTheRowOfItsStep() throws IOException {
        try (MetricsCsv csv = MetricsCsv.create(file, COLUMNS)) {
            write(csv, 1, 3);
        }
        try (MetricsCsv csv = MetricsCsv.resume(file, COLUMNS, 3)) {
            csv.row(3, Map.of("accuracy", 0.75));
        }
        assertTrue(Files.readString(file).endsWith("\n3,0.333333333,0.75\n"));
    }

    @Test
    void resume_beginsAFileThatIsNotThere() throws IOException {
        MetricsCsv.resume(file, COLUMNS, 5).close();
        assertEquals("step,loss,accuracy\n", Files.readString(file));
    }

    @Test
    void resume_mergesRowsThatAnEarlierProgramWroteTwice() throws IOException {
        Files.writeString(file, "step,loss,accuracy\n1,5,\n2,4,\n3,3,\n2,7,\n2,,0.5\n");
        MetricsCsv.resume(file, COLUMNS, 9).close();
        assertEquals("step,loss,accuracy\n1,5,\n2,7,0.5\n", Files.readString(file));
    }

    @Test
    void resume_refusesOtherColumnsAndDamage() throws IOException {
        Files.writeString(file, "step,loss\n1,5\n");
        assertEquals(
                file + ": has the columns [loss], expected [loss, accuracy]",
                assertThrows(FormatException.class, () -> MetricsCsv.resume(file, COLUMNS, 1))
                        .getMessage());
        Files.writeString(file, "step,loss,accuracy\n1,5\n2,4,\n");
        assertEquals(
                file + ": line 2 is no row of metrics, it has 2 cells, expected 3: \"1,5\"",
                assertThrows(FormatException.class, () -> MetricsCsv.resume(file, COLUMNS, 1))
                        .getMessage());
        Files.writeString(file, "step,loss,accuracy\n1,5,much\n2,4,\n");
        assertEquals(
                file + ": line 2 is no row of metrics, expected numbers: \"1,5,much\"",
                assertThrows(FormatException.class, () -> MetricsCsv.resume(file, COLUMNS, 1))
                        .getMessage());
        assertTrue(Files.readString(file).contains("much"), "untouched");
    }

    @Test
    void row_refusesStepsThatGoBackAndUnknownColumns() throws IOException {
        try (MetricsCsv csv = MetricsCsv.create(file, COLUMNS)) {
            csv.row(5, Map.of());
            assertEquals(
                    "metrics: step 4 after step 5",
                    assertThrows(IllegalArgumentException.class, () -> csv.row(4, Map.of()))
                            .getMessage());
            assertEquals(
                    "metrics: no column f1, there are [loss, accuracy]",
                    assertThrows(IllegalArgumentException.class, () -> csv.row(6, Map.of("f1", 1.0)))
                            .getMessage());
        }
        assertEquals("step,loss,accuracy\n5,,\n", Files.readString(file));
        for (String bad : List.of("a,b", "step", " ", "x\ny")) {
            assertThrows(IllegalArgumentException.class, () -> MetricsCsv.create(file, List.of(bad)));
        }
        assertThrows(IllegalArgumentException.class, () -> MetricsCsv.create(file, List.of("a", "a")));
    }

    @Test
    void read_givesCurvesOfWhatWasMeasured() throws IOException {
        try (MetricsCsv csv = MetricsCsv.create(file, COLUMNS)) {
            write(csv, 1, 6);
            csv.row(7, Map.of("accuracy", Double.NaN, "loss", Double.NEGATIVE_INFINITY));
        }
        Files.writeString(file, "8,0.1", StandardOpenOption.APPEND);
        MetricsTable table = MetricsTable.read(file);
        assertEquals(COLUMNS, table.columns());
        assertEquals(7, table.rows().size());
        double[][] accuracy = table.curve("accuracy");
        assertArrayEquals(new double[] {3, 6, 7}, accuracy[0]);
        assertArrayEquals(new double[] {3 / 16.0, 6 / 16.0, Double.NaN}, accuracy[1]);
        assertEquals(Double.NEGATIVE_INFINITY, table.rows().getLast().value(0));
    }

    @Test
    void number_tellsFloatsApart() {
        assertEquals("0.1", MetricsCsv.number(0.1f));
        assertEquals("0", MetricsCsv.number(0));
        assertEquals("-12345.6789", MetricsCsv.number(-12345.6789));
        assertEquals("1E+20", MetricsCsv.number(1e20));
        assertEquals("1.5E-10", MetricsCsv.number(1.5e-10));
        assertEquals("60000", MetricsCsv.number(60000));
        for (float f = 1e-30f; f < 1e30f; f *= 1.37f) {
            assertEquals(f, Float.parseFloat(MetricsCsv.number(f)));
            assertEquals(Math.nextUp(f), Float.parseFloat(MetricsCsv.number(Math.nextUp(f))));
        }
    }

    @Test
    void create_saysWhatIsWrongWithThePlace() {
        Path lost = folder.resolve("none/metrics.csv");
        assertEquals(
                lost + ": cannot be written: the folder " + lost.getParent() + " does not exist",
                assertThrows(IOException.class, () -> MetricsCsv.create(lost, COLUMNS))
                        .getMessage());
    }

    /** Linux has a device that is always full. */
    @Test
    void append_saysThatThereIsNoSpace() throws IOException {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full), "skipped: no /dev/full here");
        try (AppendFile out = new AppendFile(full)) {
            assertEquals(
                    "/dev/full: cannot be written: No space left on device",
                    assertThrows(IOException.class, () -> out.append(new byte[8]))
                            .getMessage());
        }
    }
}
