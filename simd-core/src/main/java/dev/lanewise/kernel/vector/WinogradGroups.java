package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;

/** How many rows of tiles {@link WinogradConv} does together. */
final class WinogradGroups {
    // What a register tile of one vector and of two take: the narrow one loads more for each product.
    private static final int ONE = 3;
    private static final int TWO = 5;

    private WinogradGroups() {}

    /** Whole registers of tiles. */
    static int padded(int tiles) {
        return (tiles + L - 1) / L * L;
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

    /** The number of rows that fit, and leave the thread with the most groups the least to do. */
    static int shared(int rows, int across, int most, int threads) {
        int best = 1;
        long least = Long.MAX_VALUE;
        for (int r = 1; r <= rows && (r == 1 || padded(r * across) <= most); r++) {
            int registers = padded(r * across) / L;
            int groupsOfThread = ((rows + r - 1) / r + threads - 1) / threads;
            long time = (long) groupsOfThread * (registers / 2 * TWO + registers % 2 * ONE);
            if (time < least) {
                least = time;
                best = r;
            }
        }
        return best;
    }
}
