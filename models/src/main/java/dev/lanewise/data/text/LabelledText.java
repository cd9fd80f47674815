package dev.lanewise.data.text;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.Dataset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Labelled text in its parts, and its classes, which are those of the training part. {@link LabelledTextReader} reads it;
 * {@link #sequences} and {@link #bags} make data sets of it.
 *
 * @param name a short name
 * @param source where it comes from, for people
 * @param classes the labels in the order of their numbers: by value if all are whole numbers, else by text
 * @param train what is trained on
 * @param validation what is validated on, if there is such a part
 * @param test what is tested on
 */
public record LabelledText(
        String name,
        String source,
        List<String> classes,
        TextExamples train,
        Optional<TextExamples> validation,
        TextExamples test) {
    private static final int SHOWN = 10;

    /**
     * Checks that every label is a class.
     *
     * @throws DataException if one is not, or a part is empty, or there are fewer than two classes
     */
    public LabelledText {
        classes = List.copyOf(classes);
        if (train.size() == 0 || test.size() == 0) {
            throw new DataException(source + ": has " + train.size() + " texts to train on and " + test.size()
                    + " to test on, expected at least 1 each");
        }
        if (classes.size() < 2) {
            throw new DataException(source + ": all labels of the training part are '" + String.join("", classes)
                    + "', expected at least 2 classes");
        }
        numbers(classes, train);
        if (validation.isPresent()) {
            numbers(classes, validation.get());
        }
        numbers(classes, test);
    }

    /** Labelled text whose classes are those of its training part. */
    public static LabelledText of(
            String name, String source, TextExamples train, Optional<TextExamples> validation, TextExamples test) {
        return new LabelledText(name, source, classesOf(train.labels()), train, validation, test);
    }

    static List<String> classesOf(List<String> labels) {
        List<String> distinct = labels.stream().distinct().sorted().toList();
        if (!distinct.stream().allMatch(label -> label.matches("-?\\d{1,9}"))) {
            return distinct;
        }
        List<String> byValue = new ArrayList<>(distinct);
        byValue.sort((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)));
        return byValue;
    }

    /**
     * The number of the class of each example.
     *
     * @throws DataException naming the first whose label is no class, and where it stands
     */
    public static int[] numbers(List<String> classes, TextExamples part) {
        Map<String, Integer> number = new HashMap<>();
        classes.forEach(c -> number.put(c, number.size()));
        int[] numbers = new int[part.size()];
        for (int i = 0; i < numbers.length; i++) {
            Integer known = number.get(part.labels().get(i));
            if (known == null) {
                throw new DataException(part.places().get(i) + ": label '"
                        + part.labels().get(i)
                        + "' is not in the training part, expected one of "
                        + String.join(", ", classes.subList(0, Math.min(SHOWN, classes.size())))
                        + (classes.size() > SHOWN ? ", ..." : ""));
            }
            numbers[i] = known;
        }
        return numbers;
    }

    /** The parts as sequences of tokens, padded to the encoder's length. */
    public DataSplit<TokenSequences> sequences(SequenceEncoder encoder) {
        return split(part -> TokenSequences.of(encoder, part.texts(), numbers(classes, part), classes));
    }

    /** The parts as bags of n-grams: one weight for each n-gram there is. */
    public DataSplit<NGramVectors> vectors(NGramEncoder encoder) {
        return split(part -> new NGramVectors(bagsOf(encoder, part)));
    }

    /**
     * The parts as bags of n-grams: the ids of those that occur, and their weights. All parts are as wide as the text
     * with the most different n-grams asks for.
     */
    public DataSplit<NGramBags> bags(NGramEncoder encoder) {
        NGramBags trained = bagsOf(encoder, train);
        Optional<NGramBags> validated = validation.map(part -> bagsOf(encoder, part));
        NGramBags tested = bagsOf(encoder, test);
        int width = Math.max(
                Math.max(trained.width(), tested.width()),
                validated.map(NGramBags::width).orElse(1));
        return new DataSplit<>(
                name,
                source,
                trained.withWidth(width),
                validated.map(part -> part.withWidth(width)),
                tested.withWidth(width));
    }

    private NGramBags bagsOf(NGramEncoder encoder, TextExamples part) {
        return NGramBags.of(encoder, part.texts(), numbers(classes, part), classes);
    }

    private <D extends Dataset> DataSplit<D> split(Function<TextExamples, D> encode) {
        return new DataSplit<>(name, source, encode.apply(train), validation.map(encode), encode.apply(test));
    }
}
