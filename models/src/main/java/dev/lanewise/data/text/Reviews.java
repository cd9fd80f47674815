package dev.lanewise.data.text;

import dev.lanewise.data.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The labelled text built in: short reviews of made-up films, good or bad, put together from parts of sentences. Some say
 * what they mean by denying the opposite, so that single words do not tell all. Sample i depends on i alone.
 */
public final class Reviews {
    private static final int TRAIN = 2000;
    private static final int HELD_OUT = 400;
    private static final long SEED = 0x7265766965777331L;

    private static final List<String> SUBJECTS = List.of(
            "the film",
            "this story",
            "the plot",
            "the acting",
            "the music",
            "the ending",
            "the first hour",
            "the lead",
            "the dialogue",
            "the camera work",
            "the whole thing",
            "this comedy",
            "this drama");
    private static final List<String> GOOD = List.of(
            "moving",
            "clever",
            "funny",
            "a joy",
            "well made",
            "gripping",
            "warm",
            "brilliant",
            "fresh",
            "worth seeing",
            "charming",
            "tense",
            "beautiful",
            "honest");
    private static final List<String> BAD = List.of(
            "dull",
            "a mess",
            "silly",
            "boring",
            "badly made",
            "tired",
            "cold",
            "clumsy",
            "stale",
            "a waste of time",
            "loud",
            "flat",
            "ugly",
            "false");
    private static final List<String> DEGREES = List.of("", "really ", "quite ", "simply ", "at times ", "truly ");
    private static final List<String> ENDS = List.of(
            ".",
            " from start to end.",
            " , to say the least.",
            " , and i saw it twice.",
            " for all ages.",
            " in my view.");

    private Reviews() {}

    /** The set that recipes use. */
    public static LabelledText split() {
        return LabelledText.of(
                "reviews",
                "built in",
                examples(0, TRAIN),
                Optional.of(examples(TRAIN, HELD_OUT)),
                examples(TRAIN + HELD_OUT, HELD_OUT));
    }

    private static TextExamples examples(int first, int count) {
        List<String> texts = new ArrayList<>(count);
        List<String> labels = new ArrayList<>(count);
        List<String> places = new ArrayList<>(count);
        for (int i = first; i < first + count; i++) {
            boolean good = i % 2 == 0;
            texts.add(text(i, good));
            labels.add(good ? "good" : "bad");
            places.add("review " + i);
        }
        return new TextExamples(texts, labels, places);
    }

    private static String text(int sample, boolean good) {
        long stream = SplitMix64.stream(SEED, sample);
        String first = clause(stream, 0, good);
        if (pick(stream, 20, 3) == 0) {
            return first + ENDS.get(pick(stream, 21, ENDS.size()));
        }
        // A concession first, then what counts; or twice the same.
        boolean conceded = pick(stream, 22, 2) == 0;
        String second = clause(stream, 8, good);
        return conceded
                ? clause(stream, 0, !good) + " , but " + second + ENDS.get(pick(stream, 21, ENDS.size()))
                : first + " and " + second + ENDS.get(pick(stream, 21, ENDS.size()));
    }

    private static String clause(long stream, int at, boolean good) {
        String subject = SUBJECTS.get(pick(stream, at, SUBJECTS.size()));
        boolean denied = pick(stream, at + 1, 4) == 0;
        List<String> words = good == denied ? BAD : GOOD;
        return subject
                + (denied ? " is not " : " is ")
                + DEGREES.get(pick(stream, at + 2, DEGREES.size()))
                + words.get(pick(stream, at + 3, words.size()));
    }

    private static int pick(long stream, int at, int choices) {
        return SplitMix64.below(choices, SplitMix64.word(stream, at));
    }
}
