package dev.lanewise.runtime;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.scalar.ScalarKernels;
import dev.lanewise.thread.Parallel;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says which kernels run, and why.
 *
 * <p>{@code -Dlanewise.kernels=auto} (the default) starts with the scalar set and swaps each family to its vector twin
 * once that is compiled; the twins are equal bit for bit, so nobody can tell but by the clock. {@code vector} starts with
 * the vector set, slow until it is compiled, and fails where it can't run; {@code scalar} stays with the scalar set.
 */
public final class Backend {
    private static final System.Logger LOG = System.getLogger("lanewise");

    private static final List<String> vectorFamilies = new ArrayList<>();
    private static volatile Kernels kernels;
    private static final WarmUp warmUp;
    private static final int bits;
    private static volatile boolean vectorWanted;

    static {
        String asked = System.getProperty("lanewise.kernels", "auto").toLowerCase(Locale.ROOT);
        if (!List.of("auto", "vector", "scalar").contains(asked)) {
            throw new IllegalArgumentException("lanewise.kernels=" + asked + ", expected auto, vector or scalar");
        }
        Fma.require();
        kernels = ScalarKernels.create();
        Kernels vector = switch (asked) {
            case "vector" -> KernelSets.vectorOrFail();
            case "auto" -> vectorIfFast();
            default -> null;
        };
        vectorWanted = vector != null;
        bits = vector == null ? 0 : KernelSets.vectorBits();
        if (vector != null && asked.equals("vector")) {
            kernels = vector;
            Family.ALL.forEach(family -> vectorFamilies.add(family.name()));
        }
        warmUp = vector != null && asked.equals("auto") ? new WarmUp(vector) : null;
        if (warmUp != null) {
            warmUp.start();
        }
    }

    private Backend() {}

    /** The kernels that run now: ask again for every call, a family may be swapped in between. */
    public static Kernels kernels() {
        return kernels;
    }

    /**
     * Begins to compile the vector kernels now. Without this call that begins by itself soon after the start: for a caller
     * whose first result is there, and for whom the compiler's time is now free.
     */
    public static void beginWarmUp() {
        if (warmUp != null) {
            warmUp.begin();
        }
    }

    /** What runs here. */
    public record Info(String kernels, int bits, int threads, String jdk, String cpu, List<String> vectorFamilies) {}

    /**
     * What runs once everything is compiled: kernels is {@code vector} or {@code scalar}, bits the vector width (0 for
     * scalar), threads those of {@link Parallel}, vectorFamilies those that have been swapped by now.
     */
    public static Info info() {
        synchronized (vectorFamilies) {
            return new Info(
                    vectorWanted ? "vector" : "scalar",
                    vectorWanted ? bits : 0,
                    Parallel.threads(),
                    System.getProperty("java.vm.name") + " " + Runtime.version(),
                    Cpu.name(),
                    List.copyOf(vectorFamilies));
        }
    }

    /** Replaces one family by its twin. */
    static void swap(Family family, Kernels by) {
        synchronized (vectorFamilies) {
            kernels = family.swap(kernels, by);
            vectorFamilies.add(family.name());
        }
    }

    /** Stays with what runs now: the vector set could not be compiled. */
    static void giveUp() {
        vectorWanted = false;
    }

    /** The vector set; null, with a warning that says why, where it is not there or would stay slow. */
    private static Kernels vectorIfFast() {
        if (!Compiler.c2()) {
            scalarBecause("this JVM runs without C2, the compiler that makes registers of vectors: leave out -Xint,"
                    + " -XX:TieredStopAtLevel and -XX:CompilationMode");
            return null;
        }
        try {
            return KernelSets.vectorSet();
        } catch (KernelSets.Missing e) {
            scalarBecause(e.getMessage() + ": start java with " + KernelSets.FLAG);
            return null;
        }
    }

    private static void scalarBecause(String reason) {
        LOG.log(Level.WARNING, "Lanewise runs its scalar kernels, several times slower, because " + reason);
    }
}
