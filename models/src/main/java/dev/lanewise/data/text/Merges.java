package dev.lanewise.data.text;

import java.util.Arrays;

/**
 * The merges of a byte pair encoding in the order in which they apply. Symbols 0 to 255 are the bytes; merge k makes
 * symbol 256 + k of two symbols before it. Immutable.
 */
public final class Merges {
    static final int BYTES = 256;

    private final int[] pairs;
    private final byte[][] expansions;
    // Open addressing: keys are pairs, -1 where empty; capacity a power of two, at most half full.
    private final long[] keys;
    private final int[] ranks;

    private Merges(int[] pairs) {
        this.pairs = pairs;
        int count = pairs.length / 2;
        expansions = new byte[BYTES + count][];
        for (int b = 0; b < BYTES; b++) {
            expansions[b] = new byte[] {(byte) b};
        }
        int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, count)) * 4);
        keys = new long[capacity];
        ranks = new int[capacity];
        Arrays.fill(keys, -1);
        for (int k = 0; k < count; k++) {
            add(k, pairs[2 * k], pairs[2 * k + 1]);
        }
    }

    private void add(int k, int left, int right) {
        int made = BYTES + k;
        if (left < 0 || right < 0 || left >= made || right >= made) {
            throw new IllegalArgumentException(
                    "merge " + k + " is of symbols " + left + " and " + right + ", expected two of 0 to " + (made - 1));
        }
        byte[] a = expansions[left];
        byte[] b = expansions[right];
        if (a.length + b.length > Pieces.LONGEST_BYTES) {
            throw new IllegalArgumentException("merge " + k + " makes " + (a.length + b.length)
                    + " bytes, expected at most " + Pieces.LONGEST_BYTES);
        }
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        expansions[made] = both;
        long key = key(left, right);
        int slot = slot(key);
        if (keys[slot] == key) {
            throw new IllegalArgumentException(
                    "merge " + k + " of symbols " + left + " and " + right + " is there twice");
        }
        keys[slot] = key;
        ranks[slot] = k;
    }

    /**
     * Merges by their symbols.
     *
     * @param pairs left and right symbol of each merge, one after the other; copied
     * @throws IllegalArgumentException if a symbol does not exist yet, a merge is there twice, or makes a symbol longer
     *     than any piece of text
     */
    public static Merges of(int[] pairs) {
        if (pairs.length % 2 != 0) {
            throw new IllegalArgumentException("merges of " + pairs.length + " symbols, expected pairs");
        }
        return new Merges(pairs.clone());
    }

    static long key(int left, int right) {
        return (long) left << 32 | right;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * 0x9e3779b97f4a7c15L) >>> 40) & mask;
        while (keys[slot] != -1 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** The number of the merge of two symbols, {@code Integer.MAX_VALUE} if there is none. */
    private int rank(int left, int right) {
        long key = key(left, right);
        int slot = slot(key);
        return keys[slot] == key ? ranks[slot] : Integer.MAX_VALUE;
    }

    /** The number of merges. */
    public int count() {
        return pairs.length / 2;
    }

    /** The number of symbols: bytes and merges. */
    public int symbols() {
        return expansions.length;
    }

    /** Left and right symbol of each merge, a copy. */
    public int[] pairs() {
        return pairs.clone();
    }

    byte[] expansion(int symbol) {
        return expansions[symbol];
    }

    /** The symbols of a piece of text: the earliest merge that applies is applied wherever it does, until none does. */
    int[] apply(byte[] piece) {
        int[] symbols = new int[piece.length];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = piece[i] & 0xff;
        }
        int count = symbols.length;
        while (true) {
            int best = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < count; i++) {
                best = Math.min(best, rank(symbols[i], symbols[i + 1]));
            }
            if (best == Integer.MAX_VALUE) {
                return Arrays.copyOf(symbols, count);
            }
            int left = pairs[2 * best];
            int right = pairs[2 * best + 1];
            int kept = 0;
            for (int i = 0; i < count; i++) {
                boolean here = i + 1 < count && symbols[i] == left && symbols[i + 1] == right;
                symbols[kept++] = here ? BYTES + best : symbols[i];
                i += here ? 1 : 0;
            }
            count = kept;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Merges that && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    @Override
    public String toString() {
        return "Merges[" + count() + "]";
    }
}
