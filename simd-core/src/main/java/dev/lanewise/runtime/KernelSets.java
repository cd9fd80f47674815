package dev.lanewise.runtime;

import dev.lanewise.kernel.FmaLoop;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.scalar.ScalarKernels;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The kernel sets themselves, without the swapping of {@link Backend}: for what compares or measures them. */
public final class KernelSets {
    static final String FLAG = "--add-modules jdk.incubator.vector";

    private static final String VECTOR = "dev.lanewise.kernel.vector.VectorKernels";

    /** The vector set is not there; the message says why, as the end of a sentence. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(String reason) {
            super(reason);
        }
    }

    private KernelSets() {}

    /** The scalar set. */
    public static Kernels scalar() {
        return ScalarKernels.create();
    }

    /** The vector set; empty where the module {@code jdk.incubator.vector} is not there. */
    public static Optional<Kernels> vector() {
        try {
            Kernels set = vectorSet();
            Inlining.force();
            return Optional.of(set);
        } catch (Missing e) {
            return Optional.empty();
        }
    }

    /** Chains of fused multiply-adds at each width of this machine, the narrowest first; none without the module. */
    @SuppressWarnings("unchecked")
    public static List<FmaLoop> fmaLoops() {
        try {
            return (List<FmaLoop>) call("fmaLoops");
        } catch (Missing e) {
            return List.of();
        }
    }

    /**
     * What runs every method of a family on small problems, as the warm-up does: a kernel that is compiled in the middle
     * of its first long loop may be compiled badly. Empty for a family without a vector twin.
     *
     * @param family a component of {@link Kernels}
     */
    public static Optional<Runnable> exercise(String family, Kernels set) {
        return Family.ALL.stream()
                .filter(known -> known.name().equals(family))
                .<Runnable>map(known -> {
                    Consumer<Kernels> exercise = known.exercise().get();
                    return () -> exercise.accept(set);
                })
                .findFirst();
    }

    static Kernels vectorSet() throws Missing {
        return (Kernels) call("create");
    }

    static Kernels vectorOrFail() {
        try {
            Kernels set = vectorSet();
            Inlining.force();
            return set;
        } catch (Missing e) {
            throw new IllegalStateException(
                    "lanewise.kernels=vector: " + e.getMessage() + "; start java with " + FLAG, e);
        }
    }

    /** The width of the vector set. */
    static int vectorBits() {
        try {
            return (int) call("bits");
        } catch (Missing e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object call(String method) throws Missing {
        try {
            return Class.forName(VECTOR).getMethod(method).invoke(null);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof ExceptionInInitializerError wrong
                    && wrong.getCause() instanceof IllegalArgumentException) {
                throw (IllegalArgumentException) wrong.getCause();
            }
            throw new Missing("the module jdk.incubator.vector is not there (" + cause + ")");
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new Missing("the vector kernels do not load (" + e + ")");
        }
    }
}
