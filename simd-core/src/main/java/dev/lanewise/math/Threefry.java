package dev.lanewise.math;

/**
 * Threefry-2x32-20 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a keyed
 * bijection of 64-bit counters, whose outputs pass for independent random words.
 *
 * <p>Random element i of (seed, stream) is the block with counter i under the key {@link #key}, and the key is itself
 * the block of the whole 64-bit stream number under the seed. A bijection never maps two streams of one seed to the
 * same key, and neighbouring streams get keys without any resemblance; two different seeds share a key only by chance
 * (2^-64).
 *
 * <p>Words are held in a long: word 0 in the low half, word 1 in the high half.
 */
public final class Threefry {
    /** The bits of the key's third word: the parity constant of Skein for 32-bit words. */
    public static final int PARITY = 0x1BD11BDA;

    /** A uniform number in [0, 1) is the upper 24 bits of a word times this. */
    public static final float UNIT = 0x1p-24f;

    /** The bits of a word that {@link #unit} drops. */
    public static final int UNUSED_BITS = 8;

    private Threefry() {}

    /** The key of a stream: different for all streams of a seed. */
    public static long key(long seed, long stream) {
        return block(seed, stream);
    }

    /** The two random words that belong to a counter. For one key, a bijection of the counters. */
    public static long block(long key, long counter) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        int k2 = PARITY ^ k0 ^ k1;
        int x0 = (int) counter + k0;
        int x1 = (int) (counter >>> 32) + k1;
        // Five turns of four rounds; after each the key is added, its words in turn, with the number of the turn.
        x0 += x1;
        x1 = mix(x1, 13, x0);
        x0 += x1;
        x1 = mix(x1, 15, x0);
        x0 += x1;
        x1 = mix(x1, 26, x0);
        x0 += x1;
        x1 = mix(x1, 6, x0);
        x0 += k1;
        x1 += k2 + 1;
        x0 += x1;
        x1 = mix(x1, 17, x0);
        x0 += x1;
        x1 = mix(x1, 29, x0);
        x0 += x1;
        x1 = mix(x1, 16, x0);
        x0 += x1;
        x1 = mix(x1, 24, x0);
        x0 += k2;
        x1 += k0 + 2;
        x0 += x1;
        x1 = mix(x1, 13, x0);
        x0 += x1;
        x1 = mix(x1, 15, x0);
        x0 += x1;
        x1 = mix(x1, 26, x0);
        x0 += x1;
        x1 = mix(x1, 6, x0);
        x0 += k0;
        x1 += k1 + 3;
        x0 += x1;
        x1 = mix(x1, 17, x0);
        x0 += x1;
        x1 = mix(x1, 29, x0);
        x0 += x1;
        x1 = mix(x1, 16, x0);
        x0 += x1;
        x1 = mix(x1, 24, x0);
        x0 += k1;
        x1 += k2 + 4;
        x0 += x1;
        x1 = mix(x1, 13, x0);
        x0 += x1;
        x1 = mix(x1, 15, x0);
        x0 += x1;
        x1 = mix(x1, 26, x0);
        x0 += x1;
        x1 = mix(x1, 6, x0);
        x0 += k2;
        x1 += k0 + 5;
        return (x0 & 0xFFFFFFFFL) | ((long) x1 << 32);
    }

    private static int mix(int x1, int rotation, int x0) {
        return Integer.rotateLeft(x1, rotation) ^ x0;
    }

    /** A uniform number in [0, 1), a multiple of 2^-24, from one random word. */
    public static float unit(int word) {
        return (word >>> UNUSED_BITS) * UNIT;
    }
}
