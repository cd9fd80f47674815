package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;

/** How many rows of tiles {@link WinogradConv} does together. */
final class WinogradGroups {
    // What a register tile of one vector and of two take: the narrow one loads more for each product.
    private static final int ONE = 3;
    private static final int TWO = 5;

    // Registers that pay for a thread's filters, and for each register that is left.
    private static final int LEAST_OWN = 3;

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

    /**
     * How many tiles each thread has to itself, whole registers; the outputs of those left are shared. 0 where sharing the
     * transformed input costs less: each thread transforms all filters, and the tiles that are left.
     */
    static int own(int tiles, int threads) {
        int registers = padded(tiles) / L;
        int own = registers / threads;
        return threads > 1 && own >= LEAST_OWN && registers % threads * LEAST_OWN <= own ? own * L : 0;
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
