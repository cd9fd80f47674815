package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.FmaLoop;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** 12 chains of multiply-adds in registers. Written by src/generator/Tiles.java. */
final class FmaTile128 implements FmaLoop {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_128;
    private static final int L = 4;

    private static final int STEPS = 1 << 13;

    @Override
    public int bits() {
        return 128;
    }

    @Override
    public double flop() {
        return 2.0 * 12 * L * STEPS;
    }

    @Override
    public float run(float start) {
        return chains(start);
    }

    private static float chains(float start) {
        FloatVector a = FloatVector.broadcast(F, 0.5f);
        FloatVector b = FloatVector.broadcast(F, 0.25f);
        FloatVector c0 = FloatVector.broadcast(F, start + 0f);
        FloatVector c1 = FloatVector.broadcast(F, start + 1f);
        FloatVector c2 = FloatVector.broadcast(F, start + 2f);
        FloatVector c3 = FloatVector.broadcast(F, start + 3f);
        FloatVector c4 = FloatVector.broadcast(F, start + 4f);
        FloatVector c5 = FloatVector.broadcast(F, start + 5f);
        FloatVector c6 = FloatVector.broadcast(F, start + 6f);
        FloatVector c7 = FloatVector.broadcast(F, start + 7f);
        FloatVector c8 = FloatVector.broadcast(F, start + 8f);
        FloatVector c9 = FloatVector.broadcast(F, start + 9f);
        FloatVector c10 = FloatVector.broadcast(F, start + 10f);
        FloatVector c11 = FloatVector.broadcast(F, start + 11f);
        for (int i = 0; i < STEPS; i++) {
            c0 = a.fma(b, c0);
            c1 = a.fma(b, c1);
            c2 = a.fma(b, c2);
            c3 = a.fma(b, c3);
            c4 = a.fma(b, c4);
            c5 = a.fma(b, c5);
            c6 = a.fma(b, c6);
            c7 = a.fma(b, c7);
            c8 = a.fma(b, c8);
            c9 = a.fma(b, c9);
            c10 = a.fma(b, c10);
            c11 = a.fma(b, c11);
        }
        FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
        FloatVector high = c6.add(c7).add(c8).add(c9).add(c10).add(c11);
        return low.add(high).lane(0);
    }
}
