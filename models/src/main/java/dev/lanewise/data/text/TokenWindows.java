package dev.lanewise.data.text;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.Field;
import dev.lanewise.data.Fingerprint;
import dev.lanewise.data.SplitMix64;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One long sequence of tokens seen through windows, to learn the next token: a sample is {@code tokens} INT [T], the
 * tokens at {@code s .. s + T}, and {@code target} INT [T], those at {@code s + 1 .. s + T + 1}.
 *
 * <p>Windows either stand in line, a stride apart, or are drawn anew in each epoch: then sample i of epoch e begins at
 * {@code below(tokens - T, word(stream(seed, e), i))} of {@link SplitMix64}.
 */
public final class TokenWindows implements Dataset {
    private final int[] tokens;
    private final int window;
    private final int size;
    // 0: drawn.
    private final int stride;
    private final long seed;
    private final long stream;
    private final List<Field> fields;
    private volatile String fingerprint;

    private TokenWindows(int[] tokens, int window, int size, int stride, long seed, int epoch) {
        this.tokens = tokens;
        this.window = window;
        this.size = size;
        this.stride = stride;
        this.seed = seed;
        this.stream = SplitMix64.stream(seed, epoch);
        Shape shape = Shape.of(window);
        this.fields = List.of(new Field("tokens", Field.Kind.INT, shape), new Field("target", Field.Kind.INT, shape));
    }

    /**
     * Windows in line, the same in every epoch. Tokens behind the last whole window are not seen.
     *
     * @param tokens kept, not copied, and not to be changed afterwards
     * @param window the number of tokens of a sample, T
     * @param stride from one window to the next; T for windows that do not overlap
     * @throws IllegalArgumentException if there are fewer than T + 1 tokens
     */
    public static TokenWindows strided(int[] tokens, int window, int stride) {
        check(tokens, window);
        if (stride < 1) {
            throw new IllegalArgumentException("windows: stride " + stride + ", expected at least 1");
        }
        return new TokenWindows(tokens, window, (tokens.length - 1 - window) / stride + 1, stride, 0, 0);
    }

    /**
     * Windows drawn anew in each epoch, any of them as likely.
     *
     * @param tokens kept, not copied, and not to be changed afterwards
     * @param window the number of tokens of a sample, T
     * @param samples how many there are in an epoch
     * @throws IllegalArgumentException if there are fewer than T + 1 tokens
     */
    public static TokenWindows random(int[] tokens, int window, int samples, long seed) {
        check(tokens, window);
        if (samples < 1) {
            throw new IllegalArgumentException("windows: " + samples + " samples, expected at least 1");
        }
        return new TokenWindows(tokens, window, samples, 0, seed, 0);
    }

    private static void check(int[] tokens, int window) {
        if (window < 1 || tokens.length <= window) {
            throw new IllegalArgumentException("windows of " + window + " in " + tokens.length
                    + " tokens, expected at least 1 and more tokens than that");
        }
    }

    @Override
    public int size() {
        return size;
    }

    /** The number of tokens of a sample, T. */
    public int window() {
        return window;
    }

    /** The number of tokens in all. */
    public int tokens() {
        return tokens.length;
    }

    /** The tokens {@code from .. to} of the whole sequence, a copy. */
    public int[] tokens(int from, int to) {
        Objects.checkFromToIndex(from, to, tokens.length);
        return Arrays.copyOfRange(tokens, from, to);
    }

    /** The position of the first token of a sample. */
    public int start(int sample) {
        Objects.checkIndex(sample, size);
        return stride > 0 ? sample * stride : SplitMix64.below(tokens.length - window, SplitMix64.word(stream, sample));
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
            int start = start(order[i]);
            int at = (i - from) * window;
            System.arraycopy(tokens, start, x.array(), x.offset() + at, window);
            System.arraycopy(tokens, start + 1, y.array(), y.offset() + at, window);
        }
    }

    @Override
    public TokenWindows epoch(int epoch) {
        return stride > 0 ? this : new TokenWindows(tokens, window, size, stride, seed, epoch);
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
        Fingerprint hash = new Fingerprint("token windows").add((long) window).add((long) size);
        hash.add((long) stride).add(seed);
        Ragged.add(hash, tokens);
        return hash.hex();
    }
}
