package dev.lanewise.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes 8 columns of 16 rows in registers: for h = 4, 2, 1, pairs of rows h apart exchange what lies
 * h off the diagonal. Written by src/generator/Tiles.java.
 */
final class TurnTile512 {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;

    // Rows are looked at as ints: indices that are floats are converted and checked at every use.

    // What becomes of a pair (a, b): the first keeps the lanes without the bit, and takes b's of these as the others.
    private static final IntVector FIRST_4 = first(4);
    private static final IntVector SECOND_4 = second(4);
    private static final IntVector FIRST_2 = first(2);
    private static final IntVector SECOND_2 = second(2);
    private static final IntVector FIRST_1 = first(1);
    private static final IntVector SECOND_1 = second(1);

    // The lanes of the lower rows.
    private static final VectorMask<Float> LOWER = F.indexInRange(0, 8).not();

    private TurnTile512() {}

    private static IntVector first(int h) {
        int[] from = new int[16];
        for (int l = 0; l < 16; l++) {
            from[l] = (l & h) == 0 ? l : 16 + l - h;
        }
        return IntVector.fromArray(IntVector.SPECIES_512, from, 0);
    }

    private static IntVector second(int h) {
        int[] from = new int[16];
        for (int l = 0; l < 16; l++) {
            from[l] = (l & h) == 0 ? l + h : 16 + l;
        }
        return IntVector.fromArray(IntVector.SPECIES_512, from, 0);
    }

    /** {@code to[toAt + k * width + r] = from[at + r * ld + k]} for r below 16 and k below depth, a multiple of 8. */
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
        for (int k = 0; k < depth; k += 8) {
            int t = toAt + k * width;
            IntVector r0 = FloatVector.fromArray(F, from, at + k)
                    .blend(FloatVector.fromArray(F, from, at8 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r1 = FloatVector.fromArray(F, from, at1 + k)
                    .blend(FloatVector.fromArray(F, from, at9 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r2 = FloatVector.fromArray(F, from, at2 + k)
                    .blend(FloatVector.fromArray(F, from, at10 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r3 = FloatVector.fromArray(F, from, at3 + k)
                    .blend(FloatVector.fromArray(F, from, at11 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r4 = FloatVector.fromArray(F, from, at4 + k)
                    .blend(FloatVector.fromArray(F, from, at12 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r5 = FloatVector.fromArray(F, from, at5 + k)
                    .blend(FloatVector.fromArray(F, from, at13 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r6 = FloatVector.fromArray(F, from, at6 + k)
                    .blend(FloatVector.fromArray(F, from, at14 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r7 = FloatVector.fromArray(F, from, at7 + k)
                    .blend(FloatVector.fromArray(F, from, at15 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector h4r0 = FIRST_4.selectFrom(r0, r4);
            IntVector h4r4 = SECOND_4.selectFrom(r0, r4);
            IntVector h4r1 = FIRST_4.selectFrom(r1, r5);
            IntVector h4r5 = SECOND_4.selectFrom(r1, r5);
            IntVector h4r2 = FIRST_4.selectFrom(r2, r6);
            IntVector h4r6 = SECOND_4.selectFrom(r2, r6);
            IntVector h4r3 = FIRST_4.selectFrom(r3, r7);
            IntVector h4r7 = SECOND_4.selectFrom(r3, r7);
            IntVector h2r0 = FIRST_2.selectFrom(h4r0, h4r2);
            IntVector h2r2 = SECOND_2.selectFrom(h4r0, h4r2);
            IntVector h2r1 = FIRST_2.selectFrom(h4r1, h4r3);
            IntVector h2r3 = SECOND_2.selectFrom(h4r1, h4r3);
            IntVector h2r4 = FIRST_2.selectFrom(h4r4, h4r6);
            IntVector h2r6 = SECOND_2.selectFrom(h4r4, h4r6);
            IntVector h2r5 = FIRST_2.selectFrom(h4r5, h4r7);
            IntVector h2r7 = SECOND_2.selectFrom(h4r5, h4r7);
            IntVector h1r0 = FIRST_1.selectFrom(h2r0, h2r1);
            IntVector h1r1 = SECOND_1.selectFrom(h2r0, h2r1);
            IntVector h1r2 = FIRST_1.selectFrom(h2r2, h2r3);
            IntVector h1r3 = SECOND_1.selectFrom(h2r2, h2r3);
            IntVector h1r4 = FIRST_1.selectFrom(h2r4, h2r5);
            IntVector h1r5 = SECOND_1.selectFrom(h2r4, h2r5);
            IntVector h1r6 = FIRST_1.selectFrom(h2r6, h2r7);
            IntVector h1r7 = SECOND_1.selectFrom(h2r6, h2r7);
            h1r0.reinterpretAsFloats().intoArray(to, t);
            h1r1.reinterpretAsFloats().intoArray(to, t + width);
            h1r2.reinterpretAsFloats().intoArray(to, t + 2 * width);
            h1r3.reinterpretAsFloats().intoArray(to, t + 3 * width);
            h1r4.reinterpretAsFloats().intoArray(to, t + 4 * width);
            h1r5.reinterpretAsFloats().intoArray(to, t + 5 * width);
            h1r6.reinterpretAsFloats().intoArray(to, t + 6 * width);
            h1r7.reinterpretAsFloats().intoArray(to, t + 7 * width);
        }
    }

    /** {@code y[yAt + j] += x[k] * b[at + j * ld + k]} for j below 16 and k below depth, a multiple of 8. */
    static void row(int depth, float[] x, float[] b, int at, int ld, float[] y, int yAt) {
        FloatVector sum = FloatVector.fromArray(F, y, yAt);
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
        for (int k = 0; k < depth; k += 8) {
            IntVector r0 = FloatVector.fromArray(F, b, at + k)
                    .blend(FloatVector.fromArray(F, b, at8 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r1 = FloatVector.fromArray(F, b, at1 + k)
                    .blend(FloatVector.fromArray(F, b, at9 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r2 = FloatVector.fromArray(F, b, at2 + k)
                    .blend(FloatVector.fromArray(F, b, at10 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r3 = FloatVector.fromArray(F, b, at3 + k)
                    .blend(FloatVector.fromArray(F, b, at11 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r4 = FloatVector.fromArray(F, b, at4 + k)
                    .blend(FloatVector.fromArray(F, b, at12 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r5 = FloatVector.fromArray(F, b, at5 + k)
                    .blend(FloatVector.fromArray(F, b, at13 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r6 = FloatVector.fromArray(F, b, at6 + k)
                    .blend(FloatVector.fromArray(F, b, at14 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector r7 = FloatVector.fromArray(F, b, at7 + k)
                    .blend(FloatVector.fromArray(F, b, at15 + k - 8), LOWER)
                    .reinterpretAsInts();
            IntVector h4r0 = FIRST_4.selectFrom(r0, r4);
            IntVector h4r4 = SECOND_4.selectFrom(r0, r4);
            IntVector h4r1 = FIRST_4.selectFrom(r1, r5);
            IntVector h4r5 = SECOND_4.selectFrom(r1, r5);
            IntVector h4r2 = FIRST_4.selectFrom(r2, r6);
            IntVector h4r6 = SECOND_4.selectFrom(r2, r6);
            IntVector h4r3 = FIRST_4.selectFrom(r3, r7);
            IntVector h4r7 = SECOND_4.selectFrom(r3, r7);
            IntVector h2r0 = FIRST_2.selectFrom(h4r0, h4r2);
            IntVector h2r2 = SECOND_2.selectFrom(h4r0, h4r2);
            IntVector h2r1 = FIRST_2.selectFrom(h4r1, h4r3);
            IntVector h2r3 = SECOND_2.selectFrom(h4r1, h4r3);
            IntVector h2r4 = FIRST_2.selectFrom(h4r4, h4r6);
            IntVector h2r6 = SECOND_2.selectFrom(h4r4, h4r6);
            IntVector h2r5 = FIRST_2.selectFrom(h4r5, h4r7);
            IntVector h2r7 = SECOND_2.selectFrom(h4r5, h4r7);
            IntVector h1r0 = FIRST_1.selectFrom(h2r0, h2r1);
            IntVector h1r1 = SECOND_1.selectFrom(h2r0, h2r1);
            IntVector h1r2 = FIRST_1.selectFrom(h2r2, h2r3);
            IntVector h1r3 = SECOND_1.selectFrom(h2r2, h2r3);
            IntVector h1r4 = FIRST_1.selectFrom(h2r4, h2r5);
            IntVector h1r5 = SECOND_1.selectFrom(h2r4, h2r5);
            IntVector h1r6 = FIRST_1.selectFrom(h2r6, h2r7);
            IntVector h1r7 = SECOND_1.selectFrom(h2r6, h2r7);
            sum = FloatVector.broadcast(F, x[k]).fma(h1r0.reinterpretAsFloats(), sum);
            sum = FloatVector.broadcast(F, x[k + 1]).fma(h1r1.reinterpretAsFloats(), sum);
            sum = FloatVector.broadcast(F, x[k + 2]).fma(h1r2.reinterpretAsFloats(), sum);
            sum = FloatVector.broadcast(F, x[k + 3]).fma(h1r3.reinterpretAsFloats(), sum);
            sum = FloatVector.broadcast(F, x[k + 4]).fma(h1r4.reinterpretAsFloats(), sum);
            sum = FloatVector.broadcast(F, x[k + 5]).fma(h1r5.reinterpretAsFloats(), sum);
            sum = FloatVector.broadcast(F, x[k + 6]).fma(h1r6.reinterpretAsFloats(), sum);
            sum = FloatVector.broadcast(F, x[k + 7]).fma(h1r7.reinterpretAsFloats(), sum);
        }
        sum.intoArray(y, yAt);
    }
}
