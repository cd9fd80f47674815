package dev.lanewise.jmh;

import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.runtime.Backend;
import dev.lanewise.thread.Parallel;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Rates of the kernels beside what the machine can do, as a text table.
 *
 * <p>Everything is warmed up first, until a call allocates no more than it must. Then it takes turns with an FMA loop, a
 * few milliseconds each, for many rounds: so a changing clock or a busy neighbour reaches both, and the share of the loop
 * means more than either rate. Times are CPU time with one thread, wall clock with more.
 */
public final class KernelRates {
    private static final String USAGE = """
        usage: KernelRates [sgemm] [conv] [lenet] [mlp] [--kernels vector|scalar] [--threads N] [--rounds N]
          sgemm   products of matrices, 512 in all forms, 521 and 1024
          conv    convolutions, forward and both gradients
          lenet   a training step of LeNet-5, batch 64, SGD
          mlp     a training step of 784-512-512-10, batch 128, Adam
        Without a name: all. --kernels: vector where java has --add-modules jdk.incubator.vector, else scalar.
        --threads: 1; --rounds: 60.
        """;

    private static final Set<String> NAMES = Set.of("sgemm", "conv", "lenet", "mlp");
    private static final long SLICE_NANOS = 4_000_000;
    // A parallel region allocates its body.
    private static final long BYTES_SHARED = 4_096;

    private record Options(Set<String> names, String kernels, int threads, int rounds) {}

    /**
     * Something to measure.
     *
     * @param gflop in a call; 0 if only the time counts
     * @param bytesAllowed that a warm call allocates at most
     */
    private record Work(String name, double gflop, long bytesAllowed, Runnable body) {}

    /** What was measured: nanoseconds per call and the roof's GFLOP/s, both in each round. */
    private record Timed(Work work, long bytes, double[] nanos, double[] roof) {}

    private KernelRates() {}

    /** Runs from the command line; exit code 2 for a wrong one. */
    public static void main(String[] args) {
        Options options;
        try {
            options = parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("KernelRates: " + e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
            return;
        }
        if (options.kernels().equals("vector") && !KernelSets.vectorModule()) {
            System.err.println("KernelRates: the vector kernels need java --add-modules jdk.incubator.vector");
            System.exit(1);
        }
        Parallel.threads(options.threads());
        KernelSets.forBackend(options.kernels());
        measure(options, System.out);
    }

    private static Options parse(String[] args) {
        String kernels = KernelSets.vectorModule() ? "vector" : "scalar";
        int threads = 1;
        int rounds = 60;
        List<String> names = new ArrayList<>();
        Iterator<String> rest = List.of(args).iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (NAMES.contains(word)) {
                names.add(word);
            } else if (!word.startsWith("--") || !rest.hasNext()) {
                throw new IllegalArgumentException("cannot read " + word);
            } else {
                String value = rest.next();
                switch (word) {
                    case "--kernels" -> kernels = value;
                    case "--threads" -> threads = Integer.parseInt(value);
                    case "--rounds" -> rounds = Integer.parseInt(value);
                    default -> throw new IllegalArgumentException("unknown option " + word);
                }
            }
        }
        if (!List.of("vector", "scalar").contains(kernels) || threads < 1 || rounds < 1) {
            throw new IllegalArgumentException("kernels " + kernels + ", threads " + threads + ", rounds " + rounds);
        }
        return new Options(names.isEmpty() ? NAMES : Set.copyOf(names), kernels, threads, rounds);
    }

    private static void measure(Options options, PrintStream out) {
        Backend.Info info = Backend.info();
        String width = info.bits() == 0 ? "" : " " + info.bits() + " bits";
        out.printf("%s%n%s%n", info.cpu(), info.jdk());
        out.printf("kernels %s%s, threads %d, %s%n%n", info.kernels(), width, info.threads(), Clock.name());
        out.printf("%-46s %8s %8s %14s %9s %9s %8s%n", "", "GFLOP/s", "best", "of FMA loop", "ms", "best", "bytes");
        Optional<Work> roof = roof();
        roof.ifPresent(work -> Clock.warm(work.body(), work.bytesAllowed()));
        for (Work work : works(options)) {
            print(time(work, roof, options.rounds()), out);
        }
        if (roof.isEmpty()) {
            out.printf("%nNo FMA loop to compare with: it needs java --add-modules jdk.incubator.vector%n");
        }
    }

    /** Lets the work and the roof take turns. */
    private static Timed time(Work work, Optional<Work> roof, int rounds) {
        long bytes = Clock.warm(work.body(), work.bytesAllowed());
        double[] nanos = new double[rounds];
        double[] roofRates = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            roofRates[round] = roof.isEmpty()
                    ? Double.NaN
                    : roof.get().gflop() / Clock.slice(roof.get().body(), SLICE_NANOS) * 1e9;
            nanos[round] = Clock.slice(work.body(), SLICE_NANOS);
        }
        return new Timed(work, bytes, nanos, roofRates);
    }

    private static Optional<Work> roof() {
        return KernelSets.vectorModule()
                ? Optional.of(new Work("FMA loop", FmaRoof.gflop(), BYTES_SHARED, FmaRoof::run))
                : Optional.empty();
    }

    private static List<Work> works(Options options) {
        Kernels set = KernelSets.named(options.kernels());
        long bytes = options.threads() == 1 ? 0 : BYTES_SHARED;
        List<Work> works = new ArrayList<>();
        if (options.names().contains("sgemm")) {
            for (Form form : Form.values()) {
                sgemm(works, set, form, 512, bytes);
            }
            sgemm(works, set, Form.NN, 521, bytes);
            sgemm(works, set, Form.NN, 1024, bytes);
        }
        if (options.names().contains("conv")) {
            for (ConvWork.Layer layer : ConvWork.Layer.values()) {
                conv(works, set, layer, bytes);
            }
        }
        if (options.names().contains("lenet")) {
            StepWork step = StepWork.lenet();
            works.add(new Work("step LeNet-5, batch 64, SGD", 0, StepWork.BYTES_WARM, step::run));
        }
        if (options.names().contains("mlp")) {
            StepWork step = StepWork.mlp();
            works.add(new Work("step 784-512-512-10, batch 128, Adam", 0, StepWork.BYTES_WARM, step::run));
        }
        return works;
    }

    private static void sgemm(List<Work> works, Kernels set, Form form, int size, long bytes) {
        GemmWork work = new GemmWork(form, size);
        works.add(new Work("sgemm " + size + " " + form, work.gflop(), bytes, () -> work.run(set)));
    }

    private static void conv(List<Work> works, Kernels set, ConvWork.Layer layer, long bytes) {
        ConvWork work = new ConvWork(layer);
        for (ConvWork.Pass pass : ConvWork.Pass.values()) {
            String what = pass.name().toLowerCase(Locale.ROOT).replace("backward_", "d ");
            String name = "conv " + layer.text() + " " + what;
            works.add(new Work(name, work.gflop(), bytes, () -> work.run(set, pass)));
        }
    }

    private static void print(Timed timed, PrintStream out) {
        Work work = timed.work();
        double median = median(timed.nanos());
        double best = Arrays.stream(timed.nanos()).min().orElseThrow();
        out.printf(
                Locale.ROOT,
                "%-46s %8s %8s %14s %9.3f %9.3f %8d%s%n",
                work.name(),
                rate(work, median),
                rate(work, best),
                share(timed),
                median / 1e6,
                best / 1e6,
                timed.bytes(),
                timed.bytes() > work.bytesAllowed() ? "  NOT COMPILED: it allocates" : "");
    }

    private static String rate(Work work, double nanos) {
        return work.gflop() > 0 ? String.format(Locale.ROOT, "%.1f", work.gflop() / nanos * 1e9) : "-";
    }

    /** The median over the rounds of the work's rate by the roof's in the same round, and the roof's median. */
    private static String share(Timed timed) {
        double gflop = timed.work().gflop();
        double[] roof = timed.roof();
        if (gflop == 0 || Double.isNaN(roof[0])) {
            return "-";
        }
        double[] shares = new double[roof.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = gflop / timed.nanos()[i] * 1e9 / roof[i];
        }
        return String.format(Locale.ROOT, "%.0f %% of %.1f", 100 * median(shares), median(roof));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
