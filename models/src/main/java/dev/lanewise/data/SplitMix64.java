package dev.lanewise.data;

/**
 * Random words by counter: word {@code n} of stream {@code s} depends on (s, n) alone, on every platform and JDK.
 *
 * <p>The words are those of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA
 * 2014, with the finaliser "mix13" by Stafford): word n of stream s is {@code mix(s + (n + 1) * 0x9e3779b97f4a7c15)}.
 * {@link java.util.SplittableRandom} is not used because its algorithm is not part of its specification.
 */
public final class SplitMix64 {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private SplitMix64() {}

    /** A bijection of 64 bits whose output bits each depend on all input bits. */
    public static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Word {@code n} of a stream. */
    public static long word(long stream, long n) {
        return mix(stream + (n + 1) * GOLDEN);
    }

    /**
     * A stream for sub-task {@code n} of a stream: of an epoch, of a sample. Mixed twice, so that it is no shifted copy
     * of the stream it comes from.
     */
    public static long stream(long stream, long n) {
        return mix(word(stream, n) ^ 0x6c616e6577697365L);
    }

    /** From a word, a number in [0, bound), bound at least 1. The bias is below bound / 2^64: none to speak of. */
    public static int below(int bound, long word) {
        return (int) Math.unsignedMultiplyHigh(word, bound);
    }

    /** From a word, a multiple of 2^-24 in [0, 1). */
    public static float unit(long word) {
        return (word >>> 40) * 0x1p-24f;
    }

    /**
     * Shuffles in place (Fisher and Yates; Durstenfeld, 1964): from the last position down, position i changes places
     * with {@code below(i + 1, word(stream, i))}.
     */
    public static void shuffle(int[] values, long stream) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1, word(stream, i));
            int moved = values[i];
            values[i] = values[j];
            values[j] = moved;
        }
    }
}
