package dev.lanewise.data.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lanewise.data.DataSplit;
import dev.lanewise.format.SharedData;
import dev.lanewise.format.json.Json;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledTextTest {
    private static final LabelledTextReader READER = LabelledTextReader.of(1);

    @TempDir
    Path folder;

    private String refusal(LabelledTextReader reader, Path path) {
        return Texts.refusal(folder, () -> reader.read(path));
    }

    private String refusal(String name, String text) {
        return refusal(READER, Texts.write(folder, name, text));
    }

    private static String many(String line, int times) {
        return line.repeat(times);
    }

    @Test
    void read_takesAFolderOfParts() {
        Texts.write(folder, "train.tsv.gz", "good film\t10\nbad film\t9\n");
        Texts.write(folder, "val.tsv", "so so\t9\n");
        Texts.write(folder, "test.tsv", "good\t10\n");
        LabelledText text = READER.read(folder);
        assertEquals(List.of("9", "10"), text.classes());
        assertEquals(List.of("good film", "bad film"), text.train().texts());
        assertEquals(1, text.validation().orElseThrow().size());
        assertEquals(List.of("good"), text.test().texts());
    }

    @Test
    void read_splitsOneFileClassByClassAndBySeed() {
        Path file = Texts.write(folder, "all.tsv", many("a\tx\n", 40) + many("b\ty\n", 20));
        LabelledText text = READER.read(file);
        assertEquals(List.of("x", "y"), text.classes());
        assertEquals(48, text.train().size());
        assertEquals(2, text.test().labels().stream().filter("y"::equals).count());
        assertEquals(
                4,
                text.validation().orElseThrow().labels().stream()
                        .filter("x"::equals)
                        .count());
        assertEquals(text, READER.read(file));
        assertNotEquals(text, LabelledTextReader.of(2).read(file));
        // No line is lost and none is in two parts.
        TreeSet<String> places = new TreeSet<>(text.train().places());
        places.addAll(text.validation().orElseThrow().places());
        places.addAll(text.test().places());
        assertEquals(60, places.size());
    }

    @Test
    void read_takesCsvWithQuotesAndNamedColumns() {
        String rows = many("1,yes,\"a, \"\"b\"\"\nc\"\r\n2,no,d\r\n", 10);
        Path file = Texts.write(folder, "r.csv", "id,Sentiment,review\r\n" + rows);
        LabelledText text = READER.read(file);
        assertEquals(List.of("no", "yes"), text.classes());
        assertEquals(
                List.of("a, \"b\"\nc", "d"),
                text.train().texts().stream().distinct().sorted().toList());
        assertEquals("line 2", text.train().places().get(0).replaceAll(".*: ", ""));
        LabelledText other = new LabelledTextReader("review", "id", 0, 0.2, 1).read(file);
        assertEquals(List.of("1", "2"), other.classes());
        LabelledText numbered = new LabelledTextReader("3", "2", 0, 0.2, 1).read(Texts.write(folder, "n.csv", rows));
        assertEquals(List.of("no", "yes"), numbered.classes());
        assertEquals(Optional.empty(), numbered.validation());
    }

    @Test
    void read_takesAFolderForEachClass() {
        for (int i = 0; i < 5; i++) {
            Texts.write(folder, "train/pos/" + i + ".txt", "good " + i + "\nand more");
            Texts.write(folder, "train/neg/" + i + ".txt.gz", "bad " + i);
        }
        Texts.write(folder, "test/pos/0.txt", "fine");
        LabelledText text = READER.read(folder);
        assertEquals(List.of("neg", "pos"), text.classes());
        assertEquals(List.of("fine"), text.test().texts());
        assertEquals(8, text.train().size());
        // One of each class to validate on, one to test on.
        assertEquals(6, READER.read(folder.resolve("train")).train().size());
    }

    @Test
    void read_namesTheLineThatIsWrong() {
        assertEquals(
                "DIR/a.tsv: line 3: has 3 columns, expected 2 as in line 1", refusal("a.tsv", "a\t0\nb\t1\nc\td\t0\n"));
        assertEquals("DIR/b.tsv: line 2: has 1 column, expected 2 as in line 1", refusal("b.tsv", "a\t0\nb\nc\t0\n"));
        assertEquals("DIR/c.tsv: line 1: has 1 column, expected 2: text and label", refusal("c.tsv", "a 0\nb 1\n"));
        assertEquals("DIR/d.tsv: line 2: has no label, expected one in column 2", refusal("d.tsv", "a\t0\nb\t\n"));
        assertEquals("DIR/e.tsv: is empty, expected a text and its label a line", refusal("e.tsv", ""));
        assertEquals(
                "DIR/f.tsv: all labels of the training part are '0', expected at least 2 classes",
                refusal("f.tsv", many("a\t0\n", 20)));
        assertEquals(
                "DIR/g.csv, line 2: the quote that opens cell 1 is never closed",
                refusal("g.csv", "a,0\n\"b,1\nc,0\n"));
        assertEquals(
                "DIR/h.csv, line 1: text follows the closing quote of cell 1, expected a delimiter or the end of the line;"
                        + " a quote inside quotes is written twice",
                refusal("h.csv", "\"a\"b,0\n"));
        assertEquals("DIR/i.csv: has column names only, expected texts and labels", refusal("i.csv", "text,label\n"));
        assertEquals("DIR/none: no such file or folder", refusal(READER, folder.resolve("none")));
        Path named = Texts.write(folder, "j.csv", "text,label\na,0\nb,1\n");
        assertEquals(
                "DIR/j.csv: no column 'stars', expected one of text, label, or a number from 1 to 2",
                refusal(new LabelledTextReader("", "stars", 0, 0.2, 1), named));
        Path latin = Texts.write(folder, "k.tsv", new byte[] {'a', '\t', '0', '\n', (byte) 0xfc, '\t', '1', '\n'});
        assertEquals(
                "DIR/k.tsv: line 2: byte 1 is 0xfc, which is not UTF-8 here, expected UTF-8", refusal(READER, latin));
    }

    @Test
    void read_refusesALabelThatIsNotInTheTrainingPart() {
        Texts.write(folder, "train.tsv", "a\t0\nb\t1\n");
        Texts.write(folder, "dev.tsv", "a\t0\n");
        Texts.write(folder, "test.tsv", "a\t0\nb\t2\n");
        assertEquals(
                "DIR/test.tsv: line 2: label '2' is not in the training part, expected one of 0, 1",
                refusal(READER, folder));
    }

    @Test
    void read_refusesAFolderWithoutLabelledText() {
        assertEquals(
                "DIR: no labelled text in it, expected train.tsv and its kin, or a folder of .txt files for each"
                        + " class",
                refusal(READER, folder));
    }

    @Test
    void sequences_areFilledUpAndCut() {
        Texts.write(folder, "train.tsv", "a b c d\t0\na b\t1\n \t1\n");
        Texts.write(folder, "dev.tsv", "a\t0\n");
        Texts.write(folder, "test.tsv", "z a\t1\n");
        LabelledText text = READER.read(folder);
        SequenceEncoder encoder = SequenceEncoder.fit(text.train().texts(), TokenizerOptions.words(1, 0), 3);
        DataSplit<TokenSequences> split = text.sequences(encoder);
        Value[] batch = Texts.readAll(split.train());
        assertArrayEquals(new int[] {2, 3, 4, 2, 3, 0, 0, 0, 0}, ((IntTensor) batch[0]).toArray());
        assertArrayEquals(new int[] {3, 2, 1}, ((IntTensor) batch[1]).toArray());
        assertArrayEquals(new int[] {0, 1, 1}, ((IntTensor) batch[2]).toArray());
        assertArrayEquals(new int[] {1, 2, 0}, ((IntTensor) Texts.readAll(split.test())[0]).toArray());
        assertEquals(encoder, SequenceEncoder.fromMap(Json.parseObject(Json.write(encoder.toMap()), "saved")));
        assertEquals(
                2,
                SequenceEncoder.fitPercentile(text.train().texts(), TokenizerOptions.words(1, 0), 60)
                        .length());
    }

    @Test
    void sst2_hasItsCounts() {
        LabelledText text = READER.read(SharedData.path("sentiment/sst2"));
        assertEquals(List.of("0", "1"), text.classes());
        assertEquals(6920, text.train().size());
        assertEquals(872, text.validation().orElseThrow().size());
        assertEquals(1821, text.test().size());
        SequenceEncoder encoder =
                SequenceEncoder.fitPercentile(text.train().texts(), TokenizerOptions.words(2, 0), 100);
        assertEquals(6920, text.sequences(encoder).train().size());
    }
}
