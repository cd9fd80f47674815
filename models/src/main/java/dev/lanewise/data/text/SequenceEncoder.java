package dev.lanewise.data.text;

import dev.lanewise.format.FormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a text becomes a sequence of tokens of one length: fitted on the training part, saved with the model.
 *
 * @param tokenizer which has {@link Special#PADDING}
 * @param length the number of tokens of a sample, T; of a longer text the first T are kept
 */
public record SequenceEncoder(Tokenizer tokenizer, int length) {
    /** Checks the length and the tokeniser. */
    public SequenceEncoder {
        Objects.requireNonNull(tokenizer, "tokenizer");
        if (length < 1) {
            throw new IllegalArgumentException("sequences: length is " + length + ", expected at least 1");
        }
        if (tokenizer.id(Special.PADDING) < 0) {
            throw new IllegalArgumentException("sequences: the tokeniser has no padding token, expected one");
        }
    }

    /** Fits a tokeniser to training texts, for a given length. */
    public static SequenceEncoder fit(List<String> texts, TokenizerOptions options, int length) {
        return new SequenceEncoder(options.fit(texts, Special.PADDING, Special.UNKNOWN), length);
    }

    /** As {@link #fit}; as long as {@code percent} % of the training texts at most are. */
    public static SequenceEncoder fitPercentile(List<String> texts, TokenizerOptions options, double percent) {
        Tokenizer tokenizer = options.fit(texts, Special.PADDING, Special.UNKNOWN);
        return new SequenceEncoder(tokenizer, Ragged.percentile(encode(tokenizer, texts), percent));
    }

    static List<int[]> encode(Tokenizer tokenizer, List<String> texts) {
        List<int[]> encoded = new ArrayList<>(texts.size());
        for (String text : texts) {
            encoded.add(tokenizer.encode(text));
        }
        return encoded;
    }

    /**
     * The tokens of a text, without padding: at most {@link #length()}, and at least one, which is padding if there is
     * no other, since a model needs something to look at.
     */
    public int[] encode(String text) {
        int[] ids = tokenizer.encode(text);
        if (ids.length == 0) {
            return new int[] {tokenizer.id(Special.PADDING)};
        }
        return ids.length > length ? Arrays.copyOf(ids, length) : ids;
    }

    /** As plain values, for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("length", length);
        map.put("tokenizer", tokenizer.toMap());
        return map;
    }

    /**
     * What {@link #toMap()} gave.
     *
     * @throws FormatException if something is missing or of the wrong kind
     */
    public static SequenceEncoder fromMap(Map<String, Object> map) {
        Saved saved = new Saved("sequences", map);
        try {
            return new SequenceEncoder(Tokenizer.fromMap(saved.object("tokenizer")), saved.whole("length", 1));
        } catch (IllegalArgumentException e) {
            throw new FormatException(e.getMessage(), e);
        }
    }
}
