package dev.lanewise.data.text;

import dev.lanewise.data.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A token for each word: a run of Unicode letters, digits and combining marks; any other character that is not white
 * space is a word by itself. Decoded words stand one space apart.
 *
 * @param vocabulary the words, by falling frequency
 * @param lowerCase whether text is put into lower case first
 */
public record WordTokenizer(Vocabulary vocabulary, boolean lowerCase) implements Tokenizer {
    static final String KIND = "words";

    /**
     * The words of training text.
     *
     * @param minCount a word seen less often is left out
     * @param maxSize the most tokens, the special ones included; 0 for any number
     */
    public static WordTokenizer fit(
            Iterable<String> texts, boolean lowerCase, List<Special> specials, int minCount, int maxSize) {
        Map<String, Integer> counts = new HashMap<>();
        for (String text : texts) {
            for (String word : words(text, lowerCase)) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        return new WordTokenizer(Vocabulary.fit(counts, specials, minCount, maxSize), lowerCase);
    }

    /** The words of a text, in order. */
    public static List<String> words(String text, boolean lowerCase) {
        String cased = lowerCase ? text.toLowerCase(Locale.ROOT) : text;
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < cased.length(); ) {
            int point = cased.codePointAt(i);
            int next = i + Character.charCount(point);
            if (inWord(point)) {
                start = start < 0 ? i : start;
            } else {
                if (start >= 0) {
                    words.add(cased.substring(start, i));
                    start = -1;
                }
                if (!isSpace(point)) {
                    words.add(cased.substring(i, next));
                }
            }
            i = next;
        }
        if (start >= 0) {
            words.add(cased.substring(start));
        }
        return words;
    }

    /** Letters and digits, and the marks that combine with them. */
    private static boolean inWord(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> Character.isLetterOrDigit(point);
        };
    }

    static boolean isSpace(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point);
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public int id(Special special) {
        return vocabulary.id(special);
    }

    @Override
    public int[] encode(String text) {
        int unknown = vocabulary.id(Special.UNKNOWN);
        int[] ids = new int[16];
        int count = 0;
        for (String word : words(text, lowerCase)) {
            int id = vocabulary.id(word);
            if (id < 0 && unknown < 0) {
                throw new DataException("word '" + word + "' is not in the vocabulary of " + size()
                        + " words, which has no unknown token");
            }
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
            }
            ids[count++] = id < 0 ? unknown : id;
        }
        return Arrays.copyOf(ids, count);
    }

    @Override
    public String decode(int[] ids, int from, int to) {
        Objects.checkFromToIndex(from, to, ids.length);
        StringBuilder text = new StringBuilder();
        int unknown = vocabulary.id(Special.UNKNOWN);
        for (int i = from; i < to; i++) {
            if (!vocabulary.isSpecial(ids[i]) || ids[i] == unknown) {
                text.append(text.isEmpty() ? "" : " ").append(vocabulary.token(ids[i]));
            }
        }
        return text.toString();
    }

    @Override
    public String token(int id) {
        return vocabulary.token(id);
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("lower_case", lowerCase);
        map.putAll(vocabulary.toMap());
        return map;
    }
}
