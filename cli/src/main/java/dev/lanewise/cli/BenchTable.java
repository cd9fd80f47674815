package dev.lanewise.cli;

import dev.lanewise.bench.BandwidthRoof;
import dev.lanewise.bench.Clock;
import dev.lanewise.bench.Line;
import dev.lanewise.bench.Rounds;
import java.io.PrintStream;
import java.util.Locale;

/** What {@code lanewise bench} prints for people: a row as soon as it is known. */
final class BenchTable {
    private static final String KERNEL = "%-50s %10s%s %9s %8s  %-7s %5s %8s%s%n";

    private enum Part {
        NONE,
        FLOPS,
        BANDWIDTH,
        KERNELS
    }

    private final PrintStream out;
    private Part part = Part.NONE;

    BenchTable(PrintStream out) {
        this.out = out;
    }

    void print(Line line) {
        switch (line) {
            case Line.Flops f -> {
                if (begins(Part.FLOPS)) {
                    out.printf("%nmultiply-adds in registers%n");
                }
                out.printf(
                        Locale.ROOT,
                        "%-12s %-10s %8.1f GFLOP/s%n",
                        f.bits() + " bits",
                        threads(f.threads()),
                        f.gflops());
            }
            case Line.Bandwidth b -> {
                if (begins(Part.BANDWIDTH)) {
                    out.printf("%nbytes read (a sum) and copied (y = x + 1; reads and writes)%n");
                }
                String what = b.level() + (b.kind() == BandwidthRoof.Kind.READ ? " read" : " copy");
                out.printf(
                        Locale.ROOT,
                        "%-12s %-10s %8.1f GB/s     of %s%n",
                        what,
                        threads(b.threads()),
                        b.gbs(),
                        bytes(b.bytes()));
            }
            case Line.Kernel k -> {
                if (begins(Part.KERNELS)) {
                    String title = "kernels, " + threads(k.threads()) + ", " + Clock.name(k.threads());
                    out.println();
                    if (k.threads() > 1) {
                        out.println("speed-up: over one thread, of what multiply-adds in registers gained; medians of"
                                + " rounds in which the machine had a core for each thread, if there were "
                                + Rounds.LEAST);
                    }
                    out.printf(
                            Locale.ROOT,
                            KERNEL,
                            title,
                            "us",
                            column(k, "speed-up"),
                            "GFLOP/s",
                            "GB/s",
                            "bound",
                            "roof",
                            "x scalar",
                            "");
                }
                out.printf(
                        Locale.ROOT,
                        KERNEL,
                        k.work().name(),
                        number(k.micros()),
                        column(k, k.scaling().map(BenchTable::scaling).orElse("")),
                        number(k.gflops()),
                        number(k.gbs()),
                        k.bound(),
                        Double.isNaN(k.share()) ? "-" : Math.round(100 * k.share()) + "%",
                        Double.isNaN(k.ratio()) ? "-" : number(k.ratio()),
                        k.faults().isEmpty() ? "" : "  " + String.join("; ", k.faults()));
            }
        }
        out.flush();
    }

    /** A column more where several threads are compared with one. */
    private static String column(Line.Kernel kernel, String text) {
        return kernel.threads() == 1 ? "" : String.format(Locale.ROOT, " %14s", text);
    }

    /** What threads bring to a kernel, and what the machine had to give. */
    private static String scaling(Rounds.Scaling found) {
        String speedup = number(found.speedup());
        return Double.isNaN(found.cores()) ? speedup : speedup + " of " + number(found.cores());
    }

    /** Begins a part of the table. */
    private boolean begins(Part next) {
        boolean begins = part != next;
        part = next;
        return begins;
    }

    private static String threads(int threads) {
        return threads == 1 ? "1 thread" : threads + " threads";
    }

    private static String bytes(double bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.0f KiB", bytes / (1 << 10))
                : String.format(Locale.ROOT, "%.0f MiB", bytes / (1 << 20));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }
}
