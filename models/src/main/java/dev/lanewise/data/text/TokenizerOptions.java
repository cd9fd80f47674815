package dev.lanewise.data.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How a tokeniser is fitted.
 *
 * @param kind what a token is
 * @param lowerCase whether text is put into lower case; words only
 * @param minCount what is seen less often in training gets no token; at least 1
 * @param maxSize the most tokens, special ones included; 0 for any number, but for bpe 256 bytes and 4,000 merges
 */
public record TokenizerOptions(Kind kind, boolean lowerCase, int minCount, int maxSize) {
    /** What a token is. */
    public enum Kind {
        /** A Unicode code point: {@link CharTokenizer}. */
        CHARACTERS,
        /** A word or a punctuation mark: {@link WordTokenizer}. */
        WORDS,
        /** A frequent sequence of bytes: {@link BpeTokenizer}. */
        BPE
    }

    private static final int MERGES = 4000;

    /** Checks the numbers. */
    public TokenizerOptions {
        Objects.requireNonNull(kind, "kind");
        if (minCount < 1 || maxSize < 0) {
            throw new IllegalArgumentException("tokenizer: minCount is " + minCount + " and maxSize " + maxSize
                    + ", expected at least 1 and at least 0");
        }
        int least = kind == Kind.BPE ? Merges.BYTES + Special.values().length : Special.values().length + 1;
        if (maxSize > 0 && maxSize < least) {
            throw new IllegalArgumentException("tokenizer: maxSize is " + maxSize + ", expected at least " + least);
        }
    }

    /** Every character of the training text. */
    public static TokenizerOptions characters() {
        return new TokenizerOptions(Kind.CHARACTERS, false, 1, 0);
    }

    /** Words in lower case. */
    public static TokenizerOptions words(int minCount, int maxSize) {
        return new TokenizerOptions(Kind.WORDS, true, minCount, maxSize);
    }

    /** Byte pair encoding of a number of tokens. */
    public static TokenizerOptions bpe(int maxSize) {
        return new TokenizerOptions(Kind.BPE, false, 2, maxSize);
    }

    /**
     * Fits a tokeniser to training text.
     *
     * @param specials the special tokens wanted; {@link Special#UNKNOWN} is left out for bpe, which knows all
     */
    public Tokenizer fit(Iterable<String> texts, Special... specials) {
        List<Special> wanted = new ArrayList<>(Arrays.asList(specials));
        return switch (kind) {
            case CHARACTERS -> CharTokenizer.fit(texts, wanted, minCount, maxSize);
            case WORDS -> WordTokenizer.fit(texts, lowerCase, wanted, minCount, maxSize);
            case BPE -> {
                wanted.remove(Special.UNKNOWN);
                int merges = maxSize == 0 ? MERGES : maxSize - Merges.BYTES - wanted.size();
                yield BpeTokenizer.fit(texts, wanted, merges, minCount);
            }
        };
    }
}
