package dev.lanewise.data.source;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.Signature;
import dev.lanewise.data.text.NGramBags;
import dev.lanewise.data.text.NGramEncoder;
import dev.lanewise.data.text.SequenceEncoder;
import dev.lanewise.data.text.TokenSequences;
import dev.lanewise.data.text.WordTokenizer;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How texts become the input of a model: tokens [T] and their number, or the ids and weights [K] of a bag of n-grams.
 *
 * @param sequences encodes tokens; null for bags
 * @param bags encodes n-grams; null for sequences
 * @param width T, or the K of training; a model of bags takes any
 * @param classes the names of the classes
 */
public record PreparedText(SequenceEncoder sequences, NGramEncoder bags, int width, List<String> classes)
        implements Preparation {
    /** Checks that there is one encoder. */
    public PreparedText {
        classes = List.copyOf(classes);
        if ((sequences == null) == (bags == null)) {
            throw new IllegalArgumentException("text: expected one encoder, of sequences or of bags");
        }
    }

    @Override
    public Signature signature() {
        Signature.Classes output = new Signature.Classes(classes);
        if (bags != null) {
            return new Signature(
                    List.of(
                            Signature.Input.ids("ids", Shape.of(width), List.of(bags.size())),
                            Signature.Input.floats("weights", Shape.of(width))),
                    output);
        }
        return new Signature(
                List.of(
                        Signature.Input.ids(
                                "tokens",
                                Shape.of(width),
                                List.of(sequences.tokenizer().size())),
                        Signature.Input.ids("length", Shape.of(), List.of(width + 1))),
                output);
    }

    /** Texts as a data set. */
    Dataset dataset(List<String> texts, int[] labels) {
        return bags != null
                ? NGramBags.of(bags, texts, labels, classes)
                : TokenSequences.of(sequences, texts, labels, classes);
    }

    @Override
    public boolean readsFiles() {
        return false;
    }

    @Override
    public Value[] inputs(String raw) {
        Dataset one = dataset(List.of(raw), new int[1]);
        Value[] values = one.values(0);
        return Arrays.copyOf(values, values.length - 1);
    }

    @Override
    public Specimen specimen(Dataset data, int sample) {
        List<String> pieces = new ArrayList<>();
        if (data instanceof TokenSequences tokens) {
            for (int id : tokens.sequence(sample)) {
                pieces.add(sequences.tokenizer().token(id));
            }
        } else {
            Value[] values = data.values(sample);
            IntTensor ids = (IntTensor) values[0];
            Tensor weights = (Tensor) values[1];
            for (int k = 0; k < ids.size(); k++) {
                if (weights.array()[k] > 0) {
                    int id = ids.get(k);
                    pieces.add(bags.vocabulary().map(v -> v.token(id)).orElse("#" + id));
                }
            }
        }
        String gap = bags != null ? " \u00b7 " : sequences.tokenizer() instanceof WordTokenizer ? " " : "";
        return new Specimen.Passage(pieces, gap);
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", "text");
        map.put("width", (long) width);
        map.put("classes", classes);
        if (bags != null) {
            map.put("ngrams", bags.toMap());
        } else {
            map.put("sequences", sequences.toMap());
        }
        return map;
    }

    /** What {@link #toMap} made. */
    @SuppressWarnings("unchecked")
    static PreparedText of(Map<String, Object> map) {
        return new PreparedText(
                map.containsKey("sequences")
                        ? SequenceEncoder.fromMap((Map<String, Object>) map.get("sequences"))
                        : null,
                map.containsKey("ngrams") ? NGramEncoder.fromMap((Map<String, Object>) map.get("ngrams")) : null,
                ((Number) map.get("width")).intValue(),
                ((List<?>) map.get("classes")).stream().map(String.class::cast).toList());
    }
}
