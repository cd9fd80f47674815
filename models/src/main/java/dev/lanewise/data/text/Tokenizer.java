package dev.lanewise.data.text;

import dev.lanewise.format.FormatException;
import java.util.Map;

/**
 * Text to token ids and back. Immutable, fitted on training text only, and saved with the model by {@link #toMap()}.
 */
public sealed interface Tokenizer permits CharTokenizer, WordTokenizer, BpeTokenizer {
    /** The number of ids: {@code 0 .. size() - 1}. */
    int size();

    /** The id of a special token, -1 if this tokeniser does not have it. */
    int id(Special special);

    /**
     * The ids of a text, without any beginning, end or padding.
     *
     * @throws dev.lanewise.data.DataException if something in it is not in the vocabulary and there is no unknown token
     */
    int[] encode(String text);

    /**
     * The text of some ids.
     *
     * @param from the first position in {@code ids}
     * @param to one past the last position
     * @throws IndexOutOfBoundsException if a position or an id is out of range
     */
    String decode(int[] ids, int from, int to);

    /** The text of ids. */
    default String decode(int[] ids) {
        return decode(ids, 0, ids.length);
    }

    /** One token as people read it. */
    String token(int id);

    /** As plain values, for JSON; has a key {@code kind}. */
    Map<String, Object> toMap();

    /**
     * What {@link #toMap()} gave.
     *
     * @throws FormatException if something is missing or of the wrong kind
     */
    static Tokenizer fromMap(Map<String, Object> map) {
        Saved saved = new Saved("tokenizer", map);
        String kind = saved.text("kind");
        return switch (kind) {
            case CharTokenizer.KIND -> new CharTokenizer(Vocabulary.fromMap(map));
            case WordTokenizer.KIND -> new WordTokenizer(Vocabulary.fromMap(map), saved.flag("lower_case"));
            case BpeTokenizer.KIND -> BpeTokenizer.fromSaved(saved);
            default -> throw saved.wrong("kind", kind, "characters, words or bpe");
        };
    }
}
