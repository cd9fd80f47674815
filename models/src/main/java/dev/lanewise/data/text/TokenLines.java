package dev.lanewise.data.text;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.Field;
import dev.lanewise.data.Fingerprint;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Value;
import java.util.List;

/**
 * Short sequences, each a sample, to learn the next token: {@code tokens} INT [T] is the beginning and the sequence,
 * {@code target} INT [T] the sequence and the end; both filled up with padding, which a loss is to ignore in the target.
 * Of a sequence longer than T - 1 only the first T tokens are learned.
 */
public final class TokenLines implements Dataset {
    private final Ragged lines;
    private final int width;
    private final int padding;
    private final int begin;
    private final int end;
    private final List<Field> fields;
    private volatile String fingerprint;

    private TokenLines(Ragged lines, int width, int padding, int begin, int end) {
        this.lines = lines;
        this.width = width;
        this.padding = padding;
        this.begin = begin;
        this.end = end;
        Shape shape = Shape.of(width);
        this.fields = List.of(new Field("tokens", Field.Kind.INT, shape), new Field("target", Field.Kind.INT, shape));
    }

    /**
     * A set of sequences.
     *
     * @param lines without beginning and end
     * @param tokenizer which has {@link Special#PADDING}, {@link Special#BEGIN} and {@link Special#END}
     * @param width the number of tokens of a sample, T
     * @throws IllegalArgumentException if a special token is missing or the width is below 1
     */
    public static TokenLines of(List<int[]> lines, Tokenizer tokenizer, int width) {
        int padding = tokenizer.id(Special.PADDING);
        int begin = tokenizer.id(Special.BEGIN);
        int end = tokenizer.id(Special.END);
        if (padding < 0 || begin < 0 || end < 0 || width < 1) {
            throw new IllegalArgumentException("lines: padding " + padding + ", begin " + begin + ", end " + end
                    + ", width " + width + ", expected ids from 0 and a width from 1");
        }
        return new TokenLines(new Ragged(lines), width, padding, begin, end);
    }

    @Override
    public int size() {
        return lines.size();
    }

    /** The number of tokens of a sample, T. */
    public int width() {
        return width;
    }

    /** The tokens of a sample without beginning, end and padding, a copy. */
    public int[] line(int sample) {
        return lines.get(sample);
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public void read(int[] order, int from, int to, Value... batch) {
        Reads.check(fields, order, from, to, batch);
        IntTensor x = (IntTensor) batch[0];
        IntTensor y = (IntTensor) batch[1];
        for (int i = from; i < to; i++) {
            int sample = order[i];
            int xAt = x.offset() + (i - from) * width;
            int yAt = y.offset() + (i - from) * width;
            x.array()[xAt] = begin;
            lines.copy(sample, 0, x.array(), xAt + 1, width - 1, padding);
            lines.copy(sample, 0, y.array(), yAt, width, padding);
            if (lines.length(sample) < width) {
                y.array()[yAt + lines.length(sample)] = end;
            }
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
        Fingerprint hash = new Fingerprint("token lines").add((long) width);
        hash.add((long) padding).add((long) begin).add((long) end);
        lines.addTo(hash);
        return hash.hex();
    }
}
