package dev.lanewise.data.text;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Running text for a language model: cut into a training, a validation and a test part in this order, tokenised by a
 * tokeniser that has seen the training part only.
 *
 * <p>Training windows are drawn anew in each epoch, about as many as there is room for side by side; those of the other
 * parts stand side by side. A character or word that only occurs outside the training part is unknown.
 *
 * @param tokenizer fitted on the training part
 * @param split the parts
 */
public record PlainText(Tokenizer tokenizer, DataSplit<TokenWindows> split) {
    /**
     * How text is cut up.
     *
     * @param tokens how the tokeniser is fitted
     * @param window the number of tokens of a sample, T
     * @param validation the share of the text that is validated on, 0 for no such part
     * @param test the share of the text that is tested on, above 0
     * @param seed of the windows
     */
    public record Options(TokenizerOptions tokens, int window, double validation, double test, long seed) {
        /** Checks the numbers. */
        public Options {
            Objects.requireNonNull(tokens, "tokens");
            if (window < 1) {
                throw new IllegalArgumentException("text: window is " + window + ", expected at least 1");
            }
            if (!(validation >= 0 && test > 0 && validation + test < 1)) {
                throw new IllegalArgumentException("text: validation is " + validation + " and test " + test
                        + ", expected at least 0, above 0, and together below 1");
            }
        }

        /** 90 % training, 5 % validation, 5 % test. */
        public static Options of(TokenizerOptions tokens, int window, long seed) {
            return new Options(tokens, window, 0.05, 0.05, seed);
        }
    }

    /**
     * Reads a file in UTF-8, plain or gzip.
     *
     * @throws DataException if it is missing, damaged, empty, not UTF-8, or so short that a part has no whole window
     */
    public static PlainText read(Path file, Options options) {
        String text = TextFile.read(file).notBlank("text").text();
        return of(Folders.name(file, "text"), file.toString(), text, options);
    }

    /** As {@link #read}, of text from elsewhere. */
    public static PlainText of(String name, String source, String text, Options options) {
        int first = cut(text, 1 - options.validation() - options.test());
        int second = cut(text, 1 - options.test());
        String training = text.substring(0, first);
        Tokenizer tokenizer = options.tokens().fit(List.of(training), Special.UNKNOWN);
        List<int[]> parts = new ArrayList<>();
        for (String part : List.of(training, text.substring(first, second), text.substring(second))) {
            parts.add(tokenizer.encode(part));
        }
        int window = options.window();
        int[] train = enough(source, "training", parts.get(0), window);
        TokenWindows windows = TokenWindows.random(train, window, (train.length - 1) / window, options.seed());
        Optional<TokenWindows> validation = options.validation() == 0
                ? Optional.empty()
                : Optional.of(inLine(enough(source, "validation", parts.get(1), window), window));
        TokenWindows test = inLine(enough(source, "test", parts.get(2), window), window);
        return new PlainText(tokenizer, new DataSplit<>(name, source, windows, validation, test));
    }

    private static TokenWindows inLine(int[] tokens, int window) {
        return TokenWindows.strided(tokens, window, window);
    }

    /** A share of a text in chars, never between the halves of a character. */
    private static int cut(String text, double share) {
        int at = (int) Math.round(text.length() * share);
        boolean between =
                at > 0 && at < text.length() && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
        return between ? at - 1 : at;
    }

    private static int[] enough(String source, String part, int[] tokens, int window) {
        if (tokens.length <= window) {
            throw new DataException(
                    source + ": the " + part + " part has " + tokens.length + " tokens, expected at least "
                            + (window + 1L) + ": a window of " + window + " and the token behind it");
        }
        return tokens;
    }
}
