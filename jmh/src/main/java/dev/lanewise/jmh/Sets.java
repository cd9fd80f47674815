package dev.lanewise.jmh;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.runtime.Backend;
import dev.lanewise.runtime.KernelSets;

/** The kernel sets by name. */
public final class Sets {
    private Sets() {}

    /**
     * A set.
     *
     * @param name vector or scalar
     */
    public static Kernels named(String name) {
        return switch (name) {
            case "vector" ->
                KernelSets.vector()
                        .orElseThrow(() -> new IllegalStateException("java needs --add-modules jdk.incubator.vector"));
            case "scalar" -> KernelSets.scalar();
            default -> throw new IllegalArgumentException("kernels " + name + ", expected vector or scalar");
        };
    }

    /**
     * Makes layers and optimisers run a set, from their first call on.
     *
     * @throws IllegalStateException if another set runs in this process already
     */
    public static void forBackend(String name) {
        System.setProperty("lanewise.kernels", name);
        String running = Backend.info().kernels();
        if (!running.equals(name)) {
            throw new IllegalStateException("the " + running + " kernels run in this process already, " + name
                    + " were asked for: each set needs a fork of its own");
        }
    }
}
