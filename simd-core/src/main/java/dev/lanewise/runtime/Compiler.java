package dev.lanewise.runtime;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Whether C2 is at work: without it every vector stays an object. */
final class Compiler {
    // The level of C2's code; those below are the interpreter's and C1's.
    private static final int C2_LEVEL = 4;

    private Compiler() {}

    /** False if the JVM was started without C2; true where that cannot be found out. */
    static boolean c2() {
        if (System.getProperty("java.vm.info", "").contains("interpreted mode")) {
            return false;
        }
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (vm == null || !Boolean.parseBoolean(option(vm, "TieredCompilation", "false"))) {
            return true;
        }
        return Integer.parseInt(option(vm, "TieredStopAtLevel", "4")) >= C2_LEVEL
                && !option(vm, "CompilationMode", "default").startsWith("quick-only");
    }

    private static String option(HotSpotDiagnosticMXBean vm, String name, String fallback) {
        try {
            return vm.getVMOption(name).getValue();
        } catch (IllegalArgumentException notThisVm) {
            return fallback;
        }
    }
}
