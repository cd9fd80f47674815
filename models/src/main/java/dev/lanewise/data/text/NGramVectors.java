package dev.lanewise.data.text;

import dev.lanewise.data.Fingerprint;
import dev.lanewise.data.LabelledDataset;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/**
 * Labelled bags of n-grams as vectors: x FLOAT [V] holds a weight for every n-gram there is. Kept sparse, and spread out
 * as it is read.
 */
public final class NGramVectors implements LabelledDataset {
    private final NGramBags bags;
    private final Shape shape;
    private volatile String fingerprint;

    /** The bags as vectors; shares what they hold. */
    public NGramVectors(NGramBags bags) {
        this.bags = bags;
        this.shape = Shape.of(bags.vocabulary());
    }

    @Override
    public int size() {
        return bags.size();
    }

    @Override
    public Shape sampleShape() {
        return shape;
    }

    @Override
    public List<String> classes() {
        return bags.classes();
    }

    @Override
    public int label(int sample) {
        return bags.label(sample);
    }

    @Override
    public void read(int[] order, int from, int to, Tensor x, IntTensor y) {
        Objects.checkFromToIndex(from, to, order.length);
        int n = to - from;
        int width = shape.dim(0);
        if (x.shape().rank() != 2
                || x.dim(0) != n
                || x.dim(1) != width
                || y.shape().rank() != 1
                || y.dim(0) != n) {
            throw new IllegalArgumentException("read: x has shape " + x.shape() + " and y has " + y.shape()
                    + ", expected [" + n + ", " + width + "] and [" + n + "]");
        }
        for (int i = 0; i < n; i++) {
            bags.copyDense(order[from + i], x.array(), x.offset() + i * width);
            y.array()[y.offset() + i] = bags.label(order[from + i]);
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
        return new Fingerprint("n-gram vectors")
                .add(bags.withWidth(1).fingerprint())
                .hex();
    }
}
