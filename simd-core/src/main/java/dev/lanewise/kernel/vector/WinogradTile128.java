package dev.lanewise.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Register tiles of the products of {@link WinogradConv}. Written by src/generator/Tiles.java. */
final class WinogradTile128 {
    /** Output channels of the tile that is two vectors wide, and of that of one vector. */
    static final int ROWS_OF_TWO = 4;

    static final int ROWS_OF_ONE = 8;

    /** Tiles of a group whose lanes are output channels. */
    static final int FEW = 1;

    private static final VectorSpecies<Float> F = FloatVector.SPECIES_128;
    private static final int L = 4;

    private WinogradTile128() {}

    /**
     * The chains of 4 output channels by 2 vector(s) of tiles.
     *
     * @param u panel [channels][16] from uAt
     * @param v panel [channels][2 L] from vAt
     * @param m 4 rows of 2 L from mAt; continued if load is set, else written
     */
    static void run2(int channels, float[] u, int uAt, float[] v, int vAt, boolean load, float[] m, int mAt) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c2b = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c3b = FloatVector.zero(F);
        if (load) {
            c0a = FloatVector.fromArray(F, m, mAt + 0 * L);
            c0b = FloatVector.fromArray(F, m, mAt + 1 * L);
            c1a = FloatVector.fromArray(F, m, mAt + 2 * L);
            c1b = FloatVector.fromArray(F, m, mAt + 3 * L);
            c2a = FloatVector.fromArray(F, m, mAt + 4 * L);
            c2b = FloatVector.fromArray(F, m, mAt + 5 * L);
            c3a = FloatVector.fromArray(F, m, mAt + 6 * L);
            c3b = FloatVector.fromArray(F, m, mAt + 7 * L);
        }
        for (int k = 0; k < channels; k++) {
            FloatVector b0 = FloatVector.fromArray(F, v, vAt + k * (2 * L));
            FloatVector b1 = FloatVector.fromArray(F, v, vAt + k * (2 * L) + L);
            FloatVector a0 = FloatVector.broadcast(F, u[uAt + k * 16 + 0]);
            c0a = a0.fma(b0, c0a);
            c0b = a0.fma(b1, c0b);
            FloatVector a1 = FloatVector.broadcast(F, u[uAt + k * 16 + 1]);
            c1a = a1.fma(b0, c1a);
            c1b = a1.fma(b1, c1b);
            FloatVector a2 = FloatVector.broadcast(F, u[uAt + k * 16 + 2]);
            c2a = a2.fma(b0, c2a);
            c2b = a2.fma(b1, c2b);
            FloatVector a3 = FloatVector.broadcast(F, u[uAt + k * 16 + 3]);
            c3a = a3.fma(b0, c3a);
            c3b = a3.fma(b1, c3b);
        }
        c0a.intoArray(m, mAt + 0 * L);
        c0b.intoArray(m, mAt + 1 * L);
        c1a.intoArray(m, mAt + 2 * L);
        c1b.intoArray(m, mAt + 3 * L);
        c2a.intoArray(m, mAt + 4 * L);
        c2b.intoArray(m, mAt + 5 * L);
        c3a.intoArray(m, mAt + 6 * L);
        c3b.intoArray(m, mAt + 7 * L);
    }

    /**
     * The chains of 8 output channels by 1 vector(s) of tiles.
     *
     * @param u panel [channels][16] from uAt
     * @param v panel [channels][L] from vAt
     * @param m 8 rows of L from mAt; continued if load is set, else written
     */
    static void run1(int channels, float[] u, int uAt, float[] v, int vAt, boolean load, float[] m, int mAt) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        if (load) {
            c0a = FloatVector.fromArray(F, m, mAt + 0 * L);
            c1a = FloatVector.fromArray(F, m, mAt + 1 * L);
            c2a = FloatVector.fromArray(F, m, mAt + 2 * L);
            c3a = FloatVector.fromArray(F, m, mAt + 3 * L);
            c4a = FloatVector.fromArray(F, m, mAt + 4 * L);
            c5a = FloatVector.fromArray(F, m, mAt + 5 * L);
            c6a = FloatVector.fromArray(F, m, mAt + 6 * L);
            c7a = FloatVector.fromArray(F, m, mAt + 7 * L);
        }
        for (int k = 0; k < channels; k++) {
            FloatVector b0 = FloatVector.fromArray(F, v, vAt + k * L);
            FloatVector a0 = FloatVector.broadcast(F, u[uAt + k * 16 + 0]);
            c0a = a0.fma(b0, c0a);
            FloatVector a1 = FloatVector.broadcast(F, u[uAt + k * 16 + 1]);
            c1a = a1.fma(b0, c1a);
            FloatVector a2 = FloatVector.broadcast(F, u[uAt + k * 16 + 2]);
            c2a = a2.fma(b0, c2a);
            FloatVector a3 = FloatVector.broadcast(F, u[uAt + k * 16 + 3]);
            c3a = a3.fma(b0, c3a);
            FloatVector a4 = FloatVector.broadcast(F, u[uAt + k * 16 + 4]);
            c4a = a4.fma(b0, c4a);
            FloatVector a5 = FloatVector.broadcast(F, u[uAt + k * 16 + 5]);
            c5a = a5.fma(b0, c5a);
            FloatVector a6 = FloatVector.broadcast(F, u[uAt + k * 16 + 6]);
            c6a = a6.fma(b0, c6a);
            FloatVector a7 = FloatVector.broadcast(F, u[uAt + k * 16 + 7]);
            c7a = a7.fma(b0, c7a);
        }
        c0a.intoArray(m, mAt + 0 * L);
        c1a.intoArray(m, mAt + 1 * L);
        c2a.intoArray(m, mAt + 2 * L);
        c3a.intoArray(m, mAt + 3 * L);
        c4a.intoArray(m, mAt + 4 * L);
        c5a.intoArray(m, mAt + 5 * L);
        c6a.intoArray(m, mAt + 6 * L);
        c7a.intoArray(m, mAt + 7 * L);
    }

    /**
     * The chains of 16 output channels by FEW tiles, at two positions. Lanes are channels.
     *
     * @param u panels [channels][16] from uAt, nextU apart
     * @param v panels [channels][FEW] from vAt, nextV apart
     * @param m FEW rows of 16 from mAt, and nextM further on; continued if load is set, else written
     */
    static void few(
            int channels,
            float[] u,
            int uAt,
            int nextU,
            float[] v,
            int vAt,
            int nextV,
            boolean load,
            float[] m,
            int mAt,
            int nextM) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c0c = FloatVector.zero(F);
        FloatVector c0d = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c1c = FloatVector.zero(F);
        FloatVector c1d = FloatVector.zero(F);
        if (load) {
            c0a = FloatVector.fromArray(F, m, mAt + 0 * L);
            c0b = FloatVector.fromArray(F, m, mAt + 1 * L);
            c0c = FloatVector.fromArray(F, m, mAt + 2 * L);
            c0d = FloatVector.fromArray(F, m, mAt + 3 * L);
            c1a = FloatVector.fromArray(F, m, mAt + nextM + 0 * L);
            c1b = FloatVector.fromArray(F, m, mAt + nextM + 1 * L);
            c1c = FloatVector.fromArray(F, m, mAt + nextM + 2 * L);
            c1d = FloatVector.fromArray(F, m, mAt + nextM + 3 * L);
        }
        for (int k = 0; k < channels; k++) {
            FloatVector b0a = FloatVector.fromArray(F, u, uAt + k * 16 + 0 * L);
            FloatVector b0b = FloatVector.fromArray(F, u, uAt + k * 16 + 1 * L);
            FloatVector b0c = FloatVector.fromArray(F, u, uAt + k * 16 + 2 * L);
            FloatVector b0d = FloatVector.fromArray(F, u, uAt + k * 16 + 3 * L);
            FloatVector a0 = FloatVector.broadcast(F, v[vAt + k * FEW + 0]);
            c0a = a0.fma(b0a, c0a);
            c0b = a0.fma(b0b, c0b);
            c0c = a0.fma(b0c, c0c);
            c0d = a0.fma(b0d, c0d);
            FloatVector b1a = FloatVector.fromArray(F, u, uAt + nextU + k * 16 + 0 * L);
            FloatVector b1b = FloatVector.fromArray(F, u, uAt + nextU + k * 16 + 1 * L);
            FloatVector b1c = FloatVector.fromArray(F, u, uAt + nextU + k * 16 + 2 * L);
            FloatVector b1d = FloatVector.fromArray(F, u, uAt + nextU + k * 16 + 3 * L);
            FloatVector a1 = FloatVector.broadcast(F, v[vAt + nextV + k * FEW + 0]);
            c1a = a1.fma(b1a, c1a);
            c1b = a1.fma(b1b, c1b);
            c1c = a1.fma(b1c, c1c);
            c1d = a1.fma(b1d, c1d);
        }
        c0a.intoArray(m, mAt + 0 * L);
        c0b.intoArray(m, mAt + 1 * L);
        c0c.intoArray(m, mAt + 2 * L);
        c0d.intoArray(m, mAt + 3 * L);
        c1a.intoArray(m, mAt + nextM + 0 * L);
        c1b.intoArray(m, mAt + nextM + 1 * L);
        c1c.intoArray(m, mAt + nextM + 2 * L);
        c1d.intoArray(m, mAt + nextM + 3 * L);
    }
}
