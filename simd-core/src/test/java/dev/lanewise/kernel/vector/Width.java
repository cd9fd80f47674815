package dev.lanewise.kernel.vector;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jdk.incubator.vector.FloatVector;

/** Whether the vector width that the tests ask for is there. */
final class Width {
    private Width() {}

    /** Skips the test if {@code -Dlanewise.vector.bits} is more than this machine has. */
    static void assume() {
        int bits = Integer.getInteger("lanewise.vector.bits", 0);
        assumeTrue(
                bits <= FloatVector.SPECIES_PREFERRED.vectorBitSize(),
                () -> "this machine has no vectors of " + bits + " bits");
    }
}
