package dev.lanewise.data.text;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.SeededSplit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Sentence pairs in their parts.
 *
 * @param name a short name
 * @param source where they come from, for people
 * @param train what is trained on
 * @param validation what is validated on, if there is such a part
 * @param test what is tested on
 */
public record PairText(
        String name, String source, SentencePairs train, Optional<SentencePairs> validation, SentencePairs test) {

    /**
     * Reads a folder with two files for each part, such as {@code train.de.gz} and {@code train.en.gz}: the parts
     * {@code train}, {@code val} or {@code valid} or {@code dev}, {@code test}, each name perhaps followed by an
     * underscore and more, as in {@code test_2016_flickr.de}.
     *
     * @param from the language to translate from, as files end
     * @param to the language to translate to, as files end
     * @throws DataException if a file is missing, damaged or empty, or two files do not have as many lines
     */
    public static PairText folder(Path folder, String from, String to) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    folder + (Files.exists(folder) ? ": is a file, expected a folder" : ": no such folder"));
        }
        return new PairText(
                Folders.name(folder, "pairs") + " " + from + "-" + to,
                folder.toString(),
                part(folder, List.of("train"), from, to),
                Optional.of(part(folder, List.of("val", "valid", "dev"), from, to)),
                part(folder, List.of("test"), from, to));
    }

    private static SentencePairs part(Path folder, List<String> names, String from, String to) {
        return SentencePairs.aligned(SentencePairs.file(folder, names, from), SentencePairs.file(folder, names, to));
    }

    /**
     * Splits pairs by a seed.
     *
     * @param validation the share that is validated on, 0 for no such part
     * @param test the share that is tested on
     * @throws DataException if a part would be empty
     */
    public static PairText split(
            String name, String source, SentencePairs pairs, double validation, double test, long seed) {
        int[][] parts = SeededSplit.of(pairs.size(), seed, 1 - validation - test, validation, test);
        if (parts[0].length == 0 || parts[2].length == 0 || (validation > 0 && parts[1].length == 0)) {
            throw new DataException(
                    source + ": has " + pairs.size() + " pairs, expected enough for one at least in every part");
        }
        return new PairText(
                name,
                source,
                pairs.pick(parts[0]),
                validation == 0 ? Optional.empty() : Optional.of(pairs.pick(parts[1])),
                pairs.pick(parts[2]));
    }

    /** The parts as tokens. */
    public DataSplit<PairSequences> sequences(PairEncoder encoder) {
        return new DataSplit<>(
                name,
                source,
                PairSequences.of(encoder, train),
                validation.map(part -> PairSequences.of(encoder, part)),
                PairSequences.of(encoder, test));
    }
}
