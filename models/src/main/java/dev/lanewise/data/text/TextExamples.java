package dev.lanewise.data.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts with a class each, as read: not yet tokenised.
 *
 * @param texts the texts
 * @param labels the class of each text, as it stands in the file
 * @param places where each text stands, for messages: {@code train.tsv: line 3}
 */
public record TextExamples(List<String> texts, List<String> labels, List<String> places) {
    /** Copies the lists. */
    public TextExamples {
        texts = List.copyOf(texts);
        labels = List.copyOf(labels);
        places = List.copyOf(places);
        if (texts.size() != labels.size() || texts.size() != places.size()) {
            throw new IllegalArgumentException("examples: " + texts.size() + " texts, " + labels.size() + " labels and "
                    + places.size() + " places, expected as many of each");
        }
    }

    /** The number of texts. */
    public int size() {
        return texts.size();
    }

    /** Some of the examples. */
    TextExamples pick(int[] which) {
        List<String> someTexts = new ArrayList<>(which.length);
        List<String> someLabels = new ArrayList<>(which.length);
        List<String> somePlaces = new ArrayList<>(which.length);
        for (int i : which) {
            someTexts.add(texts.get(i));
            someLabels.add(labels.get(i));
            somePlaces.add(places.get(i));
        }
        return new TextExamples(someTexts, someLabels, somePlaces);
    }
}
