package dev.lanewise.data.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.SharedData;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Value;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainTextTest {
    private static final PlainText.Options FOUR = new PlainText.Options(TokenizerOptions.characters(), 4, 0.2, 0.2, 7);

    @TempDir
    Path folder;

    @Test
    void strided_windowsAreFollowedByTheirTargets() {
        TokenWindows windows = TokenWindows.strided(IntStream.range(0, 10).toArray(), 3, 2);
        assertEquals(4, windows.size());
        Value[] batch = Texts.read(windows, 3, 0);
        assertArrayEquals(new int[] {6, 7, 8, 0, 1, 2}, ((IntTensor) batch[0]).toArray());
        assertArrayEquals(new int[] {7, 8, 9, 1, 2, 3}, ((IntTensor) batch[1]).toArray());
    }

    @Test
    void random_windowsDependOnSeedEpochAndSampleOnly() {
        int[] tokens = IntStream.range(0, 500).toArray();
        TokenWindows windows = TokenWindows.random(tokens, 5, 300, 1);
        int[] first = starts(windows);
        assertArrayEquals(first, starts(windows.epoch(3).epoch(0)));
        assertNotEquals(Arrays.toString(first), Arrays.toString(starts(windows.epoch(1))));
        assertNotEquals(Arrays.toString(first), Arrays.toString(starts(TokenWindows.random(tokens, 5, 300, 2))));
        assertTrue(Arrays.stream(first).allMatch(s -> s >= 0 && s <= 494));
        assertTrue(Arrays.stream(first).distinct().count() > 150);
        assertArrayEquals(
                new int[] {first[9] + 1, first[9] + 2, first[9] + 3, first[9] + 4, first[9] + 5},
                ((IntTensor) Texts.read(windows, 9)[1]).toArray());
        assertEquals(
                windows.fingerprint(), TokenWindows.random(tokens, 5, 300, 1).fingerprint());
        assertNotEquals(
                windows.fingerprint(), TokenWindows.random(tokens, 5, 300, 2).fingerprint());
    }

    private static int[] starts(TokenWindows windows) {
        return IntStream.range(0, windows.size()).map(windows::start).toArray();
    }

    @Test
    void read_cutsInOrderAndFitsOnTheTrainingPartOnly() {
        PlainText text = PlainText.read(Texts.write(folder, "a.txt.gz", "abcabcabcabcabcxbcdxbcdxbc"), FOUR);
        // 60 % of 26 characters are 16, of which the last is an x.
        assertEquals(16, text.split().train().tokens());
        assertEquals("abc", text.tokenizer().decode(text.split().train().tokens(0, 3)));
        TokenWindows test = text.split().test();
        assertEquals("xbc", text.tokenizer().decode(test.tokens(2, 5)));
        assertTrue(text.tokenizer()
                .decode(text.split().validation().orElseThrow().tokens(0, 5))
                .contains("\ufffd"));
    }

    @Test
    void read_refusesTextThatIsShorterThanAWindow() {
        Path file = Texts.write(folder, "short.txt", "abcdefghijklmnopqrst");
        assertEquals(
                "DIR/short.txt: the validation part has 4 tokens, expected at least 5: a window of 4 and the token"
                        + " behind it",
                Texts.refusal(folder, () -> PlainText.read(file, FOUR)));
        Path empty = Texts.write(folder, "empty.txt", "");
        assertEquals(
                "DIR/empty.txt: is empty, expected text", Texts.refusal(folder, () -> PlainText.read(empty, FOUR)));
    }

    @Test
    void of_neverCutsACharacterInTwo() {
        PlainText text = PlainText.of("t", "t", "🚀".repeat(25), FOUR);
        assertEquals("🚀".repeat(4), text.tokenizer().decode(text.split().test().tokens(0, 4)));
    }

    @Test
    void read_refusesABatchOfAnotherShape() {
        TokenWindows windows = TokenWindows.strided(new int[20], 3, 3);
        IntTensor x = IntTensor.zeros(1, 3);
        assertEquals(
                "read: target is an IntTensor of shape [1, 4], expected an IntTensor of shape [1, 3]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> windows.read(new int[] {0}, 0, 1, x, IntTensor.zeros(1, 4)))
                        .getMessage());
    }

    @Test
    void tinyShakespeare_hasSixtyFiveCharacters() {
        Path file = SharedData.path("text/tinyshakespeare.txt");
        PlainText text = PlainText.read(file, PlainText.Options.of(TokenizerOptions.characters(), 64, 1));
        assertEquals(66, text.tokenizer().size());
        assertEquals(1003855, text.split().train().tokens());
        assertEquals(15685, text.split().train().size());
        assertEquals(55770, text.split().test().tokens());
        assertEquals(
                "First Citizen:", text.tokenizer().decode(text.split().train().tokens(0, 14)));
    }

    @Test
    void names_areALineEach() {
        Path file = SharedData.path("text/names.txt");
        LineText text = LineText.read(file, TokenizerOptions.characters(), 0.1, 0.1, 1);
        assertEquals(30, text.tokenizer().size());
        assertEquals(
                32033, text.split().train().size() + 2 * text.split().test().size());
        assertEquals(16, text.split().train().width());
    }

    @Test
    void lines_beginAndEndAndAreFilledUp() {
        Path file = Texts.write(folder, "names.txt", "ab\n\nb\nabb\nba\n");
        LineText text = LineText.read(file, TokenizerOptions.characters(), 0, 0.25, 3);
        TokenLines train = text.split().train();
        assertEquals(3, train.size());
        assertEquals(4, train.width());
        Value[] all = Texts.readAll(train);
        for (int i = 0; i < 3; i++) {
            int[] line = train.line(i);
            int[] x = {2, 0, 0, 0};
            int[] y = {0, 0, 0, 0};
            System.arraycopy(line, 0, x, 1, line.length);
            System.arraycopy(line, 0, y, 0, line.length);
            y[line.length] = 3;
            assertArrayEquals(x, ((IntTensor) all[0]).outer(i, i + 1).toArray());
            assertArrayEquals(y, ((IntTensor) all[1]).outer(i, i + 1).toArray());
        }
        Path one = Texts.write(folder, "one.txt", "ab\n");
        assertEquals(
                "DIR/one.txt: has 1 lines, expected enough for one at least in every part",
                Texts.refusal(folder, () -> LineText.read(one, TokenizerOptions.characters(), 0, 0.25, 3)));
    }
}
