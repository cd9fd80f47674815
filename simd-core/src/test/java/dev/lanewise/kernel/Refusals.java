package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.Tensor;

/** Calls with operands that do not fit. */
final class Refusals {
    private Refusals() {}

    /**
     * Fails unless {@code call} throws an IllegalArgumentException that begins with {@code start} and has {@code
     * shape}.
     */
    static void assertRefused(String start, String shape, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.startsWith(start) && message.contains(shape), message);
    }

    /** Fails if one of the outputs, made by {@link Guarded#dirty}, was written. */
    static void assertUntouched(Tensor... outputs) {
        for (Tensor output : outputs) {
            for (float v : output.toArray()) {
                assertTrue(Float.isNaN(v), "written: " + output);
            }
        }
    }
}
