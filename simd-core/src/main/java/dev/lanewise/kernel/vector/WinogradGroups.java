package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;

/** How the tiles of {@link WinogradConv} are cut: into groups, and a group into blocks of a register tile's width. */
final class WinogradGroups {
    private static final int ROWS_OF_TWO =
            L == 16 ? WinogradTile512.ROWS_OF_TWO : L == 8 ? WinogradTile256.ROWS_OF_TWO : WinogradTile128.ROWS_OF_TWO;

    /** Sums of a register tile, at each position. */
    static final int UNIT = ROWS_OF_TWO * 2 * L;

    /** The tiles of a last block that is narrower than a vector: its lanes are output channels. */
    static final int FEW = L / 4;

    // What a block of two vectors takes, of one and of few: the narrow ones load more for each product.
    private static final int TWO = 10;
    private static final int ONE = 6;
    private static final int LITTLE = 2;

    // Registers that pay for a thread's filters, and for each register that is left.
    private static final int LEAST_OWN = 3;

    private WinogradGroups() {}

    /** Whole registers of tiles. */
    static int padded(int tiles) {
        return (tiles + L - 1) / L * L;
    }

    /** How wide the next block is, of the tiles that are left: two vectors, one or {@link #FEW}. */
    static int width(int tiles) {
        return tiles > L + FEW ? 2 * L : tiles > FEW ? L : FEW;
    }

    /** Sums of a position, from one to the next, in tiles of this width. */
    static int unit(int width) {
        return width < L ? FEW * WinogradFilters.PANEL : UNIT;
    }

    /** The tiles of blocks of whole vectors. */
    static int whole(int tiles) {
        int rest = tiles % L;
        return rest <= FEW ? tiles - rest : tiles;
    }

    /** The time of so many tiles, in no unit. */
    private static long time(int tiles) {
        long time = 0;
        for (int left = tiles; left > 0; ) {
            int width = width(left);
            time += width > L ? TWO : width == L ? ONE : LITTLE;
            left -= width;
        }
        return time;
    }

    /**
     * The number of rows that fit, and fill the lanes best.
     *
     * @param across tiles of a row
     * @param most tiles that fit
     */
    static int fitting(int rows, int across, int most) {
        int best = 1;
        for (int r = 2; r <= rows && padded(r * across) <= most; r++) {
            if ((long) r * across * padded(best * across) >= (long) best * across * padded(r * across)) {
                best = r;
            }
        }
        return best;
    }

    /**
     * How many tiles each thread has to itself: its part of them, if that fills blocks, or whole registers, and the outputs
     * of those left are shared. 0 where sharing the transformed input costs less: each thread transforms all filters, and
     * the tiles that are left.
     */
    static int own(int tiles, int threads) {
        int part = Math.ceilDiv(tiles, threads);
        if (threads > 1 && part >= LEAST_OWN * L && (part % L <= FEW)) {
            return part;
        }
        int registers = padded(tiles) / L;
        int own = registers / threads;
        return threads > 1 && own >= LEAST_OWN && registers % threads * LEAST_OWN <= own ? own * L : 0;
    }

    /** The number of rows that fit, and leave the thread with the most groups the least to do. */
    static int shared(int rows, int across, int most, int threads) {
        int best = 1;
        long least = Long.MAX_VALUE;
        for (int r = 1; r <= rows && (r == 1 || padded(r * across) <= most); r++) {
            int groupsOfThread = ((rows + r - 1) / r + threads - 1) / threads;
            long time = groupsOfThread * time(r * across);
            if (time < least) {
                least = time;
                best = r;
            }
        }
        return best;
    }
}
