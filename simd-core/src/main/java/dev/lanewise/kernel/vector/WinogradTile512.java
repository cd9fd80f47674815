package dev.lanewise.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Register tiles of the products of {@link WinogradConv}. Written by src/generator/Tiles.java. */
final class WinogradTile512 {
    /** Output channels of the tile that is two vectors wide, and of that of one vector. */
    static final int ROWS_OF_TWO = 8;

    static final int ROWS_OF_ONE = 16;

    /** Tiles of a group whose lanes are output channels. */
    static final int FEW = 4;

    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;
    private static final int L = 16;

    private WinogradTile512() {}

    /**
     * The chains of 8 output channels by 2 vector(s) of tiles.
     *
     * @param u panel [channels][16] from uAt
     * @param v panel [channels][2 L] from vAt
     * @param m 8 rows of 2 L from mAt; continued if load is set, else written
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
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c4b = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c5b = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c6b = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        FloatVector c7b = FloatVector.zero(F);
        if (load) {
            c0a = FloatVector.fromArray(F, m, mAt + 0 * L);
            c0b = FloatVector.fromArray(F, m, mAt + 1 * L);
            c1a = FloatVector.fromArray(F, m, mAt + 2 * L);
            c1b = FloatVector.fromArray(F, m, mAt + 3 * L);
            c2a = FloatVector.fromArray(F, m, mAt + 4 * L);
            c2b = FloatVector.fromArray(F, m, mAt + 5 * L);
            c3a = FloatVector.fromArray(F, m, mAt + 6 * L);
            c3b = FloatVector.fromArray(F, m, mAt + 7 * L);
            c4a = FloatVector.fromArray(F, m, mAt + 8 * L);
            c4b = FloatVector.fromArray(F, m, mAt + 9 * L);
            c5a = FloatVector.fromArray(F, m, mAt + 10 * L);
            c5b = FloatVector.fromArray(F, m, mAt + 11 * L);
            c6a = FloatVector.fromArray(F, m, mAt + 12 * L);
            c6b = FloatVector.fromArray(F, m, mAt + 13 * L);
            c7a = FloatVector.fromArray(F, m, mAt + 14 * L);
            c7b = FloatVector.fromArray(F, m, mAt + 15 * L);
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
            FloatVector a4 = FloatVector.broadcast(F, u[uAt + k * 16 + 4]);
            c4a = a4.fma(b0, c4a);
            c4b = a4.fma(b1, c4b);
            FloatVector a5 = FloatVector.broadcast(F, u[uAt + k * 16 + 5]);
            c5a = a5.fma(b0, c5a);
            c5b = a5.fma(b1, c5b);
            FloatVector a6 = FloatVector.broadcast(F, u[uAt + k * 16 + 6]);
            c6a = a6.fma(b0, c6a);
            c6b = a6.fma(b1, c6b);
            FloatVector a7 = FloatVector.broadcast(F, u[uAt + k * 16 + 7]);
            c7a = a7.fma(b0, c7a);
            c7b = a7.fma(b1, c7b);
        }
        c0a.intoArray(m, mAt + 0 * L);
        c0b.intoArray(m, mAt + 1 * L);
        c1a.intoArray(m, mAt + 2 * L);
        c1b.intoArray(m, mAt + 3 * L);
        c2a.intoArray(m, mAt + 4 * L);
        c2b.intoArray(m, mAt + 5 * L);
        c3a.intoArray(m, mAt + 6 * L);
        c3b.intoArray(m, mAt + 7 * L);
        c4a.intoArray(m, mAt + 8 * L);
        c4b.intoArray(m, mAt + 9 * L);
        c5a.intoArray(m, mAt + 10 * L);
        c5b.intoArray(m, mAt + 11 * L);
        c6a.intoArray(m, mAt + 12 * L);
        c6b.intoArray(m, mAt + 13 * L);
        c7a.intoArray(m, mAt + 14 * L);
        c7b.intoArray(m, mAt + 15 * L);
    }

    /**
     * The chains of 16 output channels by 1 vector(s) of tiles.
     *
     * @param u panel [channels][16] from uAt
     * @param v panel [channels][L] from vAt
     * @param m 16 rows of L from mAt; continued if load is set, else written
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
        FloatVector c8a = FloatVector.zero(F);
        FloatVector c9a = FloatVector.zero(F);
        FloatVector c10a = FloatVector.zero(F);
        FloatVector c11a = FloatVector.zero(F);
        FloatVector c12a = FloatVector.zero(F);
        FloatVector c13a = FloatVector.zero(F);
        FloatVector c14a = FloatVector.zero(F);
        FloatVector c15a = FloatVector.zero(F);
        if (load) {
            c0a = FloatVector.fromArray(F, m, mAt + 0 * L);
            c1a = FloatVector.fromArray(F, m, mAt + 1 * L);
            c2a = FloatVector.fromArray(F, m, mAt + 2 * L);
            c3a = FloatVector.fromArray(F, m, mAt + 3 * L);
            c4a = FloatVector.fromArray(F, m, mAt + 4 * L);
            c5a = FloatVector.fromArray(F, m, mAt + 5 * L);
            c6a = FloatVector.fromArray(F, m, mAt + 6 * L);
            c7a = FloatVector.fromArray(F, m, mAt + 7 * L);
            c8a = FloatVector.fromArray(F, m, mAt + 8 * L);
            c9a = FloatVector.fromArray(F, m, mAt + 9 * L);
            c10a = FloatVector.fromArray(F, m, mAt + 10 * L);
            c11a = FloatVector.fromArray(F, m, mAt + 11 * L);
            c12a = FloatVector.fromArray(F, m, mAt + 12 * L);
            c13a = FloatVector.fromArray(F, m, mAt + 13 * L);
            c14a = FloatVector.fromArray(F, m, mAt + 14 * L);
            c15a = FloatVector.fromArray(F, m, mAt + 15 * L);
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
            FloatVector a8 = FloatVector.broadcast(F, u[uAt + k * 16 + 8]);
            c8a = a8.fma(b0, c8a);
            FloatVector a9 = FloatVector.broadcast(F, u[uAt + k * 16 + 9]);
            c9a = a9.fma(b0, c9a);
            FloatVector a10 = FloatVector.broadcast(F, u[uAt + k * 16 + 10]);
            c10a = a10.fma(b0, c10a);
            FloatVector a11 = FloatVector.broadcast(F, u[uAt + k * 16 + 11]);
            c11a = a11.fma(b0, c11a);
            FloatVector a12 = FloatVector.broadcast(F, u[uAt + k * 16 + 12]);
            c12a = a12.fma(b0, c12a);
            FloatVector a13 = FloatVector.broadcast(F, u[uAt + k * 16 + 13]);
            c13a = a13.fma(b0, c13a);
            FloatVector a14 = FloatVector.broadcast(F, u[uAt + k * 16 + 14]);
            c14a = a14.fma(b0, c14a);
            FloatVector a15 = FloatVector.broadcast(F, u[uAt + k * 16 + 15]);
            c15a = a15.fma(b0, c15a);
        }
        c0a.intoArray(m, mAt + 0 * L);
        c1a.intoArray(m, mAt + 1 * L);
        c2a.intoArray(m, mAt + 2 * L);
        c3a.intoArray(m, mAt + 3 * L);
        c4a.intoArray(m, mAt + 4 * L);
        c5a.intoArray(m, mAt + 5 * L);
        c6a.intoArray(m, mAt + 6 * L);
        c7a.intoArray(m, mAt + 7 * L);
        c8a.intoArray(m, mAt + 8 * L);
        c9a.intoArray(m, mAt + 9 * L);
        c10a.intoArray(m, mAt + 10 * L);
        c11a.intoArray(m, mAt + 11 * L);
        c12a.intoArray(m, mAt + 12 * L);
        c13a.intoArray(m, mAt + 13 * L);
        c14a.intoArray(m, mAt + 14 * L);
        c15a.intoArray(m, mAt + 15 * L);
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
            c4a = FloatVector.fromArray(F, m, mAt + nextM + 0 * L);
            c5a = FloatVector.fromArray(F, m, mAt + nextM + 1 * L);
            c6a = FloatVector.fromArray(F, m, mAt + nextM + 2 * L);
            c7a = FloatVector.fromArray(F, m, mAt + nextM + 3 * L);
        }
        for (int k = 0; k < channels; k++) {
            FloatVector b0a = FloatVector.fromArray(F, u, uAt + k * 16 + 0 * L);
            FloatVector a0 = FloatVector.broadcast(F, v[vAt + k * FEW + 0]);
            c0a = a0.fma(b0a, c0a);
            FloatVector a1 = FloatVector.broadcast(F, v[vAt + k * FEW + 1]);
            c1a = a1.fma(b0a, c1a);
            FloatVector a2 = FloatVector.broadcast(F, v[vAt + k * FEW + 2]);
            c2a = a2.fma(b0a, c2a);
            FloatVector a3 = FloatVector.broadcast(F, v[vAt + k * FEW + 3]);
            c3a = a3.fma(b0a, c3a);
            FloatVector b1a = FloatVector.fromArray(F, u, uAt + nextU + k * 16 + 0 * L);
            FloatVector a4 = FloatVector.broadcast(F, v[vAt + nextV + k * FEW + 0]);
            c4a = a4.fma(b1a, c4a);
            FloatVector a5 = FloatVector.broadcast(F, v[vAt + nextV + k * FEW + 1]);
            c5a = a5.fma(b1a, c5a);
            FloatVector a6 = FloatVector.broadcast(F, v[vAt + nextV + k * FEW + 2]);
            c6a = a6.fma(b1a, c6a);
            FloatVector a7 = FloatVector.broadcast(F, v[vAt + nextV + k * FEW + 3]);
            c7a = a7.fma(b1a, c7a);
        }
        c0a.intoArray(m, mAt + 0 * L);
        c1a.intoArray(m, mAt + 1 * L);
        c2a.intoArray(m, mAt + 2 * L);
        c3a.intoArray(m, mAt + 3 * L);
        c4a.intoArray(m, mAt + nextM + 0 * L);
        c5a.intoArray(m, mAt + nextM + 1 * L);
        c6a.intoArray(m, mAt + nextM + 2 * L);
        c7a.intoArray(m, mAt + nextM + 3 * L);
    }
}
