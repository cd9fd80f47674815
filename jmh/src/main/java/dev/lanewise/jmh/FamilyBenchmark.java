package dev.lanewise.jmh;

import dev.lanewise.bench.Clock;
import dev.lanewise.bench.Work;
import dev.lanewise.bench.Works;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.runtime.KernelSets;
import dev.lanewise.thread.Parallel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the benchmarks of all families share; each names its works in a parameter. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 5,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public abstract class FamilyBenchmark {
    private static final long EXERCISE_BYTES = 0;

    /** The kernel set. */
    @Param({"vector", "scalar"})
    public String kernels;

    /** Threads that share the work. */
    @Param("1")
    public int threads;

    private Kernels set;
    private Work measured;
    private Consumer<Kernels> body;

    /** The name of the work, as {@code lanewise bench} prints it. */
    abstract String work();

    /** Makes the operands and compiles the kernel, on small problems first. */
    @Setup(Level.Trial)
    public void setUp() {
        Parallel.threads(threads);
        set = Sets.named(kernels);
        measured = Works.named(work());
        body = measured.prepare().get();
        KernelSets.exercise(measured.family(), set)
                .ifPresent(exercise -> Clock.machine().warm(exercise, EXERCISE_BYTES));
        Clock.machine().warm(() -> body.accept(set), 0);
    }

    /** One call. */
    @Benchmark
    public void call(Rates rates) {
        body.accept(set);
        rates.add(measured.flop(), measured.bytes());
    }
}
