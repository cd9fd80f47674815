package dev.lanewise.jmh;

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

/** The passes of a convolution, on the layers of LeNet-5 and two of a residual network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 5,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class Conv2dBenchmark {
    /** The kernel set. */
    @Param({"vector", "scalar"})
    public String kernels;

    /** What is computed. */
    @Param({"FORWARD", "BACKWARD_DATA", "BACKWARD_WEIGHTS"})
    public ConvWork.Pass pass;

    /** Whose extents. */
    @Param({"LENET1", "LENET2", "WIDE56", "DEEP14"})
    public ConvWork.Layer layer;

    /** Threads that share the work. */
    @Param("1")
    public int threads;

    private Kernels set;
    private ConvWork work;

    /** Makes the operands and compiles the kernel. */
    @Setup(Level.Trial)
    public void setUp() {
        Parallel.threads(threads);
        set = KernelSets.named(kernels);
        work = new ConvWork(layer);
        Clock.warm(() -> work.run(set, pass), 0);
    }

    /** One pass. */
    @Benchmark
    public Tensor conv2d(Flops flops) {
        work.run(set, pass);
        flops.add(work.gflop());
        return work.result(pass);
    }
}
