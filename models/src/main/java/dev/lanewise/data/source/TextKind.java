package dev.lanewise.data.source;

import dev.lanewise.data.DataSplit;
import dev.lanewise.data.Dataset;
import dev.lanewise.data.text.LabelledText;
import dev.lanewise.data.text.NGramBags;
import dev.lanewise.data.text.NGramEncoder;
import dev.lanewise.data.text.Reviews;
import dev.lanewise.data.text.SequenceEncoder;
import dev.lanewise.data.text.TextExamples;
import dev.lanewise.setting.UnknownNameException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Labelled text: files of sentence and label, folders of texts. */
public final class TextKind implements DataKind<TextOptions> {
    private static final double LONGEST_PERCENT = 99;
    private static final String TEXT_FILE = "(?i).*\\.(tsv|csv|txt)(\\.gz)?";
    private static final String TRAIN_FILE = "(?i)train(ing)?\\.(tsv|csv|txt)(\\.gz)?";

    /** The kind; there is no need for more than one. */
    public TextKind() {}

    @Override
    public String name() {
        return "text";
    }

    @Override
    public String expected() {
        return "a file of text and label (.tsv, .csv or .txt), a folder with train, dev and test of such, or a folder of"
                + " .txt files for each class";
    }

    @Override
    public TextOptions options() {
        return TextOptions.WORDS;
    }

    @Override
    public List<String> builtIn() {
        return List.of("reviews");
    }

    @Override
    public String recognise(Path path) {
        if (Files.isRegularFile(path)) {
            return path.getFileName().toString().matches(TEXT_FILE) ? "a file of labelled text" : null;
        }
        if (holds(path, TRAIN_FILE)) {
            return "a folder of labelled text";
        }
        Path inner = Files.isDirectory(path.resolve("train")) ? path.resolve("train") : path;
        try (Stream<Path> folders = Files.list(inner)) {
            return folders.anyMatch(folder -> holds(folder, "(?i).*\\.txt(\\.gz)?"))
                    ? "a folder of .txt files for each class"
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean holds(Path folder, String pattern) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().matches(pattern));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Loaded read(Path path, TextOptions options, long seed) {
        return prepared(options.reader(seed).read(path), options);
    }

    @Override
    public Loaded builtIn(String name, TextOptions options, long seed) {
        if (!builtIn().contains(name)) {
            throw new UnknownNameException("data set", name, builtIn());
        }
        return prepared(Reviews.split(), options);
    }

    private static Loaded prepared(LabelledText text, TextOptions options) {
        List<String> notes = new ArrayList<>();
        List<String> classes = text.classes();
        String found = text.train().size() + " training, "
                + text.validation().map(part -> part.size() + " validation, ").orElse("")
                + text.test().size()
                + " test texts of " + classes.size() + " classes ("
                + String.join(", ", classes.subList(0, Math.min(10, classes.size())))
                + (classes.size() > 10 ? ", ..." : "")
                + ")";
        if (options.encoder() == TextOptions.Encoder.NGRAMS) {
            NGramEncoder encoder = NGramEncoder.fit(text.train().texts(), options.bags());
            DataSplit<NGramBags> split = text.bags(encoder);
            notes.add(found + ", " + encoder.size() + " n-grams of up to " + options.ngrams() + " words");
            return new Loaded(
                    split, new PreparedText(null, encoder, split.train().width(), classes), notes);
        }
        SequenceEncoder encoder = options.length() > 0
                ? SequenceEncoder.fit(text.train().texts(), options.tokens(), options.length())
                : SequenceEncoder.fitPercentile(text.train().texts(), options.tokens(), LONGEST_PERCENT);
        notes.add(found + ", " + encoder.tokenizer().size() + " "
                + options.encoder().name().toLowerCase(Locale.ROOT) + ", " + encoder.length() + " tokens a text");
        return new Loaded(text.sequences(encoder), new PreparedText(encoder, null, encoder.length(), classes), notes);
    }

    @Override
    public Dataset test(Path path, Preparation preparation, TextOptions options) {
        TextExamples examples = options.reader(1).test(path);
        PreparedText prepared = (PreparedText) preparation;
        return prepared.dataset(examples.texts(), LabelledText.numbers(prepared.classes(), examples));
    }

    @Override
    public Preparation preparation(Map<String, Object> saved) {
        return PreparedText.of(saved);
    }
}
