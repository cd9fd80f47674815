package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.data.text.NGramBags;
import dev.lanewise.data.text.NGramEncoder;
import dev.lanewise.data.text.NGramVectors;
import dev.lanewise.data.text.PairEncoder;
import dev.lanewise.data.text.PairSequences;
import dev.lanewise.data.text.SentencePairs;
import dev.lanewise.data.text.SequenceEncoder;
import dev.lanewise.data.text.Special;
import dev.lanewise.data.text.TokenLines;
import dev.lanewise.data.text.TokenSequences;
import dev.lanewise.data.text.TokenWindows;
import dev.lanewise.data.text.Tokenizer;
import dev.lanewise.data.text.TokenizerOptions;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every set of text owes: reads that overwrite wholly, depend on the sample alone, and allocate nothing. */
class TextReadsTest {
    static Stream<Dataset> sets() {
        List<String> texts = List.of("a b c", "b", "c c d e", "a");
        int[] labels = {0, 1, 0, 1};
        List<String> classes = List.of("n", "p");
        TokenizerOptions words = TokenizerOptions.words(1, 0);
        Tokenizer tokenizer = words.fit(texts, Special.values());
        NGramBags bags = NGramBags.of(NGramEncoder.fit(texts, NGramEncoder.Options.bigrams(1)), texts, labels, classes);
        SentencePairs pairs = new SentencePairs(texts, texts);
        return Stream.of(
                TokenWindows.strided(new int[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 1),
                TokenWindows.random(new int[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 4, 1),
                TokenLines.of(texts.stream().map(tokenizer::encode).toList(), tokenizer, 3),
                TokenSequences.of(SequenceEncoder.fit(texts, words, 3), texts, labels, classes),
                bags,
                bags.withWidth(2),
                new NGramVectors(bags),
                PairSequences.of(PairEncoder.fit(pairs, words, true, 50), pairs));
    }

    private static Value[] batch(Dataset set, int samples) {
        return set.fields().stream().map(f -> f.allocate(samples)).toArray(Value[]::new);
    }

    private static String text(Value[] batch, int sample) {
        StringBuilder text = new StringBuilder();
        for (Value value : batch) {
            int size = value.size() / value.dim(0);
            for (int i = sample * size; i < (sample + 1) * size; i++) {
                text.append(value instanceof Tensor t ? t.array()[i] : ((IntTensor) value).get(i))
                        .append(' ');
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void read_overwritesWhollyAndGivesEachSampleWhereverItStands(Dataset set) {
        int[] order = {3, 1, 0, 2, 2};
        Value[] batch = batch(set, 3);
        for (Value value : batch) {
            if (value instanceof Tensor t) {
                t.fill(Float.NaN);
            } else {
                Arrays.fill(((IntTensor) value).array(), -7);
            }
        }
        set.read(order, 1, 4, batch);
        Value[] one = batch(set, 1);
        for (int i = 0; i < 3; i++) {
            set.read(order, i + 1, i + 2, one);
            assertEquals(text(one, 0), text(batch, i));
            assertEquals(-1, text(batch, i).indexOf("-7"));
        }
        assertEquals(set.fingerprint(), set.fingerprint());
        assertEquals(64, set.fingerprint().length());
    }

    @ParameterizedTest
    @MethodSource("sets")
    void read_allocatesNothing(Dataset set) {
        int[] order = {3, 1, 0, 2};
        Value[] batch = batch(set, 4);
        assertEquals(0, Allocation.perCall(() -> set.read(order, 0, 4, batch)));
    }
}
