package dev.lanewise.data.text;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.Field;
import dev.lanewise.data.Fingerprint;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Labelled bags of n-grams: {@code ids} INT [K], those that occur, ascending; {@code weights} FLOAT [K]; {@code label}
 * INT []. Where a text has fewer than K, id 0 with weight 0 follows, so that a weighted sum of embeddings needs no mask.
 */
public final class NGramBags implements Dataset {
    private final Ragged ids;
    private final float[][] weights;
    private final int[] labels;
    private final List<String> classes;
    private final int width;
    private final int vocabulary;
    private final List<Field> fields;
    private volatile String fingerprint;

    private NGramBags(Ragged ids, float[][] weights, int[] labels, List<String> classes, int width, int vocabulary) {
        this.ids = ids;
        this.weights = weights;
        this.labels = labels;
        this.classes = classes;
        this.width = width;
        this.vocabulary = vocabulary;
        this.fields = List.of(
                new Field("ids", Field.Kind.INT, Shape.of(width)),
                new Field("weights", Field.Kind.FLOAT, Shape.of(width)),
                new Field("label", Field.Kind.INT, Shape.of()));
    }

    /**
     * A set of labelled texts, as wide as the text with the most different n-grams.
     *
     * @param labels the number of each text's class; copied
     * @throws IllegalArgumentException if there are more texts than labels or fewer, or a label is not a class
     */
    public static NGramBags of(NGramEncoder encoder, List<String> texts, int[] labels, List<String> classes) {
        Reads.checkLabels(texts.size(), labels, classes);
        List<int[]> ids = new ArrayList<>();
        float[][] weights = new float[texts.size()][];
        int widest = 1;
        for (int i = 0; i < weights.length; i++) {
            NGramEncoder.Bag bag = encoder.encode(texts.get(i));
            ids.add(bag.ids());
            weights[i] = bag.weights();
            widest = Math.max(widest, bag.ids().length);
        }
        return new NGramBags(new Ragged(ids), weights, labels.clone(), List.copyOf(classes), widest, encoder.size());
    }

    /** The same bags with another K; of a larger bag the first K are kept. Shares what it holds. */
    public NGramBags withWidth(int newWidth) {
        return new NGramBags(ids, weights, labels, classes, newWidth, vocabulary);
    }

    /** The number of ids of a sample, K. */
    public int width() {
        return width;
    }

    /** The number of ids that there are, V. */
    public int vocabulary() {
        return vocabulary;
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

    /** Writes the weights of a sample, one for each id. */
    void copyDense(int sample, float[] into, int at) {
        Arrays.fill(into, at, at + vocabulary, 0);
        for (int k = 0; k < ids.length(sample); k++) {
            into[at + ids.value(sample, k)] = weights[sample][k];
        }
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public void read(int[] order, int from, int to, Value... batch) {
        Reads.check(fields, order, from, to, batch);
        IntTensor id = (IntTensor) batch[0];
        Tensor weight = (Tensor) batch[1];
        IntTensor label = (IntTensor) batch[2];
        for (int i = from; i < to; i++) {
            int sample = order[i];
            int at = (i - from) * width;
            ids.copy(sample, 0, id.array(), id.offset() + at, width, 0);
            int count = Math.min(width, weights[sample].length);
            System.arraycopy(weights[sample], 0, weight.array(), weight.offset() + at, count);
            Arrays.fill(weight.array(), weight.offset() + at + count, weight.offset() + at + width, 0);
            label.array()[label.offset() + i - from] = labels[sample];
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
        Fingerprint hash = new Fingerprint("n-gram bags").add((long) width).add((long) vocabulary);
        classes.forEach(hash::add);
        Ragged.add(hash, labels);
        ids.addTo(hash);
        for (float[] row : weights) {
            for (float weight : row) {
                hash.add(weight);
            }
        }
        return hash.hex();
    }
}
