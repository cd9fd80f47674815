package dev.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.math.Mul;
import dev.lanewise.op.math.Sub;
import dev.lanewise.op.reduce.Mean;
import dev.lanewise.optim.Optimizers.Given;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GradientAccumulatorTest {
    /** Named closeness of a mean of a few dozen floats of about 1, summed in two ways. */
    private static final float CLOSE = 1e-6f;

    private static final int SIZE = 6;

    /** The mean over rows and features of (p - x)^2, which is a mean over samples. */
    private static Var loss(Tape tape, Parameter p, Tensor rows) {
        Var difference = new Sub().on(tape.parameter(p), tape.constant(rows));
        return new Mean().on(new Mul().on(difference, difference));
    }

    @Property(tries = 40)
    void microBatches_giveTheStepOfOneBatch(
            @ForAll @IntRange(min = 1, max = 5) int pieces,
            @ForAll @IntRange(min = 1, max = 7) int each,
            @ForAll long seed) {
        Random random = new Random(seed);
        Tensor batch = Tensor.of(Optimizers.values(random, pieces * each * SIZE), pieces * each, SIZE);
        Parameter whole = new Parameter(Tensor.of(Optimizers.values(random, SIZE), 1, SIZE));
        Parameter split = new Parameter(whole.value().copy());
        Optimizer one = new Sgd(List.of(whole), 0.9, true, 0.1);
        Optimizer other = new Sgd(List.of(split), 0.9, true, 0.1);
        GradientAccumulator accumulator = new GradientAccumulator(List.of(split));
        Tape tape = Tape.training(1);
        for (int step = 0; step < 3; step++) {
            tape.begin(step);
            one.step(tape.backward(loss(tape, whole, batch)), 0.1f);
            for (int k = 0; k < pieces; k++) {
                tape.begin(step);
                Var loss = loss(tape, split, batch.outer(k * each, (k + 1) * each));
                accumulator.add(tape.backward(loss), 1.0 / pieces);
            }
            assertEquals(pieces, accumulator.count());
            accumulator.step(other, 0.1f);
        }
        assertArrayEquals(whole.value().toArray(), split.value().toArray(), CLOSE);
        assertEquals(3, other.steps());
    }

    @Test
    void unequalPieces_areWeightedByTheirShare() {
        Parameter p = new Parameter(Tensor.zeros(2));
        GradientAccumulator accumulator = new GradientAccumulator(List.of(p, p));
        accumulator.add(Given.of(p, 4f, 8f), 0.75);
        accumulator.add(Given.of(p, 8f, -8f), 0.25);
        assertArrayEquals(new float[] {5f, 4f}, accumulator.of(p).toArray());
    }

    @Test
    void parameterWithGradientsInSomePieces_hasTheirSum_andTheNextStepStartsAnew() {
        Parameter p = new Parameter(Tensor.zeros(1));
        Parameter q = new Parameter(Tensor.zeros(1));
        GradientAccumulator accumulator = new GradientAccumulator(List.of(p, q));
        Sgd sgd = new Sgd(List.of(p, q));
        accumulator.add(Given.of(p, 1f), 1);
        assertFalse(accumulator.has(q));
        accumulator.add(Given.of(q, 2f), 1);
        accumulator.step(sgd, 1f);
        assertEquals(-1f, p.value().get(0));
        assertEquals(-2f, q.value().get(0));
        assertFalse(accumulator.has(p));
        accumulator.add(Given.of(p, Float.NaN), 1);
        accumulator.clear();
        accumulator.add(Given.of(p, 10f), 1);
        accumulator.step(sgd, 1f);
        assertEquals(-11f, p.value().get(0));
        assertEquals(-2f, q.value().get(0));
    }

    @Test
    void gradientsAreCopied() {
        Parameter p = new Parameter(Tensor.zeros(3));
        Given given = Given.of(p, 1f, 2f, 3f);
        GradientAccumulator accumulator = new GradientAccumulator(List.of(p));
        accumulator.add(given, 1);
        Arrays.fill(given.of(p).array(), 9f);
        assertArrayEquals(new float[] {1, 2, 3}, accumulator.of(p).toArray());
    }

    @Test
    void nothingAdded_isRefused() {
        Parameter p = new Parameter(Tensor.zeros(3));
        GradientAccumulator accumulator = new GradientAccumulator(List.of(p));
        assertEquals(
                "gradient accumulator: a step without gradients",
                assertThrows(IllegalStateException.class, () -> accumulator.step(new Sgd(List.of(p)), 1f))
                        .getMessage());
        assertEquals(
                "no gradient for Parameter[3] was accumulated",
                assertThrows(IllegalStateException.class, () -> accumulator.of(p))
                        .getMessage());
    }
}
