package dev.lanewise.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes squares of 16 rows by 16 columns in registers: for h = 8, 4, 2, 1, pairs of rows h apart exchange what lies
 * h off the diagonal. Written by src/generator/Tiles.java.
 */
final class TurnTile512 {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;

    // What becomes of a pair (a, b): the first keeps the lanes without the bit, and takes b's of these as the others.
    private static final FloatVector FIRST_8 = first(8);
    private static final FloatVector SECOND_8 = second(8);
    private static final FloatVector FIRST_4 = first(4);
    private static final FloatVector SECOND_4 = second(4);
    private static final FloatVector FIRST_2 = first(2);
    private static final FloatVector SECOND_2 = second(2);
    private static final FloatVector FIRST_1 = first(1);
    private static final FloatVector SECOND_1 = second(1);

    private TurnTile512() {}

    private static FloatVector first(int h) {
        float[] from = new float[16];
        for (int l = 0; l < 16; l++) {
            from[l] = (l & h) == 0 ? l : 16 + l - h;
        }
        return FloatVector.fromArray(F, from, 0);
    }

    private static FloatVector second(int h) {
        float[] from = new float[16];
        for (int l = 0; l < 16; l++) {
            from[l] = (l & h) == 0 ? l + h : 16 + l;
        }
        return FloatVector.fromArray(F, from, 0);
    }

    /** {@code to[toAt + k * width + r] = from[at + r * ld + k]} for r below 16 and k below depth, a multiple of 16. */
    static void pack(int depth, float[] from, int at, int ld, float[] to, int toAt, int width) {
        int at1 = at + ld;
        int at2 = at + 2 * ld;
        int at3 = at + 3 * ld;
        int at4 = at + 4 * ld;
        int at5 = at + 5 * ld;
        int at6 = at + 6 * ld;
        int at7 = at + 7 * ld;
        int at8 = at + 8 * ld;
        int at9 = at + 9 * ld;
        int at10 = at + 10 * ld;
        int at11 = at + 11 * ld;
        int at12 = at + 12 * ld;
        int at13 = at + 13 * ld;
        int at14 = at + 14 * ld;
        int at15 = at + 15 * ld;
        for (int k = 0; k < depth; k += 16) {
            int t = toAt + k * width;
            FloatVector r0 = FloatVector.fromArray(F, from, at + k);
            FloatVector r1 = FloatVector.fromArray(F, from, at1 + k);
            FloatVector r2 = FloatVector.fromArray(F, from, at2 + k);
            FloatVector r3 = FloatVector.fromArray(F, from, at3 + k);
            FloatVector r4 = FloatVector.fromArray(F, from, at4 + k);
            FloatVector r5 = FloatVector.fromArray(F, from, at5 + k);
            FloatVector r6 = FloatVector.fromArray(F, from, at6 + k);
            FloatVector r7 = FloatVector.fromArray(F, from, at7 + k);
            FloatVector r8 = FloatVector.fromArray(F, from, at8 + k);
            FloatVector r9 = FloatVector.fromArray(F, from, at9 + k);
            FloatVector r10 = FloatVector.fromArray(F, from, at10 + k);
            FloatVector r11 = FloatVector.fromArray(F, from, at11 + k);
            FloatVector r12 = FloatVector.fromArray(F, from, at12 + k);
            FloatVector r13 = FloatVector.fromArray(F, from, at13 + k);
            FloatVector r14 = FloatVector.fromArray(F, from, at14 + k);
            FloatVector r15 = FloatVector.fromArray(F, from, at15 + k);
            FloatVector h8r0 = FIRST_8.selectFrom(r0, r8);
            FloatVector h8r8 = SECOND_8.selectFrom(r0, r8);
            FloatVector h8r1 = FIRST_8.selectFrom(r1, r9);
            FloatVector h8r9 = SECOND_8.selectFrom(r1, r9);
            FloatVector h8r2 = FIRST_8.selectFrom(r2, r10);
            FloatVector h8r10 = SECOND_8.selectFrom(r2, r10);
            FloatVector h8r3 = FIRST_8.selectFrom(r3, r11);
            FloatVector h8r11 = SECOND_8.selectFrom(r3, r11);
            FloatVector h8r4 = FIRST_8.selectFrom(r4, r12);
            FloatVector h8r12 = SECOND_8.selectFrom(r4, r12);
            FloatVector h8r5 = FIRST_8.selectFrom(r5, r13);
            FloatVector h8r13 = SECOND_8.selectFrom(r5, r13);
            FloatVector h8r6 = FIRST_8.selectFrom(r6, r14);
            FloatVector h8r14 = SECOND_8.selectFrom(r6, r14);
            FloatVector h8r7 = FIRST_8.selectFrom(r7, r15);
            FloatVector h8r15 = SECOND_8.selectFrom(r7, r15);
            FloatVector h4r0 = FIRST_4.selectFrom(h8r0, h8r4);
            FloatVector h4r4 = SECOND_4.selectFrom(h8r0, h8r4);
            FloatVector h4r1 = FIRST_4.selectFrom(h8r1, h8r5);
            FloatVector h4r5 = SECOND_4.selectFrom(h8r1, h8r5);
            FloatVector h4r2 = FIRST_4.selectFrom(h8r2, h8r6);
            FloatVector h4r6 = SECOND_4.selectFrom(h8r2, h8r6);
            FloatVector h4r3 = FIRST_4.selectFrom(h8r3, h8r7);
            FloatVector h4r7 = SECOND_4.selectFrom(h8r3, h8r7);
            FloatVector h4r8 = FIRST_4.selectFrom(h8r8, h8r12);
            FloatVector h4r12 = SECOND_4.selectFrom(h8r8, h8r12);
            FloatVector h4r9 = FIRST_4.selectFrom(h8r9, h8r13);
            FloatVector h4r13 = SECOND_4.selectFrom(h8r9, h8r13);
            FloatVector h4r10 = FIRST_4.selectFrom(h8r10, h8r14);
            FloatVector h4r14 = SECOND_4.selectFrom(h8r10, h8r14);
            FloatVector h4r11 = FIRST_4.selectFrom(h8r11, h8r15);
            FloatVector h4r15 = SECOND_4.selectFrom(h8r11, h8r15);
            FloatVector h2r0 = FIRST_2.selectFrom(h4r0, h4r2);
            FloatVector h2r2 = SECOND_2.selectFrom(h4r0, h4r2);
            FloatVector h2r1 = FIRST_2.selectFrom(h4r1, h4r3);
            FloatVector h2r3 = SECOND_2.selectFrom(h4r1, h4r3);
            FloatVector h2r4 = FIRST_2.selectFrom(h4r4, h4r6);
            FloatVector h2r6 = SECOND_2.selectFrom(h4r4, h4r6);
            FloatVector h2r5 = FIRST_2.selectFrom(h4r5, h4r7);
            FloatVector h2r7 = SECOND_2.selectFrom(h4r5, h4r7);
            FloatVector h2r8 = FIRST_2.selectFrom(h4r8, h4r10);
            FloatVector h2r10 = SECOND_2.selectFrom(h4r8, h4r10);
            FloatVector h2r9 = FIRST_2.selectFrom(h4r9, h4r11);
            FloatVector h2r11 = SECOND_2.selectFrom(h4r9, h4r11);
            FloatVector h2r12 = FIRST_2.selectFrom(h4r12, h4r14);
            FloatVector h2r14 = SECOND_2.selectFrom(h4r12, h4r14);
            FloatVector h2r13 = FIRST_2.selectFrom(h4r13, h4r15);
            FloatVector h2r15 = SECOND_2.selectFrom(h4r13, h4r15);
            FloatVector h1r0 = FIRST_1.selectFrom(h2r0, h2r1);
            FloatVector h1r1 = SECOND_1.selectFrom(h2r0, h2r1);
            FloatVector h1r2 = FIRST_1.selectFrom(h2r2, h2r3);
            FloatVector h1r3 = SECOND_1.selectFrom(h2r2, h2r3);
            FloatVector h1r4 = FIRST_1.selectFrom(h2r4, h2r5);
            FloatVector h1r5 = SECOND_1.selectFrom(h2r4, h2r5);
            FloatVector h1r6 = FIRST_1.selectFrom(h2r6, h2r7);
            FloatVector h1r7 = SECOND_1.selectFrom(h2r6, h2r7);
            FloatVector h1r8 = FIRST_1.selectFrom(h2r8, h2r9);
            FloatVector h1r9 = SECOND_1.selectFrom(h2r8, h2r9);
            FloatVector h1r10 = FIRST_1.selectFrom(h2r10, h2r11);
            FloatVector h1r11 = SECOND_1.selectFrom(h2r10, h2r11);
            FloatVector h1r12 = FIRST_1.selectFrom(h2r12, h2r13);
            FloatVector h1r13 = SECOND_1.selectFrom(h2r12, h2r13);
            FloatVector h1r14 = FIRST_1.selectFrom(h2r14, h2r15);
            FloatVector h1r15 = SECOND_1.selectFrom(h2r14, h2r15);
            h1r0.intoArray(to, t);
            h1r1.intoArray(to, t + width);
            h1r2.intoArray(to, t + 2 * width);
            h1r3.intoArray(to, t + 3 * width);
            h1r4.intoArray(to, t + 4 * width);
            h1r5.intoArray(to, t + 5 * width);
            h1r6.intoArray(to, t + 6 * width);
            h1r7.intoArray(to, t + 7 * width);
            h1r8.intoArray(to, t + 8 * width);
            h1r9.intoArray(to, t + 9 * width);
            h1r10.intoArray(to, t + 10 * width);
            h1r11.intoArray(to, t + 11 * width);
            h1r12.intoArray(to, t + 12 * width);
            h1r13.intoArray(to, t + 13 * width);
            h1r14.intoArray(to, t + 14 * width);
            h1r15.intoArray(to, t + 15 * width);
        }
    }

    /**
     * {@code y[yAt + j] += x[k] * b[at + j * ld + k]} for j below 32 and k below depth, a multiple of 16.
     *
     * @param again x once more: one factor for both squares would be kept in a register between them
     */
    static void row(int depth, float[] x, float[] again, float[] b, int at, int ld, float[] y, int yAt) {
        FloatVector sum = FloatVector.fromArray(F, y, yAt);
        FloatVector other = FloatVector.fromArray(F, y, yAt + 16);
        int at1 = at + ld;
        int at2 = at + 2 * ld;
        int at3 = at + 3 * ld;
        int at4 = at + 4 * ld;
        int at5 = at + 5 * ld;
        int at6 = at + 6 * ld;
        int at7 = at + 7 * ld;
        int at8 = at + 8 * ld;
        int at9 = at + 9 * ld;
        int at10 = at + 10 * ld;
        int at11 = at + 11 * ld;
        int at12 = at + 12 * ld;
        int at13 = at + 13 * ld;
        int at14 = at + 14 * ld;
        int at15 = at + 15 * ld;
        int next = 16 * ld;
        for (int k = 0; k < depth; k += 16) {
            int s = k;
            FloatVector ar0 = FloatVector.fromArray(F, b, at + s);
            FloatVector ar1 = FloatVector.fromArray(F, b, at1 + s);
            FloatVector ar2 = FloatVector.fromArray(F, b, at2 + s);
            FloatVector ar3 = FloatVector.fromArray(F, b, at3 + s);
            FloatVector ar4 = FloatVector.fromArray(F, b, at4 + s);
            FloatVector ar5 = FloatVector.fromArray(F, b, at5 + s);
            FloatVector ar6 = FloatVector.fromArray(F, b, at6 + s);
            FloatVector ar7 = FloatVector.fromArray(F, b, at7 + s);
            FloatVector ar8 = FloatVector.fromArray(F, b, at8 + s);
            FloatVector ar9 = FloatVector.fromArray(F, b, at9 + s);
            FloatVector ar10 = FloatVector.fromArray(F, b, at10 + s);
            FloatVector ar11 = FloatVector.fromArray(F, b, at11 + s);
            FloatVector ar12 = FloatVector.fromArray(F, b, at12 + s);
            FloatVector ar13 = FloatVector.fromArray(F, b, at13 + s);
            FloatVector ar14 = FloatVector.fromArray(F, b, at14 + s);
            FloatVector ar15 = FloatVector.fromArray(F, b, at15 + s);
            FloatVector ah8r0 = FIRST_8.selectFrom(ar0, ar8);
            FloatVector ah8r8 = SECOND_8.selectFrom(ar0, ar8);
            FloatVector ah8r1 = FIRST_8.selectFrom(ar1, ar9);
            FloatVector ah8r9 = SECOND_8.selectFrom(ar1, ar9);
            FloatVector ah8r2 = FIRST_8.selectFrom(ar2, ar10);
            FloatVector ah8r10 = SECOND_8.selectFrom(ar2, ar10);
            FloatVector ah8r3 = FIRST_8.selectFrom(ar3, ar11);
            FloatVector ah8r11 = SECOND_8.selectFrom(ar3, ar11);
            FloatVector ah8r4 = FIRST_8.selectFrom(ar4, ar12);
            FloatVector ah8r12 = SECOND_8.selectFrom(ar4, ar12);
            FloatVector ah8r5 = FIRST_8.selectFrom(ar5, ar13);
            FloatVector ah8r13 = SECOND_8.selectFrom(ar5, ar13);
            FloatVector ah8r6 = FIRST_8.selectFrom(ar6, ar14);
            FloatVector ah8r14 = SECOND_8.selectFrom(ar6, ar14);
            FloatVector ah8r7 = FIRST_8.selectFrom(ar7, ar15);
            FloatVector ah8r15 = SECOND_8.selectFrom(ar7, ar15);
            FloatVector ah4r0 = FIRST_4.selectFrom(ah8r0, ah8r4);
            FloatVector ah4r4 = SECOND_4.selectFrom(ah8r0, ah8r4);
            FloatVector ah4r1 = FIRST_4.selectFrom(ah8r1, ah8r5);
            FloatVector ah4r5 = SECOND_4.selectFrom(ah8r1, ah8r5);
            FloatVector ah4r2 = FIRST_4.selectFrom(ah8r2, ah8r6);
            FloatVector ah4r6 = SECOND_4.selectFrom(ah8r2, ah8r6);
            FloatVector ah4r3 = FIRST_4.selectFrom(ah8r3, ah8r7);
            FloatVector ah4r7 = SECOND_4.selectFrom(ah8r3, ah8r7);
            FloatVector ah4r8 = FIRST_4.selectFrom(ah8r8, ah8r12);
            FloatVector ah4r12 = SECOND_4.selectFrom(ah8r8, ah8r12);
            FloatVector ah4r9 = FIRST_4.selectFrom(ah8r9, ah8r13);
            FloatVector ah4r13 = SECOND_4.selectFrom(ah8r9, ah8r13);
            FloatVector ah4r10 = FIRST_4.selectFrom(ah8r10, ah8r14);
            FloatVector ah4r14 = SECOND_4.selectFrom(ah8r10, ah8r14);
            FloatVector ah4r11 = FIRST_4.selectFrom(ah8r11, ah8r15);
            FloatVector ah4r15 = SECOND_4.selectFrom(ah8r11, ah8r15);
            FloatVector ah2r0 = FIRST_2.selectFrom(ah4r0, ah4r2);
            FloatVector ah2r2 = SECOND_2.selectFrom(ah4r0, ah4r2);
            FloatVector ah2r1 = FIRST_2.selectFrom(ah4r1, ah4r3);
            FloatVector ah2r3 = SECOND_2.selectFrom(ah4r1, ah4r3);
            FloatVector ah2r4 = FIRST_2.selectFrom(ah4r4, ah4r6);
            FloatVector ah2r6 = SECOND_2.selectFrom(ah4r4, ah4r6);
            FloatVector ah2r5 = FIRST_2.selectFrom(ah4r5, ah4r7);
            FloatVector ah2r7 = SECOND_2.selectFrom(ah4r5, ah4r7);
            FloatVector ah2r8 = FIRST_2.selectFrom(ah4r8, ah4r10);
            FloatVector ah2r10 = SECOND_2.selectFrom(ah4r8, ah4r10);
            FloatVector ah2r9 = FIRST_2.selectFrom(ah4r9, ah4r11);
            FloatVector ah2r11 = SECOND_2.selectFrom(ah4r9, ah4r11);
            FloatVector ah2r12 = FIRST_2.selectFrom(ah4r12, ah4r14);
            FloatVector ah2r14 = SECOND_2.selectFrom(ah4r12, ah4r14);
            FloatVector ah2r13 = FIRST_2.selectFrom(ah4r13, ah4r15);
            FloatVector ah2r15 = SECOND_2.selectFrom(ah4r13, ah4r15);
            FloatVector ah1r0 = FIRST_1.selectFrom(ah2r0, ah2r1);
            FloatVector ah1r1 = SECOND_1.selectFrom(ah2r0, ah2r1);
            FloatVector ah1r2 = FIRST_1.selectFrom(ah2r2, ah2r3);
            FloatVector ah1r3 = SECOND_1.selectFrom(ah2r2, ah2r3);
            FloatVector ah1r4 = FIRST_1.selectFrom(ah2r4, ah2r5);
            FloatVector ah1r5 = SECOND_1.selectFrom(ah2r4, ah2r5);
            FloatVector ah1r6 = FIRST_1.selectFrom(ah2r6, ah2r7);
            FloatVector ah1r7 = SECOND_1.selectFrom(ah2r6, ah2r7);
            FloatVector ah1r8 = FIRST_1.selectFrom(ah2r8, ah2r9);
            FloatVector ah1r9 = SECOND_1.selectFrom(ah2r8, ah2r9);
            FloatVector ah1r10 = FIRST_1.selectFrom(ah2r10, ah2r11);
            FloatVector ah1r11 = SECOND_1.selectFrom(ah2r10, ah2r11);
            FloatVector ah1r12 = FIRST_1.selectFrom(ah2r12, ah2r13);
            FloatVector ah1r13 = SECOND_1.selectFrom(ah2r12, ah2r13);
            FloatVector ah1r14 = FIRST_1.selectFrom(ah2r14, ah2r15);
            FloatVector ah1r15 = SECOND_1.selectFrom(ah2r14, ah2r15);
            sum = FloatVector.broadcast(F, x[k]).fma(ah1r0, sum);
            sum = FloatVector.broadcast(F, x[k + 1]).fma(ah1r1, sum);
            sum = FloatVector.broadcast(F, x[k + 2]).fma(ah1r2, sum);
            sum = FloatVector.broadcast(F, x[k + 3]).fma(ah1r3, sum);
            sum = FloatVector.broadcast(F, x[k + 4]).fma(ah1r4, sum);
            sum = FloatVector.broadcast(F, x[k + 5]).fma(ah1r5, sum);
            sum = FloatVector.broadcast(F, x[k + 6]).fma(ah1r6, sum);
            sum = FloatVector.broadcast(F, x[k + 7]).fma(ah1r7, sum);
            sum = FloatVector.broadcast(F, x[k + 8]).fma(ah1r8, sum);
            sum = FloatVector.broadcast(F, x[k + 9]).fma(ah1r9, sum);
            sum = FloatVector.broadcast(F, x[k + 10]).fma(ah1r10, sum);
            sum = FloatVector.broadcast(F, x[k + 11]).fma(ah1r11, sum);
            sum = FloatVector.broadcast(F, x[k + 12]).fma(ah1r12, sum);
            sum = FloatVector.broadcast(F, x[k + 13]).fma(ah1r13, sum);
            sum = FloatVector.broadcast(F, x[k + 14]).fma(ah1r14, sum);
            sum = FloatVector.broadcast(F, x[k + 15]).fma(ah1r15, sum);
            int t = k + next;
            FloatVector br0 = FloatVector.fromArray(F, b, at + t);
            FloatVector br1 = FloatVector.fromArray(F, b, at1 + t);
            FloatVector br2 = FloatVector.fromArray(F, b, at2 + t);
            FloatVector br3 = FloatVector.fromArray(F, b, at3 + t);
            FloatVector br4 = FloatVector.fromArray(F, b, at4 + t);
            FloatVector br5 = FloatVector.fromArray(F, b, at5 + t);
            FloatVector br6 = FloatVector.fromArray(F, b, at6 + t);
            FloatVector br7 = FloatVector.fromArray(F, b, at7 + t);
            FloatVector br8 = FloatVector.fromArray(F, b, at8 + t);
            FloatVector br9 = FloatVector.fromArray(F, b, at9 + t);
            FloatVector br10 = FloatVector.fromArray(F, b, at10 + t);
            FloatVector br11 = FloatVector.fromArray(F, b, at11 + t);
            FloatVector br12 = FloatVector.fromArray(F, b, at12 + t);
            FloatVector br13 = FloatVector.fromArray(F, b, at13 + t);
            FloatVector br14 = FloatVector.fromArray(F, b, at14 + t);
            FloatVector br15 = FloatVector.fromArray(F, b, at15 + t);
            FloatVector bh8r0 = FIRST_8.selectFrom(br0, br8);
            FloatVector bh8r8 = SECOND_8.selectFrom(br0, br8);
            FloatVector bh8r1 = FIRST_8.selectFrom(br1, br9);
            FloatVector bh8r9 = SECOND_8.selectFrom(br1, br9);
            FloatVector bh8r2 = FIRST_8.selectFrom(br2, br10);
            FloatVector bh8r10 = SECOND_8.selectFrom(br2, br10);
            FloatVector bh8r3 = FIRST_8.selectFrom(br3, br11);
            FloatVector bh8r11 = SECOND_8.selectFrom(br3, br11);
            FloatVector bh8r4 = FIRST_8.selectFrom(br4, br12);
            FloatVector bh8r12 = SECOND_8.selectFrom(br4, br12);
            FloatVector bh8r5 = FIRST_8.selectFrom(br5, br13);
            FloatVector bh8r13 = SECOND_8.selectFrom(br5, br13);
            FloatVector bh8r6 = FIRST_8.selectFrom(br6, br14);
            FloatVector bh8r14 = SECOND_8.selectFrom(br6, br14);
            FloatVector bh8r7 = FIRST_8.selectFrom(br7, br15);
            FloatVector bh8r15 = SECOND_8.selectFrom(br7, br15);
            FloatVector bh4r0 = FIRST_4.selectFrom(bh8r0, bh8r4);
            FloatVector bh4r4 = SECOND_4.selectFrom(bh8r0, bh8r4);
            FloatVector bh4r1 = FIRST_4.selectFrom(bh8r1, bh8r5);
            FloatVector bh4r5 = SECOND_4.selectFrom(bh8r1, bh8r5);
            FloatVector bh4r2 = FIRST_4.selectFrom(bh8r2, bh8r6);
            FloatVector bh4r6 = SECOND_4.selectFrom(bh8r2, bh8r6);
            FloatVector bh4r3 = FIRST_4.selectFrom(bh8r3, bh8r7);
            FloatVector bh4r7 = SECOND_4.selectFrom(bh8r3, bh8r7);
            FloatVector bh4r8 = FIRST_4.selectFrom(bh8r8, bh8r12);
            FloatVector bh4r12 = SECOND_4.selectFrom(bh8r8, bh8r12);
            FloatVector bh4r9 = FIRST_4.selectFrom(bh8r9, bh8r13);
            FloatVector bh4r13 = SECOND_4.selectFrom(bh8r9, bh8r13);
            FloatVector bh4r10 = FIRST_4.selectFrom(bh8r10, bh8r14);
            FloatVector bh4r14 = SECOND_4.selectFrom(bh8r10, bh8r14);
            FloatVector bh4r11 = FIRST_4.selectFrom(bh8r11, bh8r15);
            FloatVector bh4r15 = SECOND_4.selectFrom(bh8r11, bh8r15);
            FloatVector bh2r0 = FIRST_2.selectFrom(bh4r0, bh4r2);
            FloatVector bh2r2 = SECOND_2.selectFrom(bh4r0, bh4r2);
            FloatVector bh2r1 = FIRST_2.selectFrom(bh4r1, bh4r3);
            FloatVector bh2r3 = SECOND_2.selectFrom(bh4r1, bh4r3);
            FloatVector bh2r4 = FIRST_2.selectFrom(bh4r4, bh4r6);
            FloatVector bh2r6 = SECOND_2.selectFrom(bh4r4, bh4r6);
            FloatVector bh2r5 = FIRST_2.selectFrom(bh4r5, bh4r7);
            FloatVector bh2r7 = SECOND_2.selectFrom(bh4r5, bh4r7);
            FloatVector bh2r8 = FIRST_2.selectFrom(bh4r8, bh4r10);
            FloatVector bh2r10 = SECOND_2.selectFrom(bh4r8, bh4r10);
            FloatVector bh2r9 = FIRST_2.selectFrom(bh4r9, bh4r11);
            FloatVector bh2r11 = SECOND_2.selectFrom(bh4r9, bh4r11);
            FloatVector bh2r12 = FIRST_2.selectFrom(bh4r12, bh4r14);
            FloatVector bh2r14 = SECOND_2.selectFrom(bh4r12, bh4r14);
            FloatVector bh2r13 = FIRST_2.selectFrom(bh4r13, bh4r15);
            FloatVector bh2r15 = SECOND_2.selectFrom(bh4r13, bh4r15);
            FloatVector bh1r0 = FIRST_1.selectFrom(bh2r0, bh2r1);
            FloatVector bh1r1 = SECOND_1.selectFrom(bh2r0, bh2r1);
            FloatVector bh1r2 = FIRST_1.selectFrom(bh2r2, bh2r3);
            FloatVector bh1r3 = SECOND_1.selectFrom(bh2r2, bh2r3);
            FloatVector bh1r4 = FIRST_1.selectFrom(bh2r4, bh2r5);
            FloatVector bh1r5 = SECOND_1.selectFrom(bh2r4, bh2r5);
            FloatVector bh1r6 = FIRST_1.selectFrom(bh2r6, bh2r7);
            FloatVector bh1r7 = SECOND_1.selectFrom(bh2r6, bh2r7);
            FloatVector bh1r8 = FIRST_1.selectFrom(bh2r8, bh2r9);
            FloatVector bh1r9 = SECOND_1.selectFrom(bh2r8, bh2r9);
            FloatVector bh1r10 = FIRST_1.selectFrom(bh2r10, bh2r11);
            FloatVector bh1r11 = SECOND_1.selectFrom(bh2r10, bh2r11);
            FloatVector bh1r12 = FIRST_1.selectFrom(bh2r12, bh2r13);
            FloatVector bh1r13 = SECOND_1.selectFrom(bh2r12, bh2r13);
            FloatVector bh1r14 = FIRST_1.selectFrom(bh2r14, bh2r15);
            FloatVector bh1r15 = SECOND_1.selectFrom(bh2r14, bh2r15);
            other = FloatVector.broadcast(F, again[k]).fma(bh1r0, other);
            other = FloatVector.broadcast(F, again[k + 1]).fma(bh1r1, other);
            other = FloatVector.broadcast(F, again[k + 2]).fma(bh1r2, other);
            other = FloatVector.broadcast(F, again[k + 3]).fma(bh1r3, other);
            other = FloatVector.broadcast(F, again[k + 4]).fma(bh1r4, other);
            other = FloatVector.broadcast(F, again[k + 5]).fma(bh1r5, other);
            other = FloatVector.broadcast(F, again[k + 6]).fma(bh1r6, other);
            other = FloatVector.broadcast(F, again[k + 7]).fma(bh1r7, other);
            other = FloatVector.broadcast(F, again[k + 8]).fma(bh1r8, other);
            other = FloatVector.broadcast(F, again[k + 9]).fma(bh1r9, other);
            other = FloatVector.broadcast(F, again[k + 10]).fma(bh1r10, other);
            other = FloatVector.broadcast(F, again[k + 11]).fma(bh1r11, other);
            other = FloatVector.broadcast(F, again[k + 12]).fma(bh1r12, other);
            other = FloatVector.broadcast(F, again[k + 13]).fma(bh1r13, other);
            other = FloatVector.broadcast(F, again[k + 14]).fma(bh1r14, other);
            other = FloatVector.broadcast(F, again[k + 15]).fma(bh1r15, other);
        }
        sum.intoArray(y, yAt);
        other.intoArray(y, yAt + 16);
    }
}
