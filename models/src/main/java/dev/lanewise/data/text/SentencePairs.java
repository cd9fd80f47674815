package dev.lanewise.data.text;

import dev.lanewise.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sentences and their translations, as read: not yet tokenised. A pair with an empty side is left out.
 *
 * @param sources the sentences to translate
 * @param targets the translation of each
 */
public record SentencePairs(List<String> sources, List<String> targets) {
    /** Copies the lists. */
    public SentencePairs {
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
        if (sources.size() != targets.size()) {
            throw new IllegalArgumentException(
                    "pairs: " + sources.size() + " sources and " + targets.size() + " targets, expected as many");
        }
    }

    /** The number of pairs. */
    public int size() {
        return sources.size();
    }

    /**
     * Reads two files, plain or gzip, whose lines belong together.
     *
     * @throws DataException if one is missing, damaged, empty or not UTF-8, or they do not have as many lines
     */
    public static SentencePairs aligned(Path source, Path target) {
        List<String> left = TextFile.read(source).notBlank("a sentence a line").lines();
        List<String> right = TextFile.read(target).notBlank("a sentence a line").lines();
        if (left.size() != right.size()) {
            throw new DataException(source + ": has " + left.size() + " lines, but " + target + " has " + right.size()
                    + ", expected as many");
        }
        return filled(source.toString(), left, right);
    }

    /**
     * Reads a file of {@code source TAB target}, plain or gzip.
     *
     * @throws DataException if it is missing, damaged, empty or not UTF-8, or a line does not have two columns
     */
    public static SentencePairs tsv(Path path) {
        TextFile file = TextFile.read(path).notBlank("source TAB target a line");
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        for (Rows.Row row : Rows.tabs(file).rows()) {
            if (row.cells().size() != 2) {
                throw file.error(
                        row.line(),
                        "has " + row.cells().size() + (row.cells().size() == 1 ? " column" : " columns")
                                + ", expected 2: source TAB target");
            }
            left.add(row.cells().get(0));
            right.add(row.cells().get(1));
        }
        return filled(path.toString(), left, right);
    }

    private static SentencePairs filled(String name, List<String> left, List<String> right) {
        List<String> sources = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).isBlank() && !right.get(i).isBlank()) {
                sources.add(left.get(i));
                targets.add(right.get(i));
            }
        }
        if (sources.isEmpty()) {
            throw new DataException(name + ": has no line with both sides, expected sentences and their translations");
        }
        return new SentencePairs(sources, targets);
    }

    SentencePairs pick(int[] which) {
        List<String> someSources = new ArrayList<>(which.length);
        List<String> someTargets = new ArrayList<>(which.length);
        for (int i : which) {
            someSources.add(sources.get(i));
            someTargets.add(targets.get(i));
        }
        return new SentencePairs(someSources, someTargets);
    }

    /** The file of a part and language in a folder, plain or gzip; a name that goes on, as test_2016, is taken too. */
    static Path file(Path folder, List<String> parts, String language) {
        for (String part : parts) {
            for (String ending : List.of("." + language, "." + language + ".gz")) {
                if (Files.isRegularFile(folder.resolve(part + ending))) {
                    return folder.resolve(part + ending);
                }
            }
        }
        return Folders.list(folder).stream()
                .filter(file -> {
                    String name = file.getFileName().toString();
                    return parts.stream().anyMatch(p -> name.startsWith(p + "_") || name.startsWith(p + "."))
                            && (name.endsWith("." + language) || name.endsWith("." + language + ".gz"));
                })
                .findFirst()
                .orElseThrow(() -> new DataException(folder + ": no file " + parts.get(0) + "." + language + " or "
                        + parts.get(0) + "." + language + ".gz in it"));
    }
}
