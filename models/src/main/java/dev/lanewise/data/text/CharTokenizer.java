package dev.lanewise.data.text;

import dev.lanewise.data.DataException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A token for each Unicode code point, in the order of the code points. Text made of known characters comes back exactly;
 * an unknown one comes back as U+FFFD.
 *
 * @param vocabulary each token one code point
 */
public record CharTokenizer(Vocabulary vocabulary) implements Tokenizer {
    static final String KIND = "characters";
    private static final int ASCII = 128;

    /**
     * Checks the tokens.
     *
     * @throws IllegalArgumentException if one is not one code point
     */
    public CharTokenizer {
        for (String token : vocabulary.tokens()) {
            if (token.codePointCount(0, token.length()) != 1) {
                throw new IllegalArgumentException("characters: token '" + token + "', expected one code point");
            }
        }
    }

    /**
     * The characters of training text.
     *
     * @param minCount a character seen less often is left out
     * @param maxSize the most tokens, the special ones included, the most frequent characters first; 0 for any number
     */
    public static CharTokenizer fit(Iterable<String> texts, List<Special> specials, int minCount, int maxSize) {
        Map<String, Integer> counts = new HashMap<>();
        int[] ascii = new int[ASCII];
        for (String text : texts) {
            for (int i = 0; i < text.length(); ) {
                int point = text.codePointAt(i);
                i += Character.charCount(point);
                if (point < ASCII) {
                    ascii[point]++;
                } else {
                    counts.merge(Character.toString(point), 1, Integer::sum);
                }
            }
        }
        for (int point = 0; point < ASCII; point++) {
            if (ascii[point] > 0) {
                counts.put(Character.toString(point), ascii[point]);
            }
        }
        List<String> tokens = Vocabulary.fit(counts, specials, minCount, maxSize).tokens().stream()
                .sorted((a, b) -> Integer.compare(a.codePointAt(0), b.codePointAt(0)))
                .toList();
        return new CharTokenizer(Vocabulary.of(specials, tokens));
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
        // -2: not looked up yet.
        int[] ascii = new int[ASCII];
        Arrays.fill(ascii, -2);
        int[] ids = new int[text.codePointCount(0, text.length())];
        int at = 0;
        for (int i = 0; i < ids.length; i++) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (point >= ASCII) {
                ids[i] = lookUp(point);
            } else {
                if (ascii[point] == -2) {
                    ascii[point] = lookUp(point);
                }
                ids[i] = ascii[point];
            }
        }
        return ids;
    }

    private int lookUp(int point) {
        int id = vocabulary.id(Character.toString(point));
        int known = id >= 0 ? id : vocabulary.id(Special.UNKNOWN);
        if (known < 0) {
            throw new DataException("character '" + Character.toString(point) + "' (" + String.format("U+%04X", point)
                    + ") is not in the vocabulary of " + size() + " characters, which has no unknown token");
        }
        return known;
    }

    @Override
    public String decode(int[] ids, int from, int to) {
        Objects.checkFromToIndex(from, to, ids.length);
        StringBuilder text = new StringBuilder(to - from);
        int unknown = vocabulary.id(Special.UNKNOWN);
        for (int i = from; i < to; i++) {
            if (!vocabulary.isSpecial(ids[i])) {
                text.append(vocabulary.token(ids[i]));
            } else if (ids[i] == unknown) {
                text.append('\ufffd');
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
        map.putAll(vocabulary.toMap());
        return map;
    }
}
