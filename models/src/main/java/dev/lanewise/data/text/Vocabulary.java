package dev.lanewise.data.text;

import dev.lanewise.format.FormatException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens and their ids: the special ones first, then the others in the order given. Immutable.
 */
public final class Vocabulary {
    private final List<Special> specials;
    private final List<String> tokens;
    private final Map<String, Integer> ids;

    private Vocabulary(List<Special> specials, List<String> tokens) {
        this.specials = List.copyOf(specials);
        this.tokens = List.copyOf(tokens);
        this.ids = HashMap.newHashMap(tokens.size());
        for (String token : this.tokens) {
            if (ids.putIfAbsent(token, specials.size() + ids.size()) != null) {
                throw new IllegalArgumentException("vocabulary: '" + token + "' is in it twice");
            }
        }
        if (new HashSet<>(specials).size() != specials.size()) {
            throw new IllegalArgumentException("vocabulary: special tokens " + specials + ", expected each once");
        }
    }

    /**
     * A vocabulary of given tokens.
     *
     * @throws IllegalArgumentException if a token is there twice
     */
    public static Vocabulary of(List<Special> specials, List<String> tokens) {
        return new Vocabulary(specials, tokens);
    }

    /**
     * The most frequent tokens, by falling count; equal counts in the order of their text.
     *
     * @param minCount a token seen less often is left out
     * @param maxSize the most tokens, the special ones included; 0 for any number
     */
    public static Vocabulary fit(Map<String, Integer> counts, List<Special> specials, int minCount, int maxSize) {
        List<String> tokens = counts.entrySet().stream()
                .filter(e -> e.getValue() >= minCount)
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(maxSize == 0 ? Long.MAX_VALUE : Math.max(0, maxSize - specials.size()))
                .map(Map.Entry::getKey)
                .toList();
        return new Vocabulary(specials, tokens);
    }

    /** The number of ids: {@code 0 .. size() - 1}. */
    public int size() {
        return specials.size() + tokens.size();
    }

    /** The special tokens; number i has id i. */
    public List<Special> specials() {
        return specials;
    }

    /** The tokens that are not special; number i has id {@code specials().size() + i}. */
    public List<String> tokens() {
        return tokens;
    }

    /** The id of a token that is not special, -1 if the vocabulary does not hold it. */
    public int id(String token) {
        return ids.getOrDefault(token, -1);
    }

    /** The id of a special token, -1 if the vocabulary does not have it. */
    public int id(Special special) {
        return specials.indexOf(special);
    }

    /**
     * The text of an id; a special one as {@link Special#token()}.
     *
     * @throws IndexOutOfBoundsException if there is no such id
     */
    public String token(int id) {
        return id < specials.size() ? specials.get(id).token() : tokens.get(id - specials.size());
    }

    /** True if an id is that of a special token. */
    public boolean isSpecial(int id) {
        return id >= 0 && id < specials.size();
    }

    /** As plain values, for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("special", savedSpecials(specials));
        map.put("tokens", tokens);
        return map;
    }

    static List<String> savedSpecials(List<Special> specials) {
        return specials.stream().map(Special::saved).toList();
    }

    static List<Special> specials(Saved saved) {
        List<Special> specials = new ArrayList<>();
        for (String name : saved.texts("special")) {
            specials.add(saved.choice("special", name, Special.class));
        }
        return specials;
    }

    /**
     * What {@link #toMap()} gave.
     *
     * @throws FormatException if something is missing or of the wrong kind
     */
    public static Vocabulary fromMap(Map<String, Object> map) {
        Saved saved = new Saved("vocabulary", map);
        try {
            return new Vocabulary(specials(saved), saved.texts("tokens"));
        } catch (IllegalArgumentException e) {
            throw new FormatException(e.getMessage(), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary that && specials.equals(that.specials) && tokens.equals(that.tokens);
    }

    @Override
    public int hashCode() {
        return 31 * specials.hashCode() + tokens.hashCode();
    }

    @Override
    public String toString() {
        return "Vocabulary[" + size() + " tokens, " + specials + " special]";
    }
}
