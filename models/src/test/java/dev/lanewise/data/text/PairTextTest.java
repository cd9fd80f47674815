package dev.lanewise.data.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.DataSplit;
import dev.lanewise.format.SharedData;
import dev.lanewise.format.json.Json;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Value;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairTextTest {
    @TempDir
    Path folder;

    @Test
    void aligned_takesLinesThatBelongTogetherAndLeavesOutEmptyOnes() {
        Path de = Texts.write(folder, "a.de.gz", "ein Hund\n\neine Katze\n");
        Path en = Texts.write(folder, "a.en", "a dog\nnothing\na cat\n");
        SentencePairs pairs = SentencePairs.aligned(de, en);
        assertEquals(List.of("ein Hund", "eine Katze"), pairs.sources());
        assertEquals(List.of("a dog", "a cat"), pairs.targets());
        assertEquals(pairs, SentencePairs.tsv(Texts.write(folder, "a.tsv", "ein Hund\ta dog\neine Katze\ta cat\n")));
    }

    @Test
    void aligned_refusesFilesOfDifferentLength() {
        Path de = Texts.write(folder, "a.de", "x\ny\nz\n");
        Path en = Texts.write(folder, "a.en", "x\ny\n");
        assertEquals(
                "DIR/a.de: has 3 lines, but DIR/a.en has 2, expected as many",
                Texts.refusal(folder, () -> SentencePairs.aligned(de, en)));
        Path tsv = Texts.write(folder, "a.tsv", "x\ty\nx\n");
        assertEquals(
                "DIR/a.tsv: line 2: has 1 column, expected 2: source TAB target",
                Texts.refusal(folder, () -> SentencePairs.tsv(tsv)));
        Path empty = Texts.write(folder, "e.en", "");
        assertEquals(
                "DIR/e.en: is empty, expected a sentence a line",
                Texts.refusal(folder, () -> SentencePairs.aligned(de, empty)));
        assertEquals("DIR: no file val.de or val.de.gz in it", Texts.refusal(folder, () -> {
            Texts.write(folder, "train.de", "x\n");
            Texts.write(folder, "train.en", "x\n");
            PairText.folder(folder, "de", "en");
        }));
    }

    @Test
    void sequences_haveBeginningEndAndPadding() {
        SentencePairs pairs = new SentencePairs(List.of("a b c", "a"), List.of("x", "x y x y"));
        TokenizerOptions words = TokenizerOptions.words(1, 0);
        PairEncoder encoder = PairEncoder.fit(pairs, words, false, 100);
        Value[] batch = Texts.readAll(PairSequences.of(encoder, pairs));
        assertArrayEquals(new int[] {4, 5, 6, 4, 0, 0}, ((IntTensor) batch[0]).toArray());
        assertArrayEquals(new int[] {3, 1}, ((IntTensor) batch[1]).toArray());
        assertArrayEquals(new int[] {2, 4, 3, 0, 0, 0, 2, 4, 5, 4, 5, 3}, ((IntTensor) batch[2]).toArray());
        PairEncoder cut = new PairEncoder(encoder.source(), encoder.target(), 2, 3);
        assertArrayEquals(
                new int[] {2, 4, 3, 0, 2, 4, 5, 3},
                ((IntTensor) Texts.readAll(PairSequences.of(cut, pairs))[2]).toArray());
        for (boolean joint : new boolean[] {false, true}) {
            PairEncoder fitted = PairEncoder.fit(pairs, words, joint, 90);
            assertEquals(fitted, PairEncoder.fromMap(Json.parseObject(Json.write(fitted.toMap()), "saved")));
            assertEquals(joint, fitted.source().equals(fitted.target()));
        }
        assertNotEquals(
                PairSequences.of(cut, pairs).fingerprint(),
                PairSequences.of(encoder, pairs).fingerprint());
    }

    @Test
    void split_isSeeded() {
        SentencePairs pairs = SentencePairs.tsv(Texts.write(folder, "a.tsv", "x\ty\n".repeat(20)));
        PairText text = PairText.split("a", "a", pairs, 0.1, 0.1, 1);
        assertEquals(16, text.train().size());
        assertEquals(2, text.validation().orElseThrow().size());
        assertEquals(
                "a: has 1 pairs, expected enough for one at least in every part",
                Texts.refusal(folder, () -> PairText.split("a", "a", pairs.pick(new int[] {0}), 0.1, 0.1, 1)));
    }

    @Test
    void multi30k_hasItsCounts() {
        PairText text = PairText.folder(SharedData.path("translation/multi30k"), "de", "en");
        assertEquals(29000, text.train().size());
        assertEquals(1014, text.validation().orElseThrow().size());
        assertEquals(1000, text.test().size());
        PairEncoder encoder = PairEncoder.fit(text.train(), TokenizerOptions.words(2, 0), false, 99);
        DataSplit<PairSequences> split = text.sequences(encoder);
        assertEquals(29000, split.train().size());
        assertTrue(encoder.sourceLength() < 40 && encoder.target().size() > 5000, encoder.toString());
    }
}
