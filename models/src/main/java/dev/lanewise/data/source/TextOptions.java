package dev.lanewise.data.source;

import dev.lanewise.data.text.LabelledTextReader;
import dev.lanewise.data.text.NGramEncoder;
import dev.lanewise.data.text.TokenizerOptions;
import dev.lanewise.setting.Meaning;
import dev.lanewise.setting.RecordSettings;

/**
 * How labelled text is read and encoded; each component says what it means.
 *
 * @param encoder see its meaning
 * @param length see its meaning
 * @param minCount see its meaning
 * @param vocabulary see its meaning
 * @param lowerCase see its meaning
 * @param ngrams see its meaning
 * @param text see its meaning
 * @param label see its meaning
 * @param heldOut see its meaning
 * @param validation see its meaning
 */
public record TextOptions(
        @Meaning("what a token is: words, characters, bpe; or ngrams, bags of runs of words, for a linear model")
        Encoder encoder,

        @Meaning("tokens of a sample, longer texts are cut; 0 for what 99 % of the training texts have at most")
        int length,

        @Meaning("tokens and n-grams seen less often in training are unknown, at least 1")
        int minCount,

        @Meaning("the most tokens or n-grams; 0 for any number, and for bpe 4,000 merges")
        int vocabulary,

        @Meaning("whether words are put into lower case") boolean lowerCase,
        @Meaning("the most words of an n-gram, at least 1") int ngrams,

        @Meaning("the column of text, by name or number from 1; empty to find it")
        String text,

        @Meaning("the column of labels, by name or number from 1; empty to find it")
        String label,

        @Meaning("the share kept for the test where the data has no such part, above 0 and below 1")
        double heldOut,

        @Meaning("the share kept for validation where the data has no such part; 0 for none")
        double validation) {
    /** What a text is made of. */
    public enum Encoder {
        /** Words and punctuation marks. */
        WORDS,
        /** Unicode code points. */
        CHARACTERS,
        /** Frequent sequences of bytes. */
        BPE,
        /** Runs of words, without their order. */
        NGRAMS
    }

    /** Words in lower case that occur twice; a tenth of the texts for validation, a tenth for the test. */
    public static final TextOptions WORDS = new TextOptions(Encoder.WORDS, 0, 2, 0, true, 2, "", "", 0.1, 0.1);

    /** Checks the numbers. */
    public TextOptions {
        RecordSettings.check(length >= 0, "length", length, "at least 0");
        RecordSettings.check(minCount >= 1, "min_count", minCount, "at least 1");
        RecordSettings.check(vocabulary >= 0, "vocabulary", vocabulary, "at least 0");
        RecordSettings.check(ngrams >= 1, "ngrams", ngrams, "at least 1");
        RecordSettings.check(heldOut > 0 && heldOut < 1, "held_out", heldOut, "above 0 and below 1");
        RecordSettings.check(
                validation >= 0 && validation + heldOut < 1,
                "validation",
                validation,
                "at least 0, with held_out below 1");
    }

    LabelledTextReader reader(long seed) {
        return new LabelledTextReader(text, label, validation, heldOut, seed);
    }

    TokenizerOptions tokens() {
        TokenizerOptions.Kind kind = switch (encoder) {
            case WORDS -> TokenizerOptions.Kind.WORDS;
            case CHARACTERS -> TokenizerOptions.Kind.CHARACTERS;
            case BPE -> TokenizerOptions.Kind.BPE;
            case NGRAMS -> throw new IllegalStateException("n-grams are no tokens");
        };
        return new TokenizerOptions(kind, lowerCase, minCount, vocabulary);
    }

    NGramEncoder.Options bags() {
        return new NGramEncoder.Options(false, ngrams, lowerCase, NGramEncoder.Weight.TFIDF, minCount, vocabulary);
    }
}
