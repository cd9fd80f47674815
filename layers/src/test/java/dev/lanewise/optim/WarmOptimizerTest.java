package dev.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.optim.Optimizers.Given;
import dev.lanewise.optim.WeightAverage.DebiasedEma;
import dev.lanewise.thread.Parallel;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A warm step of any optimiser allocates its constants at most. */
class WarmOptimizerTest {
    /** The constants of a step, the list of what is clipped; a copy of one parameter takes more. */
    private static final long BYTES_PER_STEP = 1024;

    private static final int SIZE = 40_000;

    private static final int WARM_UP = 20;
    private static final int STEPS = 21;

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
    void everyOptimizer_stepsWithoutGarbage() {
        Random random = new Random(1);
        Parameter p = Optimizers.parameter(random, SIZE);
        Parameter q = Optimizers.parameter(random, 3);
        List<Parameter> all = List.of(p, q);
        Map<String, Optimizer> optimizers = new LinkedHashMap<>();
        for (int kind = 0; kind < Optimizers.KINDS; kind++) {
            Optimizers.Case drawn = Optimizers.draw(kind, random, true);
            optimizers.put(drawn.name(), drawn.maker().make(all));
        }
        optimizers.put("by norm", new Clipped(new Adam(all), new Clipping.ByNorm(1)));
        optimizers.put("by value", new Clipped(new Adam(all), new Clipping.ByValue(0.1)));
        optimizers.put("averaged", new Averaged(new Adam(all), new DebiasedEma(0.9)));
        Given gradients = Given.of(p, Optimizers.values(random, SIZE)).and(q, Optimizers.values(random, 3));
        optimizers.forEach((name, optimizer) -> assertFrugal(name, () -> optimizer.step(gradients, 1e-3f)));
        GradientAccumulator accumulator = new GradientAccumulator(all);
        Sgd sgd = new Sgd(all);
        assertFrugal("accumulator", () -> {
            accumulator.add(gradients, 0.5);
            accumulator.add(gradients, 0.5);
            accumulator.step(sgd, 1e-3f);
        });
    }

    private static void assertFrugal(String what, Runnable step) {
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] bytes = new long[STEPS];
        for (int i = -WARM_UP; i < STEPS; i++) {
            long before = bean.getCurrentThreadAllocatedBytes();
            step.run();
            if (i >= 0) {
                bytes[i] = bean.getCurrentThreadAllocatedBytes() - before;
            }
        }
        // The median: a family of kernels may be swapped for its vector twin meanwhile, which then sets up its scratch.
        Arrays.sort(bytes);
        long median = bytes[STEPS / 2];
        assertTrue(median <= BYTES_PER_STEP, what + ": a warm step allocates " + median + " bytes");
    }
}
