package dev.lanewise.data.text;

import dev.lanewise.data.Fingerprint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Sequences of different lengths, one after the other in one array. */
final class Ragged {
    private static final int CHUNK = 1 << 20;

    private final int[] values;
    private final int[] starts;

    Ragged(List<int[]> sequences) {
        starts = new int[sequences.size() + 1];
        for (int i = 0; i < sequences.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], sequences.get(i).length);
        }
        values = new int[starts[sequences.size()]];
        for (int i = 0; i < sequences.size(); i++) {
            System.arraycopy(sequences.get(i), 0, values, starts[i], sequences.get(i).length);
        }
    }

    int size() {
        return starts.length - 1;
    }

    int length(int i) {
        return starts[i + 1] - starts[i];
    }

    int value(int i, int position) {
        return values[starts[i] + position];
    }

    int[] get(int i) {
        return Arrays.copyOfRange(values, starts[i], starts[i + 1]);
    }

    /** Writes the values of sequence i from a position on, then the padding up to the width. */
    void copy(int i, int from, int[] into, int at, int width, int padding) {
        int count = Math.min(width, length(i) - from);
        System.arraycopy(values, starts[i] + from, into, at, count);
        Arrays.fill(into, at + count, at + width, padding);
    }

    void addTo(Fingerprint hash) {
        add(hash, starts);
        add(hash, values);
    }

    /** Adds ints in chunks, so that a long array needs no copy as long as itself. */
    static void add(Fingerprint hash, int[] ints) {
        hash.add((long) ints.length);
        for (int from = 0; from < ints.length; from += CHUNK) {
            int to = Math.min(ints.length, from + CHUNK);
            ByteBuffer bytes = ByteBuffer.allocate(4 * (to - from));
            bytes.asIntBuffer().put(ints, from, to - from);
            hash.add(bytes.array());
        }
    }

    /**
     * The length that a share of sequences does not exceed: the smallest one such that at least {@code percent} % of
     * them are as long or shorter.
     */
    static int percentile(List<int[]> sequences, double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("percentile " + percent + ", expected above 0 and at most 100");
        }
        int[] lengths = sequences.stream().mapToInt(s -> s.length).sorted().toArray();
        if (lengths.length == 0) {
            return 1;
        }
        int rank = (int) Math.ceil(percent / 100 * lengths.length);
        return Math.max(1, lengths[Math.max(1, rank) - 1]);
    }
}
