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
 * Sentence pairs as tokens: {@code source} INT [S], padded; {@code length} INT [], how many of them are the sentence, 1
 * to S; {@code target} INT [T + 1], beginning, translation, end, padding. A decoder reads its first T tokens and learns
 * its last T.
 */
public final class PairSequences implements Dataset {
    private final Ragged sources;
    private final Ragged targets;
    private final int sourceLength;
    private final int targetLength;
    private final int sourcePadding;
    private final int targetPadding;
    private final List<Field> fields;
    private volatile String fingerprint;

    private PairSequences(PairEncoder encoder, Ragged sources, Ragged targets) {
        this.sources = sources;
        this.targets = targets;
        this.sourceLength = encoder.sourceLength();
        this.targetLength = encoder.targetLength() + 1;
        this.sourcePadding = encoder.source().id(Special.PADDING);
        this.targetPadding = encoder.target().id(Special.PADDING);
        this.fields = List.of(
                new Field("source", Field.Kind.INT, Shape.of(sourceLength)),
                new Field("length", Field.Kind.INT, Shape.of()),
                new Field("target", Field.Kind.INT, Shape.of(targetLength)));
    }

    /** A set of sentence pairs. */
    public static PairSequences of(PairEncoder encoder, SentencePairs pairs) {
        List<int[]> sources = new ArrayList<>(pairs.size());
        List<int[]> targets = new ArrayList<>(pairs.size());
        for (int i = 0; i < pairs.size(); i++) {
            sources.add(encoder.encodeSource(pairs.sources().get(i)));
            targets.add(encoder.encodeTarget(pairs.targets().get(i)));
        }
        return new PairSequences(encoder, new Ragged(sources), new Ragged(targets));
    }

    @Override
    public int size() {
        return sources.size();
    }

    /** The tokens of a source without padding, a copy. */
    public int[] source(int sample) {
        return sources.get(sample);
    }

    /** The tokens of a target with beginning and end, without padding, a copy. */
    public int[] target(int sample) {
        return targets.get(sample);
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public void read(int[] order, int from, int to, Value... batch) {
        Reads.check(fields, order, from, to, batch);
        IntTensor source = (IntTensor) batch[0];
        IntTensor length = (IntTensor) batch[1];
        IntTensor target = (IntTensor) batch[2];
        for (int i = from; i < to; i++) {
            int n = i - from;
            int sample = order[i];
            sources.copy(sample, 0, source.array(), source.offset() + n * sourceLength, sourceLength, sourcePadding);
            length.array()[length.offset() + n] = sources.length(sample);
            targets.copy(sample, 0, target.array(), target.offset() + n * targetLength, targetLength, targetPadding);
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
        Fingerprint hash =
                new Fingerprint("sentence pairs").add((long) sourceLength).add((long) targetLength);
        hash.add((long) sourcePadding).add((long) targetPadding);
        sources.addTo(hash);
        targets.addTo(hash);
        return hash.hex();
    }
}
