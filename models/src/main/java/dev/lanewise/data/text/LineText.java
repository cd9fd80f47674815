package dev.lanewise.data.text;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.SeededSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Text in which each line is a sample by itself, such as a list of names, for a model that makes up more of them. Lines
 * of white space are skipped; the rest is split by a seed. Samples are as wide as the longest line of all asks for.
 *
 * @param tokenizer fitted on the training part; has a beginning, an end and padding
 * @param split the parts
 */
public record LineText(Tokenizer tokenizer, DataSplit<TokenLines> split) {
    /**
     * Reads a file in UTF-8, plain or gzip.
     *
     * @param tokens how the tokeniser is fitted
     * @param validation the share of lines that is validated on, 0 for no such part
     * @param test the share of lines that is tested on, above 0
     * @throws DataException if it is missing, damaged, empty, not UTF-8, or has too few lines for the parts
     */
    public static LineText read(Path file, TokenizerOptions tokens, double validation, double test, long seed) {
        List<String> lines = new ArrayList<>();
        for (String line : TextFile.read(file).notBlank("a sample a line").lines()) {
            if (!line.isBlank()) {
                lines.add(line.strip());
            }
        }
        if (!(validation >= 0 && test > 0 && validation + test < 1)) {
            throw new IllegalArgumentException("lines: validation is " + validation + " and test " + test
                    + ", expected at least 0, above 0, and together below 1");
        }
        int[][] parts = SeededSplit.of(lines.size(), seed, 1 - validation - test, validation, test);
        if (parts[0].length == 0 || parts[2].length == 0 || (validation > 0 && parts[1].length == 0)) {
            throw new DataException(
                    file + ": has " + lines.size() + " lines, expected enough for one at least in every part");
        }
        List<String> training = pick(lines, parts[0]);
        Tokenizer tokenizer = tokens.fit(training, Special.PADDING, Special.UNKNOWN, Special.BEGIN, Special.END);
        List<List<int[]>> encoded = new ArrayList<>();
        int longest = 0;
        for (int[] part : parts) {
            List<int[]> sequences = new ArrayList<>();
            for (String line : pick(lines, part)) {
                int[] ids = tokenizer.encode(line);
                longest = Math.max(longest, ids.length);
                sequences.add(ids);
            }
            encoded.add(sequences);
        }
        int width = longest + 1;
        Optional<TokenLines> validated =
                validation == 0 ? Optional.empty() : Optional.of(TokenLines.of(encoded.get(1), tokenizer, width));
        return new LineText(
                tokenizer,
                new DataSplit<>(
                        Folders.name(file, "lines"),
                        file.toString(),
                        TokenLines.of(encoded.get(0), tokenizer, width),
                        validated,
                        TokenLines.of(encoded.get(2), tokenizer, width)));
    }

    private static List<String> pick(List<String> lines, int[] which) {
        List<String> picked = new ArrayList<>(which.length);
        for (int i : which) {
            picked.add(lines.get(i));
        }
        return picked;
    }
}
