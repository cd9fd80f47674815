package dev.lanewise.data.text;

import dev.lanewise.format.FormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How sentence pairs become tokens: fitted on the training part, saved with the model.
 *
 * @param source of the sentences to translate
 * @param target of the translations; the same as {@code source} if the vocabulary is joint
 * @param sourceLength the number of tokens of a source, S; of a longer one the first S are kept
 * @param targetLength the number of tokens of a target with its end, T; with its beginning too there are T + 1
 */
public record PairEncoder(Tokenizer source, Tokenizer target, int sourceLength, int targetLength) {
    /** Checks the lengths and the tokenisers. */
    public PairEncoder {
        if (sourceLength < 1 || targetLength < 2) {
            throw new IllegalArgumentException("pairs: lengths are " + sourceLength + " and " + targetLength
                    + ", expected at least 1 and at least 2");
        }
        if (source.id(Special.PADDING) < 0
                || target.id(Special.PADDING) < 0
                || target.id(Special.BEGIN) < 0
                || target.id(Special.END) < 0) {
            throw new IllegalArgumentException(
                    "pairs: a tokeniser lacks padding, or that of the target a beginning or an end");
        }
    }

    /**
     * Fits tokenisers to training pairs.
     *
     * @param joint whether both sides share one vocabulary
     * @param percent the share of training sentences, in %, that are not to be cut
     */
    public static PairEncoder fit(SentencePairs train, TokenizerOptions options, boolean joint, double percent) {
        List<String> left = train.sources();
        List<String> right = train.targets();
        Special[] all = Special.values();
        Tokenizer source;
        Tokenizer target;
        if (joint) {
            List<String> both = new ArrayList<>(left);
            both.addAll(right);
            source = options.fit(both, all);
            target = source;
        } else {
            source = options.fit(left, all);
            target = options.fit(right, all);
        }
        int longest = Ragged.percentile(SequenceEncoder.encode(source, left), percent);
        int longestTarget = Ragged.percentile(SequenceEncoder.encode(target, right), percent);
        return new PairEncoder(source, target, longest, longestTarget + 1);
    }

    /** The tokens of a source, at least one and at most S. */
    public int[] encodeSource(String text) {
        int[] ids = source.encode(text);
        if (ids.length == 0) {
            return new int[] {source.id(Special.PADDING)};
        }
        return ids.length > sourceLength ? Arrays.copyOf(ids, sourceLength) : ids;
    }

    /** The tokens of a target between its beginning and its end, at most T + 1 in all; the end is always there. */
    public int[] encodeTarget(String text) {
        int[] ids = target.encode(text);
        int count = Math.min(ids.length, targetLength - 1);
        int[] whole = new int[count + 2];
        whole[0] = target.id(Special.BEGIN);
        System.arraycopy(ids, 0, whole, 1, count);
        whole[count + 1] = target.id(Special.END);
        return whole;
    }

    /** True if both sides share one vocabulary. */
    public boolean joint() {
        return source.equals(target);
    }

    /** As plain values, for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("joint", joint());
        map.put("source_length", sourceLength);
        map.put("target_length", targetLength);
        map.put("source", source.toMap());
        if (!joint()) {
            map.put("target", target.toMap());
        }
        return map;
    }

    /**
     * What {@link #toMap()} gave.
     *
     * @throws FormatException if something is missing or of the wrong kind
     */
    public static PairEncoder fromMap(Map<String, Object> map) {
        Saved saved = new Saved("pairs", map);
        try {
            Tokenizer source = Tokenizer.fromMap(saved.object("source"));
            return new PairEncoder(
                    source,
                    saved.flag("joint") ? source : Tokenizer.fromMap(saved.object("target")),
                    saved.whole("source_length", 1),
                    saved.whole("target_length", 2));
        } catch (IllegalArgumentException e) {
            throw new FormatException(e.getMessage(), e);
        }
    }
}
