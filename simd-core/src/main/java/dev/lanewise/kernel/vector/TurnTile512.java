package dev.lanewise.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes columns of 16 rows in registers: for h = 8, 4, 2, 1, pairs of rows h apart exchange what lies h off the
 * diagonal. Written by src/generator/Tiles.java.
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

    // The same as ints.
    private static final IntVector TAKE_4 = (IntVector) FIRST_4.castShape(IntVector.SPECIES_512, 0);
    private static final IntVector GIVE_4 = (IntVector) SECOND_4.castShape(IntVector.SPECIES_512, 0);
    private static final IntVector TAKE_2 = (IntVector) FIRST_2.castShape(IntVector.SPECIES_512, 0);
    private static final IntVector GIVE_2 = (IntVector) SECOND_2.castShape(IntVector.SPECIES_512, 0);
    private static final IntVector TAKE_1 = (IntVector) FIRST_1.castShape(IntVector.SPECIES_512, 0);
    private static final IntVector GIVE_1 = (IntVector) SECOND_1.castShape(IntVector.SPECIES_512, 0);

    // Where the lower rows are.
    private static final VectorMask<Float> LOWER = F.indexInRange(0, 8).not();

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
            IntVector h4r0 = TAKE_4.selectFrom(r0, r4);
            IntVector h4r4 = GIVE_4.selectFrom(r0, r4);
            IntVector h4r1 = TAKE_4.selectFrom(r1, r5);
            IntVector h4r5 = GIVE_4.selectFrom(r1, r5);
            IntVector h4r2 = TAKE_4.selectFrom(r2, r6);
            IntVector h4r6 = GIVE_4.selectFrom(r2, r6);
            IntVector h4r3 = TAKE_4.selectFrom(r3, r7);
            IntVector h4r7 = GIVE_4.selectFrom(r3, r7);
            IntVector h2r0 = TAKE_2.selectFrom(h4r0, h4r2);
            IntVector h2r2 = GIVE_2.selectFrom(h4r0, h4r2);
            IntVector h2r1 = TAKE_2.selectFrom(h4r1, h4r3);
            IntVector h2r3 = GIVE_2.selectFrom(h4r1, h4r3);
            IntVector h2r4 = TAKE_2.selectFrom(h4r4, h4r6);
            IntVector h2r6 = GIVE_2.selectFrom(h4r4, h4r6);
            IntVector h2r5 = TAKE_2.selectFrom(h4r5, h4r7);
            IntVector h2r7 = GIVE_2.selectFrom(h4r5, h4r7);
            IntVector h1r0 = TAKE_1.selectFrom(h2r0, h2r1);
            IntVector h1r1 = GIVE_1.selectFrom(h2r0, h2r1);
            IntVector h1r2 = TAKE_1.selectFrom(h2r2, h2r3);
            IntVector h1r3 = GIVE_1.selectFrom(h2r2, h2r3);
            IntVector h1r4 = TAKE_1.selectFrom(h2r4, h2r5);
            IntVector h1r5 = GIVE_1.selectFrom(h2r4, h2r5);
            IntVector h1r6 = TAKE_1.selectFrom(h2r6, h2r7);
            IntVector h1r7 = GIVE_1.selectFrom(h2r6, h2r7);
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

    /** {@code y[yAt + j] += x[k] * b[at + j * ld + k]} for j below 16 and k below depth, a multiple of 16. */
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
        for (int k = 0; k < depth; k += 16) {
            FloatVector r0 = FloatVector.fromArray(F, b, at + k);
            FloatVector r1 = FloatVector.fromArray(F, b, at1 + k);
            FloatVector r2 = FloatVector.fromArray(F, b, at2 + k);
            FloatVector r3 = FloatVector.fromArray(F, b, at3 + k);
            FloatVector r4 = FloatVector.fromArray(F, b, at4 + k);
            FloatVector r5 = FloatVector.fromArray(F, b, at5 + k);
            FloatVector r6 = FloatVector.fromArray(F, b, at6 + k);
            FloatVector r7 = FloatVector.fromArray(F, b, at7 + k);
            FloatVector r8 = FloatVector.fromArray(F, b, at8 + k);
            FloatVector r9 = FloatVector.fromArray(F, b, at9 + k);
            FloatVector r10 = FloatVector.fromArray(F, b, at10 + k);
            FloatVector r11 = FloatVector.fromArray(F, b, at11 + k);
            FloatVector r12 = FloatVector.fromArray(F, b, at12 + k);
            FloatVector r13 = FloatVector.fromArray(F, b, at13 + k);
            FloatVector r14 = FloatVector.fromArray(F, b, at14 + k);
            FloatVector r15 = FloatVector.fromArray(F, b, at15 + k);
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
            sum = FloatVector.broadcast(F, x[k]).fma(h1r0, sum);
            sum = FloatVector.broadcast(F, x[k + 1]).fma(h1r1, sum);
            sum = FloatVector.broadcast(F, x[k + 2]).fma(h1r2, sum);
            sum = FloatVector.broadcast(F, x[k + 3]).fma(h1r3, sum);
            sum = FloatVector.broadcast(F, x[k + 4]).fma(h1r4, sum);
            sum = FloatVector.broadcast(F, x[k + 5]).fma(h1r5, sum);
            sum = FloatVector.broadcast(F, x[k + 6]).fma(h1r6, sum);
            sum = FloatVector.broadcast(F, x[k + 7]).fma(h1r7, sum);
            sum = FloatVector.broadcast(F, x[k + 8]).fma(h1r8, sum);
            sum = FloatVector.broadcast(F, x[k + 9]).fma(h1r9, sum);
            sum = FloatVector.broadcast(F, x[k + 10]).fma(h1r10, sum);
            sum = FloatVector.broadcast(F, x[k + 11]).fma(h1r11, sum);
            sum = FloatVector.broadcast(F, x[k + 12]).fma(h1r12, sum);
            sum = FloatVector.broadcast(F, x[k + 13]).fma(h1r13, sum);
            sum = FloatVector.broadcast(F, x[k + 14]).fma(h1r14, sum);
            sum = FloatVector.broadcast(F, x[k + 15]).fma(h1r15, sum);
        }
        sum.intoArray(y, yAt);
    }
}
