package dev.lanewise.data.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.SharedData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class BpeTokenizerTest {
    private static final BpeTokenizer SMALL = BpeTokenizer.fit(
            List.of("the cat sat on the mat; the dog, 42 cats and 🚀🚀 ate   the hat"), List.of(Special.END), 40, 2);

    @Property(tries = 300)
    void decode_givesBackAnyText(@ForAll String any) {
        // A lone surrogate is no text that a file can hold.
        String text = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertEquals(text, SMALL.decode(SMALL.encode(text)));
    }

    @Property(tries = 300)
    void pieces_areTheTextAndShort(@ForAll @CharRange(from = ' ', to = '0') @StringLength(max = 300) String text) {
        StringBuilder together = new StringBuilder();
        Pieces.forEach(text, piece -> {
            assertTrue(!piece.isEmpty() && piece.length() <= Pieces.LONGEST);
            together.append(piece);
        });
        assertEquals(text, together.toString());
    }

    @Test
    void pieces_takeTheSpaceBeforeAWordWithThem() {
        List<String> pieces = new ArrayList<>();
        Pieces.forEach("I'm  here: 2nd\n\nline ", pieces::add);
        assertEquals(List.of("I", "'", "m", " ", " here", ":", " 2", "nd", "\n\n", "line", " "), pieces);
        List<String> packed = new ArrayList<>();
        Pieces.forEach("🚀".repeat(40), packed::add);
        assertEquals(List.of(64, 16), packed.stream().map(String::length).toList());
    }

    @Property(tries = 100)
    void train_isThePlainAlgorithm(
            @ForAll @CharRange(from = 'a', to = 'd') @StringLength(min = 1, max = 150) String letters,
            @ForAll @IntRange(max = 30) int most,
            @ForAll @IntRange(min = 1, max = 3) int minCount) {
        String text = letters.replace('d', ' ');
        assertArrayEquals(
                plain(text, most, minCount),
                BpeTrainer.train(List.of(text), most, minCount).pairs());
    }

    @Property(tries = 100)
    void encode_ofTrainingTextIsWhatTrainingMadeOfIt(
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 60) String text) {
        BpeTokenizer tokenizer = BpeTokenizer.fit(List.of(text), List.of(), 20, 1);
        List<Integer> symbols = bytes(text);
        int[] pairs = tokenizer.merges().pairs();
        for (int k = 0; k < pairs.length / 2; k++) {
            symbols = merged(symbols, pairs[2 * k], pairs[2 * k + 1], 256 + k);
        }
        assertEquals(symbols, Arrays.stream(tokenizer.encode(text)).boxed().toList());
    }

    private static List<Integer> bytes(String text) {
        List<Integer> symbols = new ArrayList<>();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            symbols.add(b & 0xff);
        }
        return symbols;
    }

    private static List<Integer> merged(List<Integer> symbols, int left, int right, int made) {
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < symbols.size(); i++) {
            boolean here = i + 1 < symbols.size() && symbols.get(i) == left && symbols.get(i + 1) == right;
            out.add(here ? Integer.valueOf(made) : symbols.get(i));
            i += here ? 1 : 0;
        }
        return out;
    }

    /** All pairs counted anew for every merge. */
    private static int[] plain(String text, int most, int minCount) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Pieces.forEach(text, piece -> counts.merge(piece, 1, Integer::sum));
        List<List<Integer>> words = new ArrayList<>(
                counts.keySet().stream().map(BpeTokenizerTest::bytes).toList());
        List<Integer> weights = List.copyOf(counts.values());
        List<Integer> merges = new ArrayList<>();
        for (int k = 0; k < most; k++) {
            Map<Long, Integer> pairs = new TreeMap<>();
            for (int w = 0; w < words.size(); w++) {
                for (int i = 0; i + 1 < words.get(w).size(); i++) {
                    long key = Merges.key(words.get(w).get(i), words.get(w).get(i + 1));
                    pairs.merge(key, weights.get(w), Integer::sum);
                }
            }
            long best = -1;
            for (Map.Entry<Long, Integer> pair : pairs.entrySet()) {
                best = best < 0 || pair.getValue() > pairs.get(best) ? pair.getKey() : best;
            }
            if (best < 0 || pairs.get(best) < minCount) {
                break;
            }
            int left = (int) (best >>> 32);
            int right = (int) best;
            merges.add(left);
            merges.add(right);
            int made = 256 + k;
            words.replaceAll(word -> merged(word, left, right, made));
        }
        return merges.stream().mapToInt(i -> i).toArray();
    }

    @Test
    void tinyShakespeare_comesBackExactlyAndShorter() {
        String text = TextFile.read(SharedData.path("text/tinyshakespeare.txt")).text();
        BpeTokenizer tokenizer = BpeTokenizer.fit(List.of(text), List.of(), 4000, 2);
        int[] ids = tokenizer.encode(text);
        assertEquals(4256, tokenizer.size());
        assertEquals(text, tokenizer.decode(ids));
        assertTrue(ids.length < text.length() / 3, ids.length + " tokens");
    }
}
