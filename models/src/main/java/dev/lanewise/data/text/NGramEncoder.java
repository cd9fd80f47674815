package dev.lanewise.data.text;

import dev.lanewise.data.SplitMix64;
import dev.lanewise.format.FormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a text becomes a bag of n-grams, runs of 1 to {@code longest} words, without their order: the input of a linear
 * model. Weights are scaled to Euclidean length 1. Fitted on the training part, saved with the model.
 *
 * @param vocabulary the n-grams that count, words one space apart; empty if n-grams are hashed
 * @param size the number of ids: that of the vocabulary, or of the buckets that n-grams are hashed into
 * @param longest the most words of an n-gram
 * @param lowerCase whether text is put into lower case first
 * @param weight what an n-gram weighs
 * @param idf the factor of each id, {@code ln((1 + texts) / (1 + texts with it)) + 1}; empty unless tf-idf
 */
public record NGramEncoder(
        Optional<Vocabulary> vocabulary, int size, int longest, boolean lowerCase, Weight weight, List<Double> idf) {
    /** What an n-gram weighs before scaling. */
    public enum Weight {
        /** 1 if it occurs. */
        BINARY,
        /** How often it occurs. */
        COUNT,
        /** How often it occurs, times its idf. */
        TFIDF
    }

    /**
     * How the encoder is fitted.
     *
     * @param hashed whether n-grams are hashed into {@code maxSize} buckets, which needs no vocabulary
     * @param minCount an n-gram seen less often is left out; of no effect if hashed
     * @param maxSize the most n-grams, 0 for any number; the number of buckets if hashed
     */
    public record Options(boolean hashed, int longest, boolean lowerCase, Weight weight, int minCount, int maxSize) {
        /** Checks the numbers. */
        public Options {
            if (longest < 1 || minCount < 1 || maxSize < (hashed ? 1 : 0)) {
                throw new IllegalArgumentException("n-grams: longest is " + longest + ", minCount " + minCount
                        + " and maxSize " + maxSize + ", expected at least 1, 1 and " + (hashed ? 1 : 0));
            }
        }

        /** Words and pairs of words in lower case that occur at least {@code minCount} times, by tf-idf. */
        public static Options bigrams(int minCount) {
            return new Options(false, 2, true, Weight.TFIDF, minCount, 0);
        }
    }

    /** A bag: the ids that occur, ascending, and their weights. */
    record Bag(int[] ids, float[] weights) {}

    /** Checks that the parts agree. */
    public NGramEncoder {
        idf = List.copyOf(idf);
        if (longest < 1 || size < 1 || vocabulary.map(v -> v.size() != size).orElse(false)) {
            throw new IllegalArgumentException("n-grams: size " + size + ", longest " + longest
                    + ", expected at least 1 and the size of the vocabulary");
        }
        if (idf.size() != (weight == Weight.TFIDF ? size : 0)) {
            throw new IllegalArgumentException(
                    "n-grams: " + idf.size() + " idf factors, expected one for each id with tf-idf, else none");
        }
    }

    /** Fits an encoder to training texts. */
    public static NGramEncoder fit(List<String> texts, Options options) {
        Optional<Vocabulary> vocabulary = Optional.empty();
        if (!options.hashed()) {
            Map<String, Integer> counts = new HashMap<>();
            for (String text : texts) {
                for (String gram : grams(text, options.lowerCase(), options.longest())) {
                    counts.merge(gram, 1, Integer::sum);
                }
            }
            Vocabulary fitted = Vocabulary.fit(counts, List.of(), options.minCount(), options.maxSize());
            // One id at least: a model cannot have an input of no extent.
            vocabulary = Optional.of(fitted.size() > 0 ? fitted : Vocabulary.of(List.of(Special.UNKNOWN), List.of()));
        }
        int size = vocabulary.map(Vocabulary::size).orElse(options.maxSize());
        boolean tfidf = options.weight() == Weight.TFIDF;
        NGramEncoder plain = new NGramEncoder(
                vocabulary,
                size,
                options.longest(),
                options.lowerCase(),
                tfidf ? Weight.BINARY : options.weight(),
                List.of());
        return tfidf ? plain.withIdf(texts) : plain;
    }

    private NGramEncoder withIdf(List<String> texts) {
        int[] holding = new int[size];
        for (String text : texts) {
            for (int id : encode(text).ids()) {
                holding[id]++;
            }
        }
        List<Double> factors = new ArrayList<>(size);
        for (int count : holding) {
            factors.add(StrictMath.log((1.0 + texts.size()) / (1.0 + count)) + 1);
        }
        return new NGramEncoder(vocabulary, size, longest, lowerCase, Weight.TFIDF, factors);
    }

    private static List<String> grams(String text, boolean lowerCase, int longest) {
        List<String> words = WordTokenizer.words(text, lowerCase);
        List<String> grams = new ArrayList<>(words);
        for (int n = 2; n <= longest; n++) {
            for (int i = 0; i + n <= words.size(); i++) {
                grams.add(String.join(" ", words.subList(i, i + n)));
            }
        }
        return grams;
    }

    private int id(String gram) {
        if (vocabulary.isPresent()) {
            return vocabulary.get().id(gram);
        }
        long hash = 0xcbf29ce484222325L; // FNV-1a over the chars
        for (int i = 0; i < gram.length(); i++) {
            hash = (hash ^ gram.charAt(i)) * 0x100000001b3L;
        }
        return SplitMix64.below(size, SplitMix64.mix(hash));
    }

    /** The bag of a text; empty if none of its n-grams counts. */
    Bag encode(String text) {
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        for (String gram : grams(text, lowerCase, longest)) {
            int id = id(gram);
            if (id >= 0) {
                counts.merge(id, 1, Integer::sum);
            }
        }
        int[] ids = new int[counts.size()];
        double[] values = new double[ids.length];
        double squares = 0;
        int n = 0;
        for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
            ids[n] = entry.getKey();
            values[n] = switch (weight) {
                case BINARY -> 1;
                case COUNT -> entry.getValue();
                case TFIDF -> entry.getValue() * idf.get(entry.getKey());
            };
            squares += values[n] * values[n];
            n++;
        }
        float[] weights = new float[ids.length];
        double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (values[i] * scale);
        }
        return new Bag(ids, weights);
    }

    /** The weights of a text, one for each id. */
    public float[] vector(String text) {
        Bag bag = encode(text);
        float[] vector = new float[size];
        for (int i = 0; i < bag.ids().length; i++) {
            vector[bag.ids()[i]] = bag.weights()[i];
        }
        return vector;
    }

    /** As plain values, for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("hashed", vocabulary.isEmpty());
        map.put("size", size);
        map.put("longest", longest);
        map.put("lower_case", lowerCase);
        map.put("weight", weight.name().toLowerCase(Locale.ROOT));
        map.put("idf", idf);
        vocabulary.ifPresent(v -> map.put("vocabulary", v.toMap()));
        return map;
    }

    /**
     * What {@link #toMap()} gave.
     *
     * @throws FormatException if something is missing or of the wrong kind
     */
    public static NGramEncoder fromMap(Map<String, Object> map) {
        Saved saved = new Saved("n-grams", map);
        List<Double> idf = new ArrayList<>();
        for (double factor : saved.numbers("idf")) {
            idf.add(factor);
        }
        try {
            return new NGramEncoder(
                    saved.flag("hashed")
                            ? Optional.empty()
                            : Optional.of(Vocabulary.fromMap(saved.object("vocabulary"))),
                    saved.whole("size", 1),
                    saved.whole("longest", 1),
                    saved.flag("lower_case"),
                    saved.choice("weight", Weight.class),
                    idf);
        } catch (IllegalArgumentException e) {
            throw new FormatException(e.getMessage(), e);
        }
    }
}
