package dev.lanewise.runtime;

import java.util.List;

/** What {@link Inlining} names, for tests of other packages. */
public final class InlinedMethods {
    private InlinedMethods() {}

    /** {@code Class.method} or {@code Class.*}. */
    public static List<String> patterns() {
        return Inlining.PASS_VECTORS;
    }

    /** The loops that are never inlined, likewise. */
    public static List<String> loops() {
        return Inlining.LOOPS;
    }
}
