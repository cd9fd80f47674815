package dev.lanewise.kernel.vector;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of this process. The species are static finals of one class, which is what makes them constants to
 * the compiler: a species in a field or a parameter boxes every vector.
 */
final class Lanes {
    /** Floats of the width that runs: {@code -Dlanewise.vector.bits}, else the widest of the machine. */
    static final VectorSpecies<Float> F = VectorSpecies.of(float.class, shape());

    /** Ints of the same width. */
    static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());

    /** Doubles of the same width: half as many. */
    static final VectorSpecies<Double> D = VectorSpecies.of(double.class, F.vectorShape());

    /** Floats in a register. */
    static final int L = F.length();

    private Lanes() {}

    private static VectorShape shape() {
        int widest = Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
        String asked = System.getProperty("lanewise.vector.bits", String.valueOf(widest));
        if (!List.of("128", "256", "512").contains(asked) || Integer.parseInt(asked) > widest) {
            throw new IllegalArgumentException("lanewise.vector.bits=" + asked
                    + ", expected 128, 256 or 512 and at most this machine's " + widest);
        }
        return VectorShape.forBitSize(Integer.parseInt(asked));
    }
}
