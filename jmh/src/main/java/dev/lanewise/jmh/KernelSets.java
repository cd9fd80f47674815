package dev.lanewise.jmh;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.scalar.ScalarKernels;
import dev.lanewise.kernel.vector.VectorKernels;
import dev.lanewise.runtime.Backend;

/** The kernel sets by name, without the backend's swapping. */
public final class KernelSets {
    private KernelSets() {}

    /**
     * A set.
     *
     * @param name vector or scalar
     */
    public static Kernels named(String name) {
        return switch (name) {
            case "vector" -> VectorKernels.create();
            case "scalar" -> ScalarKernels.create();
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

    /** True if this JVM was started with the vector module. */
    public static boolean vectorModule() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }
}
