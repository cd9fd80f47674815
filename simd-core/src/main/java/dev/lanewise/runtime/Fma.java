package dev.lanewise.runtime;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Makes sure that the processor has fused multiply-add: without it, Math.fma takes microseconds. */
final class Fma {
    private static final double SLOW_NANOS = 400;

    private Fma() {}

    /**
     * Refuses a machine without it.
     *
     * @throws IllegalStateException with the reason
     */
    static void require() {
        if (nanosPerCall() > SLOW_NANOS && !flag()) {
            throw new IllegalStateException(
                    "Lanewise needs a processor with fused multiply-add (FMA3, or any ARMv8), and this JVM runs without:"
                            + " the flag UseFMA is off (an old processor, a virtual machine that hides it, -XX:-UseFMA or -XX:UseAVX=0)");
        }
    }

    // The best of a few tries, as a busy machine can only make one slower.
    private static double nanosPerCall() {
        double best = Double.MAX_VALUE;
        float x = 0.5f;
        for (int attempt = 0; attempt < 5; attempt++) {
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                x = Math.fma(x, 0.999f, 0.001f);
            }
            best = Math.min(best, (System.nanoTime() - start) / 20.0);
        }
        return x > 2f ? 0 : best;
    }

    private static boolean flag() {
        try {
            HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return vm == null || Boolean.parseBoolean(vm.getVMOption("UseFMA").getValue());
        } catch (IllegalArgumentException noSuchFlag) {
            return true;
        }
    }
}
