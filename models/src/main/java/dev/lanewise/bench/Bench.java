package dev.lanewise.bench;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.runtime.KernelSets;
import dev.lanewise.thread.Parallel;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Measures the roofs of this machine, and the kernels under them. */
public final class Bench {
    /** What a parallel region may allocate: a body with what it captures, for every region of a kernel. */
    private static final long BYTES_SHARED = 4_096;

    // Operations for each byte: more of them keep the units busy on any machine, should their roof be unknown.
    private static final double LIKELY_UNITS = 8;

    private static final double ROOFS_SHARE = 0.1;
    private static final long EXERCISE_NANOS = 200_000_000;
    private static final long EXERCISE_AT_MOST_NANOS = 3_000_000_000L;

    /**
     * What to measure.
     *
     * @param filter the works whose names it matches
     * @param threads that share the work of a call
     * @param seconds about how long it takes
     * @param quick one work of every family only
     */
    public record Options(Pattern filter, int threads, double seconds, boolean quick) {}

    private final Options options;
    private final Kernels kernels;
    private final Optional<Kernels> twins;
    private final Consumer<Line> out;
    private final List<Line> lines = new ArrayList<>();

    private Bench(Options options, Consumer<Line> out) {
        this.options = options;
        this.out = out;
        Optional<Kernels> vector = KernelSets.vector();
        kernels = vector.orElseGet(KernelSets::scalar);
        twins = vector.map(v -> KernelSets.scalar());
    }

    /** What will be measured; empty if nothing matches the filter. */
    public static List<Work> works(Options options) {
        List<Work> works = options.quick() ? Works.quick() : Works.all();
        return works.stream()
                .filter(work -> options.filter().matcher(work.name()).find())
                .toList();
    }

    /**
     * Measures.
     *
     * @param out gets each line as soon as it is known
     * @return all lines
     */
    public static List<Line> run(Options options, Consumer<Line> out) {
        int before = Parallel.threads();
        try {
            return new Bench(options, out).measure(works(options));
        } finally {
            Parallel.threads(before);
        }
    }

    private List<Line> measure(List<Work> works) {
        long begun = System.nanoTime();
        long budget = (long) (options.seconds() * 1e9);
        Roofs roofs = Roofs.measure(
                options.threads(),
                (long) (ROOFS_SHARE * budget),
                flops -> say(new Line.Flops(flops.bits(), flops.threads(), flops.gflops())),
                b -> say(new Line.Bandwidth(b.level(), b.kind(), b.bytes(), b.threads(), b.gbs())));
        Judge judge = new Judge(Clock.machine(), options.threads() == 1 ? 0 : BYTES_SHARED);
        Set<String> exercised = new HashSet<>();
        for (int i = 0; i < works.size(); i++) {
            Work work = works.get(i);
            long left = Math.max(0, budget - (System.nanoTime() - begun));
            long share = left / (works.size() - i);
            if (exercised.add(work.family())) {
                long least = Math.min(EXERCISE_NANOS, share / 4);
                KernelSets.exercise(work.family(), kernels)
                        .ifPresent(e -> Clock.machine().warm(e, 0, least, EXERCISE_AT_MOST_NANOS));
            }
            say(kernel(work, roofs, judge, share));
        }
        return lines;
    }

    private void say(Line line) {
        lines.add(line);
        out.accept(line);
    }

    private Line.Kernel kernel(Work work, Roofs roofs, Judge judge, long nanos) {
        Consumer<Kernels> body = work.prepare().get();
        Roofs.Bandwidth memory = roofs.under(work, options.threads());
        Optional<FmaRoof> widest = FmaRoof.widest();
        boolean units = widest.isEmpty()
                ? work.intensity() > LIKELY_UNITS
                : work.flop() / roofs.gflops(options.threads()) > work.bytes() / memory.gbs();
        Optional<Runnable> roof;
        double perCall;
        if (units && widest.isEmpty()) {
            roof = Optional.empty();
            perCall = Double.NaN;
        } else if (units) {
            FmaRoof top = widest.get();
            roof = Optional.of(top::run);
            perCall = work.flop() * 1e-9 / top.gflop();
        } else {
            BandwidthRoof moved = new BandwidthRoof(Roofs.kind(work), work.footprint());
            roof = Optional.of(moved::run);
            perCall = work.bytes() / moved.bytes();
        }
        Optional<Runnable> twin = twins.filter(set -> !sameCode(work.family(), set))
                .map(set -> {
                    Consumer<Kernels> other = work.prepare().get();
                    return () -> other.accept(set);
                });
        Runnable kernel = () -> body.accept(kernels);
        Optional<Judge.Team> team = options.threads() == 1
                ? Optional.empty()
                : Optional.of(new Judge.Team(options.threads(), this::alone, widest.map(top -> top::run)));
        Judge.Verdict verdict = judge.judge(new Judge.Sides(kernel, team, twin, roof, perCall), nanos);
        return new Line.Kernel(
                work,
                options.threads(),
                units ? "FMA" : memory.level(),
                verdict.nanos() / 1e3,
                verdict.scaling(),
                verdict.share(),
                verdict.twinNanos() / 1e3,
                verdict.ratio(),
                verdict.bytes(),
                verdict.faults());
    }

    /** The same on the caller's thread only; the others stay, so that this costs next to nothing. */
    private Runnable alone(Runnable side) {
        return () -> {
            Parallel.reserve(options.threads() - 1);
            try {
                side.run();
            } finally {
                Parallel.reserve(0);
            }
        };
    }

    /** A family without a vector twin is in both sets. */
    private boolean sameCode(String family, Kernels other) {
        for (RecordComponent component : Kernels.class.getRecordComponents()) {
            if (component.getName().equals(family)) {
                try {
                    return component.getAccessor().invoke(kernels).getClass()
                            == component.getAccessor().invoke(other).getClass();
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        throw new IllegalArgumentException("no family " + family);
    }
}
