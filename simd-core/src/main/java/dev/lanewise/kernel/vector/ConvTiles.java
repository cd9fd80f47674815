package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;

/** The register tiles of a {@link Correlation}, by their number of output channels. */
final class ConvTiles {
    /** Pixels of the narrowest tile. */
    static final int NARROWEST = L == 16 ? L : 2 * L;

    private ConvTiles() {}

    /** The height of the next tile when this many output channels are left: the fewest rows wasted. */
    static int rows(int left) {
        if (left <= 2) {
            return 1;
        }
        if (L != 16) {
            return 4;
        }
        if (left <= 6) {
            return 6;
        }
        if (left <= 8 || (left > 12 && left <= 16)) {
            return 8;
        }
        return 12;
    }

    /** The floats that packed weights of one group take. */
    static int packedSize(int outputs, int taps) {
        int all = 0;
        while (all < outputs) {
            all += rows(outputs - all);
        }
        return all * taps;
    }

    /** Two vectors of pixels; a long run of them if there is one row. */
    static void tile(
            Correlation c,
            int rows,
            int panel,
            float[] planes,
            int at,
            float[] out,
            int outAt,
            int ldOut,
            int valid,
            int biasAt) {
        if (rows == 1) {
            run(c, panel, planes, at, out, outAt, biasAt);
        } else if (L == 8) {
            ConvTile256.run4(c.taps, c.tap, c.weights, panel, planes, at, out, outAt, ldOut, valid, c.bias, biasAt);
        } else if (L == 4) {
            ConvTile128.run4(c.taps, c.tap, c.weights, panel, planes, at, out, outAt, ldOut, valid, c.bias, biasAt);
        } else if (rows == 12) {
            ConvTile512.run12(c.taps, c.tap, c.weights, panel, planes, at, out, outAt, ldOut, valid, c.bias, biasAt);
        } else if (rows == 8) {
            ConvTile512.run8(c.taps, c.tap, c.weights, panel, planes, at, out, outAt, ldOut, valid, c.bias, biasAt);
        } else {
            ConvTile512.run6(c.taps, c.tap, c.weights, panel, planes, at, out, outAt, ldOut, valid, c.bias, biasAt);
        }
    }

    private static void run(Correlation c, int panel, float[] planes, int at, float[] out, int outAt, int biasAt) {
        boolean biased = c.bias != null;
        float b = biased ? c.bias[biasAt] : 0f;
        if (L == 16) {
            ConvRun512.run(c.taps, c.tap, c.weights, panel, planes, at, out, outAt, biased, b);
        } else if (L == 8) {
            ConvRun256.run(c.taps, c.tap, c.weights, panel, planes, at, out, outAt, biased, b);
        } else {
            ConvRun128.run(c.taps, c.tap, c.weights, panel, planes, at, out, outAt, biased, b);
        }
    }

    /** One vector of pixels, of 512 bits. */
    static void strip(
            Correlation c,
            int rows,
            int panel,
            float[] planes,
            int at,
            float[] out,
            int outAt,
            int ldOut,
            int valid,
            int biasAt) {
        if (rows == 12) {
            ConvStrip512.run12(c.taps, c.tap, c.weights, panel, planes, at, out, outAt, ldOut, valid, c.bias, biasAt);
        } else if (rows == 8) {
            ConvStrip512.run8(c.taps, c.tap, c.weights, panel, planes, at, out, outAt, ldOut, valid, c.bias, biasAt);
        } else {
            ConvStrip512.run6(c.taps, c.tap, c.weights, panel, planes, at, out, outAt, ldOut, valid, c.bias, biasAt);
        }
    }
}
