package dev.lanewise.data.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.DataException;
import dev.lanewise.format.FormatException;
import dev.lanewise.format.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenizerTest {
    private static final List<String> TEXTS = List.of("Der Hund, die Katze.", "Die Maus 🚀 \"42\"\n");

    @ParameterizedTest
    @EnumSource(TokenizerOptions.Kind.class)
    void fromMap_givesBackWhatWasSavedAsJson(TokenizerOptions.Kind kind) {
        Tokenizer tokenizer = new TokenizerOptions(kind, true, 1, 0).fit(TEXTS, Special.values());
        Tokenizer read = Tokenizer.fromMap(Json.parseObject(Json.write(tokenizer.toMap()), "saved"));
        assertEquals(tokenizer, read);
        assertArrayEquals(tokenizer.encode(TEXTS.get(1)), read.encode(TEXTS.get(1)));
        assertEquals(tokenizer.size(), read.size());
        assertEquals(0, read.id(Special.PADDING));
        assertEquals("<pad>", read.token(0));
    }

    @Test
    void characters_areCodePointsInTheirOrder() {
        Tokenizer tokenizer = TokenizerOptions.characters().fit(List.of("ba🚀a"), Special.UNKNOWN);
        assertEquals(4, tokenizer.size());
        assertArrayEquals(new int[] {2, 1, 3, 1, 0}, tokenizer.encode("ba🚀aß"));
        assertEquals("ba🚀a\ufffd", tokenizer.decode(tokenizer.encode("ba🚀aß")));
    }

    @Test
    void characters_withoutUnknownRefuseANewOne() {
        Tokenizer tokenizer = TokenizerOptions.characters().fit(List.of("ab"));
        assertEquals(
                "character 'ß' (U+00DF) is not in the vocabulary of 2 characters, which has no unknown token",
                assertThrows(DataException.class, () -> tokenizer.encode("aß")).getMessage());
    }

    @Test
    void words_areRunsOfLettersAndDigitsAndSinglePunctuationMarks() {
        assertEquals(
                List.of("ein", "café", ",", "it", "'", "s", "3", ".", "5", "km", "!", "🚀", "naïve", "日本語"),
                WordTokenizer.words("Ein café, it's 3.5 km!🚀\u00a0naïve\t日本語", true));
        // A combining mark stays with its letter.
        assertEquals(List.of("cafe\u0301s"), WordTokenizer.words("cafe\u0301s", false));
    }

    @Test
    void words_areCountedCutAndOrdered() {
        List<String> texts = List.of("b b b a a c c d");
        WordTokenizer all = (WordTokenizer) TokenizerOptions.words(1, 0).fit(texts, Special.PADDING, Special.UNKNOWN);
        assertEquals(List.of("b", "a", "c", "d"), all.vocabulary().tokens());
        WordTokenizer twice = (WordTokenizer) TokenizerOptions.words(2, 0).fit(texts, Special.UNKNOWN);
        assertEquals(List.of("b", "a", "c"), twice.vocabulary().tokens());
        WordTokenizer few = (WordTokenizer) TokenizerOptions.words(1, 5).fit(texts, Special.values());
        assertEquals(List.of("b"), few.vocabulary().tokens());
        assertArrayEquals(new int[] {2, 1, 0}, twice.encode("a B zebra"));
        assertEquals("b a <unk>", twice.decode(twice.encode("B a zebra")));
    }

    @Test
    void fromMap_namesWhatIsWrong() {
        Map<String, Object> good =
                TokenizerOptions.words(1, 0).fit(TEXTS, Special.UNKNOWN).toMap();
        refused("tokenizer: 'kind' is null, expected a text", good, "kind", null);
        refused("tokenizer: 'kind' is morphemes, expected characters, words or bpe", good, "kind", "morphemes");
        refused("tokenizer: 'lower_case' is 3, expected true or false", good, "lower_case", 3L);
        refused("vocabulary: 'tokens' is 7, expected texts only", good, "tokens", List.of("a", 7L));
        refused("vocabulary: 'a' is in it twice", good, "tokens", List.of("a", "a"));
        refused(
                "vocabulary: 'special' is odd, expected one of [PADDING, UNKNOWN, BEGIN, END]",
                good,
                "special",
                List.of("odd"));
        Map<String, Object> bpe = TokenizerOptions.bpe(0).fit(TEXTS).toMap();
        refused(
                "tokenizer: merge 0 is of symbols 97 and 256, expected two of 0 to 255",
                bpe,
                "merges",
                List.of(97L, 256L));
        refused("tokenizer: merges of 1 symbols, expected pairs", bpe, "merges", List.of(97L));
        refused("tokenizer: 'merges' is 1.5, expected whole numbers", bpe, "merges", List.of(1.5, 2L));
    }

    private static void refused(String message, Map<String, Object> good, String key, Object value) {
        Map<String, Object> bad = new LinkedHashMap<>(good);
        bad.put(key, value);
        assertEquals(
                message,
                assertThrows(FormatException.class, () -> Tokenizer.fromMap(bad))
                        .getMessage());
    }

    @Test
    void options_refuseSizesThatHoldNothing() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> TokenizerOptions.bpe(100))
                .getMessage()
                .contains("maxSize is 100, expected at least 260"));
    }
}
