package dev.lanewise.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Function;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Interpolation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.LossKernels.Classes;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.kernel.LossKernels.Signed;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.UpdateKernels.AdadeltaStep;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.kernel.UpdateKernels.NadamStep;
import dev.lanewise.kernel.UpdateKernels.RmsPropStep;
import dev.lanewise.kernel.UpdateKernels.SgdStep;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.kernel.scalar.ScalarKernels;
import dev.lanewise.kernel.vector.VectorKernels;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.opentest4j.AssertionFailedError;

/**
 * A warm kernel allocates nothing: garbage from a kernel means that a vector was boxed. Small problems come first, as in
 * {@link WarmUp}: a method that is compiled in the middle of its first long loop may be compiled badly.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KernelAllocationTest {
    /** What a parallel region may allocate where it hands chunks to other threads: a body, with what it captures. */
    private static final long BODY_BYTES = 128;

    /** Until C2, which works beside the test, has compiled a kernel. Reached only by one that never gets there. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    // A call that allocates nothing once may have taken a compiled path by luck.
    private static final int CALM_CALLS = 3;

    private static final int BATCH = 8;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int threads = Parallel.threads();
    private Object sink;

    @AfterEach
    void restoreThreads() {
        Parallel.threads(threads);
    }

    /**
     * A kernel of a set on prepared operands.
     *
     * @param name family.method, then what tells the lines apart
     * @param regions how many parallel regions a large call has at most
     */
    private record Line(String name, int regions, BiConsumer<Kernels, Operands> call) {}

    private static Line line(String name, BiConsumer<Kernels, Operands> call) {
        return line(name, 2, call);
    }

    private static Line line(String name, int regions, BiConsumer<Kernels, Operands> call) {
        return new Line(name, regions, call);
    }

    private static final List<Line> TABLE = List.of(
            line("gemm.gemm NN", (k, t) -> k.gemm().gemm(Form.NN, 1f, t.a, t.b, 0f, t.biasN, t.c, t.work)),
            line("gemm.gemm NT", (k, t) -> k.gemm().gemm(Form.NT, 1f, t.a, t.bT, 0f, null, t.c, t.work)),
            line("gemm.gemm TN", (k, t) -> k.gemm().gemm(Form.TN, 0.5f, t.aT, t.b, 1f, null, t.c, t.work)),
            line("gemm.gemm TT", (k, t) -> k.gemm().gemm(Form.TT, 1f, t.aT, t.bT, 0.5f, t.biasN, t.c, t.work)),
            line("gemm.batched", BATCH, (k, t) -> k.gemm().batched(Form.NN, 1f, t.as, t.bs, 0f, null, t.cs, t.work)),
            line(
                    "gemm.batched one b",
                    BATCH,
                    (k, t) -> k.gemm().batched(Form.NN, 1f, t.as, t.b0, 0f, null, t.cs, t.work)),
            line("conv.forward", (k, t) -> k.conv().forward(t.same, t.x, t.w, t.biasO, t.ySame, t.work)),
            line("conv.forward unpadded", (k, t) -> k.conv().forward(t.valid, t.x, t.w, null, t.yValid, t.work)),
            line("conv.forward strided", (k, t) -> k.conv().forward(t.halving, t.x, t.w, null, t.yHalving, t.work)),
            line("conv.backwardData", (k, t) -> k.conv().backwardData(t.same, t.w, t.ySame, t.dx, t.work)),
            line(
                    "conv.backwardData strided",
                    (k, t) -> k.conv().backwardData(t.halving, t.w, t.yHalving, t.dx, t.work)),
            line(
                    "conv.backwardWeights",
                    (k, t) -> k.conv().backwardWeights(t.same, t.x, t.ySame, t.dw, t.biasO, t.work)),
            line(
                    "conv.backwardWeights strided",
                    (k, t) -> k.conv().backwardWeights(t.halving, t.x, t.yHalving, t.dw, null, t.work)),
            line("pool.max", (k, t) -> k.pool().max(t.pool, t.images, t.pooled, t.indices)),
            line("pool.max overlapping", (k, t) -> k.pool().max(t.overlapping, t.images, t.pooled, t.indices)),
            line("pool.maxBackward", (k, t) -> k.pool().maxBackward(t.pool, t.pooled, t.indices, t.images)),
            line("pool.average", (k, t) -> k.pool().average(t.pool, true, t.images, t.pooled)),
            line("pool.averageBackward", (k, t) -> k.pool().averageBackward(t.pool, true, t.pooled, t.images)),
            line("pool.max dilated", (k, t) -> k.pool().max(t.dilated, t.images, t.fewer, t.fewerIndices)),
            line("pool.sum", (k, t) -> k.pool().sum(t.pool, 0.5f, t.images, t.pooled)),
            line("pool.sumBackward", (k, t) -> k.pool().sumBackward(t.pool, 0.5f, t.pooled, t.images)),
            line("pool.adaptiveAverage", (k, t) -> k.pool().adaptiveAverage(t.images, t.pooled)),
            line("pool.adaptiveAverageBackward", (k, t) -> k.pool().adaptiveAverageBackward(t.pooled, t.images)),
            line("pool.adaptiveMax", (k, t) -> k.pool().adaptiveMax(t.images, t.pooled, t.indices)),
            line("pool.adaptiveMaxBackward", (k, t) -> k.pool().adaptiveMaxBackward(t.pooled, t.indices, t.images)),
            line("resample.pad", (k, t) -> k.resample().pad(t.frame, t.pooled, t.framed, t.work)),
            line("resample.padBackward", (k, t) -> k.resample().padBackward(t.frame, t.framed, t.pooled, t.work)),
            line("resample.unfold", (k, t) -> k.resample().unfold(1, 1, 1, t.images, t.windows)),
            line("resample.unfoldBackward", (k, t) -> k.resample().unfoldBackward(1, 1, 1, t.windows, t.images)),
            line("resample.interpolate", (k, t) -> k.resample().interpolate(t.linear, t.pooled, t.images, t.work)),
            line(
                    "resample.interpolateBackward",
                    (k, t) -> k.resample().interpolateBackward(t.linear, t.images, t.pooled, t.work)),
            line("loss.pair", (k, t) -> k.loss().pair(Pair.HUBER, 1f, t.u, t.v, t.z)),
            line("loss.pair of logarithms", (k, t) -> k.loss().pair(Pair.GAUSSIAN_KL, 0f, t.u, t.v, t.z)),
            line("loss.pairBackward", (k, t) -> k.loss().pairBackward(Pair.HUBER, 1f, t.u, t.v, t.m, t.z)),
            line("loss.pairTargetBackward", (k, t) -> k.loss().pairTargetBackward(Pair.HUBER, 1f, t.u, t.v, t.m, t.z)),
            line("loss.signed", (k, t) -> k.loss().signed(Signed.HINGE, 1f, t.u, t.signs, t.z)),
            line("loss.signedBackward", (k, t) -> k.loss().signedBackward(Signed.HINGE, 1f, t.u, t.signs, t.v, t.z)),
            line(
                    "loss.crossEntropy",
                    (k, t) -> k.loss()
                            .crossEntropy(
                                    Operands.SMOOTHED,
                                    t.rows,
                                    t.labels,
                                    t.column,
                                    t.perRow,
                                    t.perRow,
                                    t.perRow,
                                    t.perRow)),
            line(
                    "loss.crossEntropyBackward",
                    (k, t) -> k.loss()
                            .crossEntropyBackward(
                                    Operands.SMOOTHED,
                                    t.rows,
                                    t.labels,
                                    t.column,
                                    t.perRow,
                                    t.perRow,
                                    t.perRow,
                                    t.rowsOut)),
            line("loss.nll", (k, t) -> k.loss().nll(-1, t.rows, t.labels, t.column, t.perRow, t.perRow)),
            line("loss.nllBackward", (k, t) -> k.loss().nllBackward(-1, t.labels, t.column, t.perRow, t.rowsOut)),
            line("loss.multiMargin", (k, t) -> k.loss().multiMargin(2, 1f, t.rows, t.labels, t.column, t.perRow)),
            line(
                    "loss.multiMarginBackward",
                    (k, t) -> k.loss().multiMarginBackward(2, 1f, t.rows, t.labels, t.column, t.perRow, t.rowsOut)),
            line("loss.distance", (k, t) -> k.loss().distance(3f, 0f, t.rows, t.rows, t.perRow)),
            line(
                    "loss.distanceBackward",
                    (k, t) -> k.loss().distanceBackward(2f, 1f, t.rows, t.rows, t.perRow, t.perRow, t.rowsOut)),
            line("loss.unitRows", (k, t) -> k.loss().unitRows(1f, t.rows, t.rowsOut, t.perRow)),
            line("loss.unitRowsBackward", (k, t) -> k.loss().unitRowsBackward(t.rows, t.perRow, t.rowsOut, t.rowsOut)),
            line(
                    "loss.ctc",
                    (k, t) -> k.loss()
                            .ctc(
                                    t.ctc.options,
                                    t.ctc.x,
                                    t.ctc.targets,
                                    t.ctc.inputLengths,
                                    t.ctc.targetLengths,
                                    t.ctc.loss,
                                    t.work)),
            line(
                    "loss.ctcBackward",
                    (k, t) -> k.loss()
                            .ctcBackward(
                                    t.ctc.options,
                                    t.ctc.x,
                                    t.ctc.targets,
                                    t.ctc.inputLengths,
                                    t.ctc.targetLengths,
                                    t.ctc.loss,
                                    t.ctc.dx,
                                    t.work)),
            line("elementwise.add", (k, t) -> k.elementwise().add(t.u, t.v, t.z)),
            line("elementwise.sub", (k, t) -> k.elementwise().sub(t.u, t.v, t.z)),
            line("elementwise.mul", (k, t) -> k.elementwise().mul(t.u, t.v, t.z)),
            line("elementwise.scale", (k, t) -> k.elementwise().scale(0.5f, t.u, t.z)),
            line("elementwise.axpy", (k, t) -> k.elementwise().axpy(0.5f, t.u, t.z)),
            line("elementwise.bias", (k, t) -> k.elementwise().bias(t.rows, t.column, t.rowsOut)),
            line("elementwise.relu", (k, t) -> k.elementwise().relu(t.u, t.z)),
            line("elementwise.reluBackward", (k, t) -> k.elementwise().reluBackward(t.u, t.v, t.z)),
            line("elementwise.sigmoid", (k, t) -> k.elementwise().sigmoid(t.u, t.z)),
            line("elementwise.sigmoidBackward", (k, t) -> k.elementwise().sigmoidBackward(t.u, t.v, t.z)),
            line("elementwise.tanh", (k, t) -> k.elementwise().tanh(t.u, t.z)),
            line("elementwise.tanhBackward", (k, t) -> k.elementwise().tanhBackward(t.u, t.v, t.z)),
            line("elementwise.exp", (k, t) -> k.elementwise().exp(t.u, t.z)),
            line("elementwise.gelu", (k, t) -> k.elementwise().gelu(t.u, t.z)),
            line("elementwise.geluBackward", (k, t) -> k.elementwise().geluBackward(t.u, t.v, t.z)),
            line("softmax.softmax", (k, t) -> k.softmax().softmax(t.rows, t.rowsOut)),
            line("softmax.softmaxBackward", (k, t) -> k.softmax().softmaxBackward(t.rows, t.rows, t.rowsOut)),
            line("softmax.logSoftmax", (k, t) -> k.softmax().logSoftmax(t.rows, t.rowsOut)),
            line("softmax.logSoftmaxBackward", (k, t) -> k.softmax().logSoftmaxBackward(t.rows, t.rows, t.rowsOut)),
            line("softmax.crossEntropy", (k, t) -> k.softmax().crossEntropy(t.rows, t.labels, t.perRow, t.rowsOut)),
            line(
                    "softmax.crossEntropyBackward",
                    (k, t) -> k.softmax().crossEntropyBackward(t.rows, t.labels, 0.1f, t.rowsOut)),
            line(
                    "attention.maskedSoftmax",
                    (k, t) -> k.attention().maskedSoftmax(t.scores, null, t.ignored, true, 1, t.scores)),
            line(
                    "attention.maskedSoftmax mask",
                    (k, t) -> k.attention().maskedSoftmax(t.scores, t.mask, null, false, 0, t.scores)),
            line("reduce.rowSums", (k, t) -> k.reduce().rowSums(t.rows, t.perRow)),
            line("reduce.rowMax", (k, t) -> k.reduce().rowMax(t.rows, t.perRow)),
            line("reduce.rowArgmax", (k, t) -> k.reduce().rowArgmax(t.rows, t.argmax)),
            line("reduce.columnSums", (k, t) -> k.reduce().columnSums(t.rows, t.column, t.work)),
            line("reduce.sum", (k, t) -> t.sum += k.reduce().sum(t.u)),
            line("reduce.dot", (k, t) -> t.sum += k.reduce().dot(t.u, t.v)),
            line("reduce.allFinite", (k, t) -> t.sum += k.reduce().allFinite(t.u) ? 1 : 0),
            line("map.apply", (k, t) -> k.map().apply(Function.MISH, 0f, 0f, t.u, t.z)),
            line("map.backward", (k, t) -> k.map().backward(Function.MISH, 0f, 0f, t.u, t.v, t.z)),
            line("map.prelu", (k, t) -> k.map().prelu(t.as, t.slopes, t.cs)),
            line("map.preluBackward", (k, t) -> k.map().preluBackward(t.as, t.slopes, t.bs, t.cs)),
            line("map.maskedFill", (k, t) -> k.map().maskedFill(t.perRow, t.labels, 1f, t.perRow)),
            line("map.where", (k, t) -> k.map().where(t.labels, t.perRow, t.perRow, t.perRow)),
            line("map.winner", (k, t) -> k.map().winner(t.u, t.v, t.v, t.z)),
            line("random.uniform", (k, t) -> k.random().uniform(1, 2, -1f, 1f, t.z)),
            line("random.normal", (k, t) -> k.random().normal(1, 2, 0f, 1f, t.z)),
            line("random.bernoulli", (k, t) -> k.random().bernoulli(1, 2, 0.5f, 2f, t.z)),
            line("update.sgd", (k, t) -> k.update().sgd(t.z, t.u, null, Operands.PLAIN)),
            line("update.sgd momentum", (k, t) -> k.update().sgd(t.z, t.u, t.m, Operands.NESTEROV)),
            line("update.adam", (k, t) -> k.update().adam(t.z, t.u, t.m, t.m2, Operands.STEP)),
            line("update.amsgrad", (k, t) -> k.update().amsgrad(t.z, t.u, t.m, t.m2, t.v, Operands.STEP)),
            line("update.nadam", (k, t) -> k.update().nadam(t.z, t.u, t.m, t.m2, Operands.NADAM)),
            line("update.adadelta", (k, t) -> k.update().adadelta(t.z, t.u, t.m, t.m2, Operands.ADADELTA)),
            line("update.adamax", (k, t) -> k.update().adamax(t.z, t.u, t.m, t.m2, Operands.STEP)),
            line("update.adagrad", (k, t) -> k.update().adagrad(t.z, t.u, t.m, 1e-3f, 1e-8f, 0f)),
            line("update.rmsProp", (k, t) -> k.update().rmsProp(t.z, t.u, t.m, t.m2, null, Operands.RMS)),
            line("update.average", (k, t) -> k.update().average(t.m, t.u, 0.1f)),
            line("update.clamp", (k, t) -> k.update().clamp(t.z, 10f)),
            line("update.powerSum", (k, t) -> t.sum += (float) k.update().powerSum(t.u, 2)));

    /** The operands of all lines: of small problems that run on their caller, or of large ones that are split. */
    private static final class Operands {
        static final Classes SMOOTHED = new Classes(-1, 0.1f, 0f);
        static final AdamStep STEP = new AdamStep(0.9f, 0.999f, 1e-8f, 1e-3f, 1f, 1f, 0f);
        static final SgdStep PLAIN = new SgdStep(1e-3f, 0f, 1f, false, 0f);
        static final SgdStep NESTEROV = new SgdStep(1e-3f, 0.9f, 1f, true, 1e-4f);

        static final NadamStep NADAM = new NadamStep(0.9f, 0.999f, 1e-8f, 1e-3f, 1e-3f, 1f, 1f, 0f);
        static final AdadeltaStep ADADELTA = new AdadeltaStep(1e-3f, 0.9f, 0.1f, 1e-6f, 0f);
        static final RmsPropStep RMS = new RmsPropStep(1e-3f, 0.9f, 0.1f, 1e-8f, 0f, 0f);

        final Workspace work = new Workspace();
        final CtcOperands ctc;
        final IntTensor signs;
        final Tensor a;
        final Tensor aT;
        final Tensor b;
        final Tensor bT;
        final Tensor c;
        final Tensor biasN;
        final Tensor as;
        final Tensor bs;
        final Tensor b0;
        final Tensor cs;
        final Tensor slopes;
        final Conv2dShape same = Conv2dShape.of(1, 1);
        final Conv2dShape valid = Conv2dShape.of(1, 0);
        final Conv2dShape halving = Conv2dShape.of(2, 1);
        final Tensor x;
        final Tensor w;
        final Tensor biasO;
        final Tensor ySame;
        final Tensor yValid;
        final Tensor yHalving;
        final Tensor dx;
        final Tensor dw;
        final Pool2dShape pool = Pool2dShape.of(2);
        final Pool2dShape overlapping = new Pool2dShape(3, 3, 2, 2, 1, 1);
        final Tensor images;
        final Tensor pooled;
        final IntTensor indices;
        final Pool2dShape dilated = new Pool2dShape(3, 3, 2, 2, 0, 0).withDilation(2, 2);
        final Tensor fewer;
        final IntTensor fewerIndices;
        final PadShape frame = PadShape.symmetric(PadMode.MEAN, 1, 2);
        final Tensor framed;
        final Tensor windows;
        final Interpolation linear = new Interpolation(Interpolation.Mode.LINEAR, false, 0, 0);
        final Tensor u;
        final Tensor v;
        final Tensor z;
        final Tensor m;
        final Tensor m2;
        final Tensor rows;
        final Tensor rowsOut;
        final Tensor perRow;
        final Tensor column;
        final IntTensor labels;
        final IntTensor argmax;
        final Tensor scores;
        final Tensor mask;
        final IntTensor ignored;
        float sum;

        Operands(boolean large) {
            int m0 = large ? 90 : 14;
            int n0 = large ? 130 : 70;
            int k0 = large ? 60 : 9;
            a = ramp(m0, k0);
            aT = ramp(k0, m0);
            b = ramp(k0, n0);
            bT = ramp(n0, k0);
            c = ramp(m0, n0);
            biasN = ramp(n0);
            int side = large ? 40 : 6;
            as = ramp(BATCH, side, side);
            bs = ramp(BATCH, side, side);
            b0 = ramp(side, side);
            cs = ramp(BATCH, side, side);
            slopes = ramp(side);
            int extent = large ? 32 : 8;
            int channels = large ? 8 : 2;
            int outputs = large ? 16 : 6;
            x = ramp(2, channels, extent, extent);
            w = ramp(outputs, channels, 3, 3);
            biasO = ramp(outputs);
            ySame = ramp(2, outputs, extent, extent);
            yValid = ramp(2, outputs, extent - 2, extent - 2);
            yHalving = ramp(2, outputs, extent / 2, extent / 2);
            dx = ramp(2, channels, extent, extent);
            dw = ramp(outputs, channels, 3, 3);
            int plane = large ? 64 : 10;
            images = ramp(6, 6, plane, plane);
            pooled = ramp(6, 6, plane / 2, plane / 2);
            indices = IntTensor.zeros(6, 6, plane / 2, plane / 2);
            fewer = ramp(6, 6, (plane - 5) / 2 + 1, (plane - 5) / 2 + 1);
            fewerIndices = IntTensor.zeros(fewer.shape().toArray());
            framed = ramp(6, 6, plane / 2 + 2, plane / 2 + 4);
            windows = ramp(6, plane, 6, 3, plane);
            int n = large ? 150_001 : 333;
            ctc = new CtcOperands(large);
            signs = CtcOperands.filled(-1, n);
            u = ramp(n);
            v = ramp(n);
            z = ramp(n);
            m = ramp(n);
            m2 = Tensor.zeros(n);
            int r = large ? 1500 : 7;
            int d = large ? 101 : 10;
            rows = ramp(r, d);
            rowsOut = ramp(r, d);
            perRow = ramp(r);
            column = ramp(d);
            labels = IntTensor.zeros(r);
            argmax = IntTensor.zeros(r);
            scores = ramp(2, 3, r / 6, d);
            mask = ramp(1, 3, 1, d);
            ignored = IntTensor.zeros(2, d);
        }

        private static Tensor ramp(int... shape) {
            Tensor t = Tensor.zeros(Shape.of(shape));
            for (int i = 0; i < t.size(); i++) {
                t.array()[i] = (i * 37 % 101 - 50) / 64f;
            }
            return t;
        }
    }

    private record NamedSet(String name, Kernels kernels) {}

    private static List<NamedSet> sets() {
        return List.of(new NamedSet("scalar", ScalarKernels.create()), new NamedSet("vector", VectorKernels.create()));
    }

    /** Calls until some calls in a row have allocated no more than what is allowed; fails when patience ends. */
    private static void assertAllocates(long allowed, long patienceNanos, Runnable call) {
        long until = System.nanoTime() + patienceNanos;
        long least = Long.MAX_VALUE;
        int calm = 0;
        do {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            call.run();
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            least = Math.min(least, bytes);
            calm = bytes <= allowed ? calm + 1 : 0;
            if (calm == CALM_CALLS) {
                return;
            }
        } while (System.nanoTime() < until);
        fail("allocates " + least + " bytes at best, expected at most " + allowed);
    }

    private static Stream<DynamicTest> tests(boolean large, long bytesPerRegion) {
        Operands operands = new Operands(large);
        return sets().stream()
                .flatMap(set -> TABLE.stream()
                        .map(line -> dynamicTest(set.name + " " + line.name, () -> {
                            long allowed = bytesPerRegion * line.regions;
                            assertAllocates(allowed, PATIENCE_NANOS, () -> line.call.accept(set.kernels, operands));
                        })));
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> smallProblem_allocatesNothing() {
        Parallel.threads(1);
        return tests(false, 0);
    }

    @TestFactory
    @Order(2)
    Stream<DynamicTest> largeProblemOnOneThread_allocatesNothing() {
        Parallel.threads(1);
        return tests(true, 0);
    }

    @TestFactory
    @Order(3)
    Stream<DynamicTest> largeProblemOnTwoThreads_allocatesBodiesOnly() {
        Parallel.threads(2);
        return tests(true, BODY_BYTES);
    }

    @Test
    void everyMethodOfEveryFamily_isInTheTable() {
        Set<String> methods = new TreeSet<>();
        for (RecordComponent family : Kernels.class.getRecordComponents()) {
            for (Method method : family.getType().getMethods()) {
                if (!Modifier.isStatic(method.getModifiers())) {
                    methods.add(family.getName() + "." + method.getName());
                }
            }
        }
        assertEquals(
                methods,
                TABLE.stream().map(line -> line.name.split(" ")[0]).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void allocatingBody_isCaught() {
        long briefly = TimeUnit.MILLISECONDS.toNanos(200);
        Throwable caught =
                assertThrows(AssertionFailedError.class, () -> assertAllocates(0, briefly, () -> sink = new float[4]));
        assertEquals("allocates 32 bytes at best, expected at most 0", caught.getMessage());
        int[] calls = new int[1];
        // every third call only: three in a row are never calm
        assertThrows(
                AssertionFailedError.class,
                () -> assertAllocates(0, briefly, () -> sink = ++calls[0] % 3 == 0 ? new float[4] : sink));
    }
}
