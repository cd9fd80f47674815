package dev.lanewise.report;

import java.util.List;
import java.util.Objects;

/**
 * Samples that a model got wrong, as pictures; the first 24 of the list are drawn.
 *
 * @param heading  the section's heading
 * @param mistakes the worst first
 */
public record Mistakes(String heading, List<Mistake> mistakes) implements Section {
    /** How many are drawn. */
    public static final int MOST = 24;

    /**
     * One sample.
     *
     * @param picture        what the model saw
     * @param trueClass      the name of its class
     * @param predictedClass the name of the class the model gave it
     * @param probability    what the model gave for its prediction, in [0, 1]
     * @param index          the sample's index in its data set
     */
    public record Mistake(Picture picture, String trueClass, String predictedClass, double probability, long index) {
        public Mistake {
            Objects.requireNonNull(picture, "picture");
            Objects.requireNonNull(trueClass, "trueClass");
            Objects.requireNonNull(predictedClass, "predictedClass");
        }
    }

    public Mistakes {
        Objects.requireNonNull(heading, "heading");
        mistakes = List.copyOf(mistakes);
    }

    /** Pictures below the heading {@code Worst mistakes}. */
    public Mistakes(List<Mistake> mistakes) {
        this("Worst mistakes", mistakes);
    }

    @Override
    public void write(Html out) {
        if (mistakes.isEmpty()) {
            out.element("p", "No mistakes.", "class", "none");
            return;
        }
        out.open("p", "class", "explain").text("True class → ").element("span", "predicted class", "class", "wrong");
        out.text(", the probability the model gave its prediction, and the sample’s index in the test data.")
                .close();
        out.open("div", "class", "gallery");
        for (Mistake mistake : mistakes.subList(0, Math.min(MOST, mistakes.size()))) {
            write(out, mistake);
        }
        out.close();
    }

    private static void write(Html out, Mistake mistake) {
        String words = "Sample " + mistake.index() + ": true class " + mistake.trueClass() + ", predicted "
                + mistake.predictedClass();
        out.open("figure");
        out.empty("img", "class", "pixels", "src", mistake.picture().dataUri(), "alt", words, "title", words);
        out.open("figcaption");
        out.open("span", "class", "verdict").text(mistake.trueClass() + " → ");
        out.element("b", mistake.predictedClass(), "class", "wrong").close();
        out.open("span", "class", "detail")
                .element("span", Format.percent(mistake.probability(), 1))
                .text(" ");
        out.element("span", "#" + mistake.index()).close();
        out.close().close();
    }
}
