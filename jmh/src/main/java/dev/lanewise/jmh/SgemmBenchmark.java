package dev.lanewise.jmh;

import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
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

/** Products of square matrices; 521 is a prime, so that every edge of a tile is taken. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 5,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class SgemmBenchmark {
    /** The kernel set. */
    @Param({"vector", "scalar"})
    public String kernels;

    /** Which operands are stored transposed. */
    @Param({"NN", "NT", "TN", "TT"})
    public Form form;

    /** M, N and K. */
    @Param({"64", "256", "512", "521", "1024"})
    public int size;

    /** Threads that share the work. */
    @Param("1")
    public int threads;

    private Kernels set;
    private GemmWork work;

    /** Makes the operands and compiles the kernel. */
    @Setup(Level.Trial)
    public void setUp() {
        Parallel.threads(threads);
        set = KernelSets.named(kernels);
        work = new GemmWork(form, size);
        Clock.warm(() -> work.run(set), 0);
    }

    /** One product. */
    @Benchmark
    public Tensor sgemm(Flops flops) {
        work.run(set);
        flops.add(work.gflop());
        return work.result();
    }
}
