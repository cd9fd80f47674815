package dev.lanewise.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Uniform;
import dev.lanewise.nn.embed.ClippedDistances;
import dev.lanewise.nn.embed.RelativeBias;
import dev.lanewise.nn.norm.SpectralNorm;
import dev.lanewise.op.matrix.Linear;
import dev.lanewise.op.random.Dropout;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a tape keeps from step to step, and which random words its steps draw. */
class ReuseTest {
    private static final int CALM_STEPS = 10;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long BYTES_PER_STEP = 4096;

    private record Length(int n) {}

    @Test
    void constantOfAKey_isMadeOnce_untilManyOthersWereAskedFor() {
        Tape tape = Tape.training(1);
        Value[] first = new Value[20];
        for (int n = 0; n < 16; n++) {
            first[n] = constant(tape, n).value();
        }
        assertSame(first[0], constant(tape, 0).value());
        tape.begin(1);
        constant(tape, 16);
        assertSame(first[0], constant(tape, 0).value(), "asked for after the others");
        assertNotSame(first[1], constant(tape, 1).value(), "asked for before the others");
        assertEquals(Shape.of(7), constant(tape, 7).shape());
        assertFalse(constant(tape, 7).wantsGradient());
    }

    private static Var constant(Tape tape, int n) {
        return tape.constant(new Length(n), () -> Tensor.zeros(n));
    }

    @Test
    void dropout_doesNotFollowTheInitialWeightsOfItsSeed() {
        long seed = 7;
        float[] weights = new Draws(seed)
                .parameter(new Uniform(0f, 1f), Shape.of(64))
                .value()
                .toArray();
        Tape tape = Tape.training(seed);
        tape.begin(0);
        Tensor ones = Tensor.zeros(64);
        ones.fill(1f);
        float[] kept = new Dropout(0.5f).on(tape.input(ones)).tensor().toArray();
        int equal = 0;
        for (int i = 0; i < kept.length; i++) {
            equal += (kept[i] != 0f) == (weights[i] < 0.5f) ? 1 : 0;
        }
        // The same words would agree 64 or 0 times; of independent ones fewer than 12 or more than 52 are never seen.
        assertTrue(equal >= 12 && equal <= 52, equal + " of 64 masks follow the weights");
    }

    @Test
    void warmSpectralNorm_allocatesLittle() {
        Draws draws = new Draws(1);
        Parameter weight = draws.parameter(new Uniform(-1f, 1f), Shape.of(64, 96));
        SpectralNorm layer = SpectralNorm.of(new Linear(), weight, null, draws);
        Tensor x = Tensor.zeros(2, 96);
        assertFrugal("spectral norm", tape -> layer.forward(tape.constant(x)));
    }

    @Test
    void warmRelativeBiases_allocateLittle() {
        Draws draws = new Draws(1);
        RelativeBias bias = RelativeBias.of(8, 2, true, 64, draws);
        assertFrugal("relative bias", tape -> bias.forward(tape, 64, 64));
        ClippedDistances clipped = ClippedDistances.of(3, 2, draws);
        assertFrugal("clipped distances", tape -> clipped.forward(tape, 64, 64));
    }

    /** Runs until some forwards in a row allocate little: vectors are objects until C2 has compiled their kernels. */
    private static void assertFrugal(String what, Consumer<Tape> forward) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Tape tape = Tape.training(1);
        long until = System.nanoTime() + PATIENCE_NANOS;
        long least = Long.MAX_VALUE;
        int calm = 0;
        for (int step = 0; calm < CALM_STEPS; step++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            tape.begin(step);
            forward.accept(tape);
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            least = Math.min(least, bytes);
            calm = bytes <= BYTES_PER_STEP ? calm + 1 : 0;
            assertTrue(System.nanoTime() < until, what + ": a forward allocates " + least + " bytes at best");
        }
    }
}
