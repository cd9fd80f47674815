package dev.lanewise.data.text;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.Field;
import dev.lanewise.data.Fingerprint;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Labelled sequences of tokens: {@code tokens} INT [T], padded; {@code length} INT [], how many of them are the text, 1
 * to T; {@code label} INT [].
 */
public final class TokenSequences implements Dataset {
    private final Ragged sequences;
    private final int[] labels;
    private final List<String> classes;
    private final int length;
    private final int padding;
    private final List<Field> fields;
    private volatile String fingerprint;

    private TokenSequences(Ragged sequences, int[] labels, List<String> classes, int length, int padding) {
        this.sequences = sequences;
        this.labels = labels;
        this.classes = List.copyOf(classes);
        this.length = length;
        this.padding = padding;
        this.fields = List.of(
                new Field("tokens", Field.Kind.INT, Shape.of(length)),
                new Field("length", Field.Kind.INT, Shape.of()),
                new Field("label", Field.Kind.INT, Shape.of()));
    }

    /**
     * A set of labelled texts.
     *
     * @param labels the number of each text's class; copied
     * @throws IllegalArgumentException if there are more texts than labels or fewer, or a label is not a class
     */
    public static TokenSequences of(SequenceEncoder encoder, List<String> texts, int[] labels, List<String> classes) {
        Reads.checkLabels(texts.size(), labels, classes);
        List<int[]> encoded = new ArrayList<>(texts.size());
        for (String text : texts) {
            encoded.add(encoder.encode(text));
        }
        return new TokenSequences(
                new Ragged(encoded),
                labels.clone(),
                classes,
                encoder.length(),
                encoder.tokenizer().id(Special.PADDING));
    }

    @Override
    public int size() {
        return labels.length;
    }

    /** The names of the classes; class k is called {@code classes().get(k)}. */
    public List<String> classes() {
        return classes;
    }

    /** The class of a sample. */
    public int label(int sample) {
        return labels[sample];
    }

    /** The tokens of a sample without padding, a copy. */
    public int[] sequence(int sample) {
        return sequences.get(sample);
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public void read(int[] order, int from, int to, Value... batch) {
        Reads.check(fields, order, from, to, batch);
        IntTensor tokens = (IntTensor) batch[0];
        IntTensor lengths = (IntTensor) batch[1];
        IntTensor label = (IntTensor) batch[2];
        for (int i = from; i < to; i++) {
            int n = i - from;
            sequences.copy(order[i], 0, tokens.array(), tokens.offset() + n * length, length, padding);
            lengths.array()[lengths.offset() + n] = sequences.length(order[i]);
            label.array()[label.offset() + n] = labels[order[i]];
        }
    }

    @Override
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            known = hash();
            fingerprint = known;
        }
        return known;
    }

    private String hash() {
        Fingerprint hash = new Fingerprint("token sequences").add((long) length).add((long) padding);
        classes.forEach(hash::add);
        Ragged.add(hash, labels);
        sequences.addTo(hash);
        return hash.hex();
    }
}
