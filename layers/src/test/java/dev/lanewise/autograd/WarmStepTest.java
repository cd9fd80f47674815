package dev.lanewise.autograd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.loss.CrossEntropy;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Dropout;
import dev.lanewise.nn.Flatten;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.nn.conv.MaxPool2d;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Sgd;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A warm training step allocates next to nothing. */
class WarmStepTest {
    /** What a step may allocate: vars and views, no buffers; the output of the first layer alone takes more. */
    private static final long BYTES_PER_STEP = 16 << 10;

    private static final int WARM_UP = 20;
    private static final int STEPS = 21;
    /** Until C2, which works beside the test, has compiled what runs; a family is swapped when it has been. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final int threads = Parallel.threads();

    @BeforeEach
    void oneThread() {
        Parallel.threads(1);
    }

    @AfterEach
    void threadsAsBefore() {
        Parallel.threads(threads);
    }

    @Test
    void lenet_withSgd_allocatesNextToNothing() {
        Draws draws = new Draws(1);
        Sequential model = Sequential.of(
                Conv2d.of(1, 6, 5, Conv2dShape.of(1, 2), draws),
                Activation.RELU,
                new MaxPool2d(Pool2dShape.of(2)),
                Conv2d.of(6, 16, 5, Conv2dShape.of(1, 0), draws),
                Activation.RELU,
                new MaxPool2d(Pool2dShape.of(2)),
                new Flatten(),
                Linear.of(400, 120, draws),
                Activation.RELU,
                Linear.of(120, 84, draws),
                Activation.RELU,
                Linear.of(84, 10, draws));
        Optimizer sgd = new Sgd(model.parameters().values(), 0.9f, true, 1e-4f);
        assertFrugal("LeNet-5 with SGD", model, sgd, Tensor.zeros(16, 1, 28, 28));
    }

    @Test
    void mlp_withAdam_allocatesNextToNothing() {
        Draws draws = new Draws(1);
        Sequential model = Sequential.of(
                new Flatten(),
                Linear.of(784, 128, draws),
                Activation.RELU,
                new Dropout(0.1f),
                Linear.of(128, 128, draws),
                Activation.GELU,
                Linear.of(128, 10, draws));
        assertFrugal("MLP with Adam", model, new Adam(model.parameters().values()), Tensor.zeros(64, 1, 28, 28));
    }

    private static void assertFrugal(String what, Unary model, Optimizer optimizer, Tensor x) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        IntTensor classes = IntTensor.zeros(x.dim(0));
        CrossEntropy loss = new CrossEntropy();
        Tape tape = Tape.training(1);
        // A step is warm when C2 has compiled what it runs, which takes time rather than a number of steps.
        long until = System.nanoTime() + PATIENCE_NANOS;
        long median;
        long most;
        int done = 0;
        do {
            long[] bytes = new long[STEPS];
            for (int step = -WARM_UP; step < STEPS; step++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                tape.begin(done++);
                Var value = loss.of(model.forward(tape.constant(x)), tape.constant(classes));
                optimizer.step(tape.backward(value), 1e-3f);
                if (step >= 0) {
                    bytes[step] = threads.getCurrentThreadAllocatedBytes() - before;
                }
            }
            // The median: a family may be swapped for its vector twin meanwhile, which then sets up its scratch.
            Arrays.sort(bytes);
            median = bytes[STEPS / 2];
            most = bytes[STEPS - 1];
        } while (median > BYTES_PER_STEP && System.nanoTime() < until);
        String message =
                what + ": a warm step allocates " + median + " bytes (at most " + most + "), allowed " + BYTES_PER_STEP;
        System.out.println(message);
        assertTrue(median <= BYTES_PER_STEP, message);
    }
}
