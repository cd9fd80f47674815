package dev.lanewise.jmh;

import dev.lanewise.bench.Clock;
import dev.lanewise.thread.Parallel;
import java.util.concurrent.TimeUnit;
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

/** Training steps. Needs a fork for each kernel set. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 5,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class StepBenchmark {
    /** What is trained. */
    @Param({"LENET", "MLP", "GPT"})
    public StepWork.Model model;

    /** The kernel set. */
    @Param({"vector", "scalar"})
    public String kernels;

    /** Threads that share the work. */
    @Param("1")
    public int threads;

    private StepWork work;

    /** Makes the model and compiles the step. */
    @Setup(Level.Trial)
    public void setUp() {
        Sets.forBackend(kernels);
        Parallel.threads(threads);
        work = new StepWork(model);
        Clock.machine().warm(work::run, StepWork.BYTES_WARM);
    }

    /** One step; gives the loss. */
    @Benchmark
    public float step() {
        work.run();
        return work.loss();
    }
}
