package dev.lanewise.data.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.DataException;
import dev.lanewise.format.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
    @TempDir
    Path folder;

    private Path write(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(byte[] bytes) {
        try {
            return Files.write(folder.resolve("t.csv"), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private String refusal() {
        Path file = folder.resolve("t.csv");
        String message =
                assertThrows(DataException.class, () -> CsvTable.read(file)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message.replace(file.toString(), "FILE");
    }

    private static List<List<String>> rows(CsvTable table) {
        List<List<String>> rows = new ArrayList<>();
        for (int r = 0; r < table.rows(); r++) {
            rows.add(List.of(table.row(r)));
        }
        return rows;
    }

    @Test
    void read_takesQuotesAsRfc4180() {
        CsvTable table = CsvTable.read(write("name,n\r\n\"Smith, \"\"J\"\"\",1\r\n\"two\r\nlines\",2\r\n,3\r\n"));
        assertEquals(List.of("name", "n"), table.names());
        assertEquals(List.of(List.of("Smith, \"J\"", "1"), List.of("two\nlines", "2"), List.of("", "3")), rows(table));
        assertEquals(2, table.line(0));
        assertEquals(3, table.line(1));
        assertEquals(5, table.line(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void read_takesEveryLineEnd(String end) {
        String text = String.join(end, "a,b", "1,2", "", "3,4");
        assertEquals(List.of(List.of("1", "2"), List.of("3", "4")), rows(CsvTable.read(write(text))));
        assertEquals(4, CsvTable.read(write(text + end)).line(1));
    }

    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t', '|'})
    void read_guessesTheDelimiter(char delimiter) {
        CsvTable table = CsvTable.read(write("x,y,text\n1,2,a b\n3,4,\"c,d\"\n"
                .replace(",d", "~d")
                .replace(',', delimiter)
                .replace('~', ',')));
        assertEquals(delimiter, table.format().delimiter());
        assertEquals(List.of(List.of("1", "2", "a b"), List.of("3", "4", "c,d")), rows(table));
    }

    @Test
    void read_guessesDecimalCommas() {
        CsvTable table = CsvTable.read(write("x;y\n1,5;2,25\n-3,0;4e2\n"));
        assertEquals(';', table.format().delimiter());
        assertEquals(2.25, table.number(0, 1));
        assertEquals(-3, table.number(1, 0));
        assertEquals(400, table.number(1, 1));
        assertTrue(
                table.notes().contains("numbers have a decimal comma"),
                table.notes().toString());
    }

    @Test
    void read_passesOverTheByteOrderMark() {
        CsvTable table = CsvTable.read(write("\ufeffgrün,b\n1,2\n"));
        assertEquals(List.of("grün", "b"), table.names());
    }

    @Test
    void read_takesGzip() throws IOException {
        CsvTable table = CsvTable.read(write(gzip("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8))));
        assertEquals(List.of(List.of("1", "2")), rows(table));
    }

    @Test
    void read_holdsManyRows() {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 5000; i++) {
            text.append(i).append(",row ").append(i).append('\n');
        }
        CsvTable table = CsvTable.read(write(text.toString()));
        assertEquals(5000, table.rows());
        for (int i : new int[] {0, 1023, 1024, 2047, 4999}) {
            assertArrayEquals(new String[] {Integer.toString(i), "row " + i}, table.row(i));
            assertEquals(i + 2, table.line(i));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x,y\n1,2\n3,4\n",
                "x,kind\n1,a\n3,b\n",
                ",x\n0,5\n1,6\n",
                "note,mood\ngood,pos\nbad,neg\nfine,pos\npoor,neg\n",
                "text,label\ngood,pos\nbad,neg\n",
                "when,who\n2024-01,a\n2024-02,b\n",
            })
    void read_seesAHeader(String text) {
        assertTrue(CsvTable.read(write(text)).header(), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,2\n3,4\n",
                "5.1,a\n4.9,b\n",
                "a,b\nb,a\na,a\nb,b\n",
                "red,yes\nblue,no\nred,no\nblue,yes\n",
                "NA,2\n1,4\n",
            })
    void read_seesThatThereIsNoHeader(String text) {
        CsvTable table = CsvTable.read(write(text));
        assertFalse(table.header(), text);
        assertEquals(List.of("column 1", "column 2"), table.names());
    }

    @Test
    void read_takesWhatIsSaidOfTheHeader() {
        Path file = write("x,y\n1,2\n");
        assertEquals(2, CsvTable.read(file, CsvOptions.of("auto", "no")).rows());
        write("1,2\n3,4\n");
        assertEquals(
                List.of("1", "2"),
                CsvTable.read(file, CsvOptions.of("comma", "yes")).names());
    }

    @Test
    void read_numbersNamesThatRepeat() {
        assertEquals(
                List.of("x", "x (2)", "y"),
                CsvTable.read(write("x,x,y\n1,2,3\n"), CsvOptions.of("auto", "yes"))
                        .names());
    }

    @Test
    void read_recognisesALineOfCounts() {
        CsvTable table = CsvTable.read(write("3,2,cat,dog\n1,2,0\n3,4,1\n5,6,0\n"));
        assertEquals(List.of("cat", "dog"), table.classNames());
        assertEquals(3, table.rows());
        assertEquals(3, table.columns());
        assertFalse(table.header());
        assertTrue(
                table.notes()
                        .contains("the first line holds counts and class names: 3 rows, 2 features, classes cat, dog"),
                table.notes().toString());
        CsvTable named =
                CsvTable.read(write("4,2,,\n\"a\",\"b\",\"c\",\"d\"\n".replace("4,2", "2,3") + "1,2,3,4\n5,6,7,8\n"));
        assertEquals(List.of("a", "b", "c", "d"), named.names());
        assertEquals(2, named.rows());
    }

    @Test
    void read_saysThatCountsDoNotAgree() {
        CsvTable table = CsvTable.read(write("4,2,cat,dog\n1,2,0\n3,4,1\n"));
        assertTrue(
                table.notes().contains("the first line says 4 rows, there are 2: the file may be cut short"),
                table.notes().toString());
    }

    @Test
    void read_refusesRaggedRows() {
        write("a,b,c\n1,2,3\n4,5\n7,8,9\n");
        assertEquals("FILE, line 3: has 2 columns, expected 3 as in line 1", refusal());
        write("1,2,3\n4,5,6\n\n\"x\ny\",8,9,10\n");
        assertEquals("FILE, line 4: has 4 columns, expected 3 as in line 1", refusal());
    }

    @Test
    void read_refusesAnUnclosedQuote() {
        write("a,b\n1,2\n3,\"four\n5,6\n");
        assertEquals("FILE, line 3: the quote that opens cell 2 is never closed", refusal());
        write("a,b\n1,\"2\"x\n");
        assertEquals(
                "FILE, line 2: text follows the closing quote of cell 2, expected a delimiter or the end of the line;"
                        + " a quote inside quotes is written twice",
                refusal());
    }

    @Test
    void read_refusesAnotherEncoding() {
        write("name,n\nA,1\nJosé,2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                "FILE, line 3: cell 1 holds byte 0xe9, which is not UTF-8; expected a file in UTF-8 (this one may be"
                        + " Latin-1 or Windows-1252)",
                refusal());
        write("a,b\n1,2\n".getBytes(Charset.forName("UTF-16")));
        assertEquals("FILE: is UTF-16, expected UTF-8", refusal());
        write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16BE));
        assertEquals("FILE, line 1: holds a zero byte, expected text in UTF-8", refusal());
        write(new byte[] {'P', 'K', 3, 4, 0, 0});
        assertEquals("FILE: is a ZIP archive or a spreadsheet, expected text: save it as CSV in UTF-8", refusal());
    }

    @Test
    void read_refusesAFileWithoutRows() throws IOException {
        write("");
        assertEquals("FILE: is empty, expected lines of cells with commas between them", refusal());
        write(gzip(new byte[0]));
        assertEquals("FILE: is empty, expected lines of cells with commas between them", refusal());
        write("\n\n");
        assertEquals("FILE: has no rows, expected some", refusal());
        write("a,b\n");
        Path file = folder.resolve("t.csv");
        String message = assertThrows(DataException.class, () -> CsvTable.read(file, CsvOptions.GUESS.withHeader(true)))
                .getMessage();
        assertEquals(file + ": has no rows after its first line, expected some", message);
    }

    @Test
    void read_refusesDamagedGzip() throws IOException {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 60_000; i++) {
            text.append(i * 7919L % 100_003).append(',').append(i).append('\n');
        }
        byte[] packed = gzip(text.toString().getBytes(StandardCharsets.UTF_8));
        write(Arrays.copyOf(packed, packed.length / 2));
        assertTrue(refusal().matches("FILE: the gzip data is cut short after line \\d+"), refusal());
        packed[packed.length - 6] ^= 1;
        write(packed);
        assertTrue(refusal().matches("FILE: the gzip data is damaged after line \\d+: .*"), refusal());
    }

    @Test
    void read_refusesWhatIsNoFile() {
        Path none = folder.resolve("none.csv");
        assertEquals(
                none + ": no such file",
                assertThrows(DataException.class, () -> CsvTable.read(none)).getMessage());
        assertEquals(
                folder + ": is a folder, expected a file",
                assertThrows(DataException.class, () -> CsvTable.read(folder)).getMessage());
    }

    @Test
    void column_isFoundByNameAndNumber() {
        CsvTable table = CsvTable.read(write("Alpha,beta\n1,2\n"));
        assertEquals(0, table.column("alpha"));
        assertEquals(1, table.column("2"));
        assertEquals(1, table.column("-1"));
        String message =
                assertThrows(DataException.class, () -> table.column("gamma")).getMessage();
        assertEquals(
                table.path() + ": has no column gamma, expected one of Alpha, beta, or a number from 1 to 2", message);
        assertThrows(DataException.class, () -> table.column("0"));
        assertThrows(DataException.class, () -> table.column("3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1f", "0x10", "Infinity", "1e", "--1", ".", "e5", "1 2", "1.2.3", "1e400", "٣"})
    void number_isNoneForOtherText(String cell) {
        assertTrue(Double.isNaN(Cells.number(cell)), cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1.5", "+.5", "5.", "1e3", "1E-3", "007"})
    void number_isThatOfTheText(String cell) {
        assertEquals(Double.parseDouble(cell), Cells.number(cell));
    }

    @Property(tries = 300)
    void read_givesBackWhatWasQuoted(
            @ForAll @Size(min = 1, max = 6) List<@Size(value = 3) List<@StringLength(max = 5) String>> rows,
            @ForAll @IntRange(min = 0, max = 3) int kind) {
        char delimiter = ",;\t|".charAt(kind);
        StringBuilder text = new StringBuilder();
        List<List<String>> expected = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>();
            for (String cell : row) {
                // A lone surrogate has no UTF-8, a zero byte is refused, and line ends are delivered as LF.
                String clean = cell.replaceAll("[\\x{d800}-\\x{dfff}\\x00]", "?");
                text.append(cells.isEmpty() ? "" : delimiter)
                        .append('"')
                        .append(clean.replace("\"", "\"\""))
                        .append('"');
                cells.add(clean.replace("\r\n", "\n").replace('\r', '\n'));
            }
            expected.add(cells);
            text.append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        List<List<String>> read = new ArrayList<>();
        try (CsvReader reader = CsvReader.of(bytes, bytes.length, "x", new CsvFormat(delimiter, true, '.'))) {
            while (reader.next()) {
                read.add(List.of(reader.record()));
            }
        }
        assertEquals(expected, read);
    }

    @Test
    void read_takesTheRealFiles() {
        assertEquals(150, CsvTable.read(SharedData.path("tabular/iris.csv")).rows());
        assertEquals(
                List.of("malignant", "benign"),
                CsvTable.read(SharedData.path("tabular/breast_cancer.csv")).classNames());
        CsvTable digits = CsvTable.read(SharedData.path("tabular/digits.csv.gz"));
        assertEquals(1797, digits.rows());
        assertEquals(65, digits.columns());
        CsvTable temperatures = CsvTable.read(SharedData.path("timeseries/daily-min-temperatures.csv"));
        assertEquals(List.of("Date", "Temp"), temperatures.names());
    }
}
