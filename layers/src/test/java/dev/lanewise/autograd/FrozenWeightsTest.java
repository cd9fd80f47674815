package dev.lanewise.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.init.Draws;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.nn.Linear;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which weights have packed copies, and that these change no answer. */
class FrozenWeightsTest {
    private static final int INPUTS = 37;
    private static final int OUTPUTS = 70;
    private static final long BYTES = 4L * 96 * INPUTS;

    private final Linear layer = Linear.of(INPUTS, OUTPUTS, new Draws(3));

    private static Tensor x(int rows) {
        Tensor x = Tensor.zeros(rows, INPUTS);
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] = (float) Math.sin(1.7 * i);
        }
        return x;
    }

    private Tensor answer(Tape tape, Tensor x) {
        tape.begin(0);
        return layer.forward(tape.constant(x)).detach();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 13})
    void answers_areTheSameBitsWithCopies(int rows) {
        FrozenWeights weights = FrozenWeights.upTo(BYTES);
        Tape tape = Tape.inference(weights);
        float[] expected = answer(Tape.inference(), x(rows)).toArray();
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(expected, answer(tape, x(rows)).toArray());
        }
        // The copy is what is read: a parameter that is written to in spite of it changes nothing.
        assertTrue(layer.weight().isFrozen());
        layer.weight().value().fill(0f);
        assertArrayEquals(expected, answer(tape, x(rows)).toArray());
    }

    @Test
    void copy_isMadeAtTheSecondUse_onceForAllTapes() {
        FrozenWeights weights = FrozenWeights.upTo(BYTES);
        answer(Tape.inference(weights), x(1));
        assertFalse(layer.weight().isFrozen(), "used once");
        answer(Tape.inference(weights), x(1));
        assertTrue(layer.weight().isFrozen(), "used twice");
        PackedMatrix copy = weights.of(layer.weight());
        assertNotNull(copy);
        answer(Tape.inference(weights), x(1));
        assertSame(copy, weights.of(layer.weight()));
    }

    @Test
    void copies_stayWithinTheirLimit() {
        FrozenWeights tooFew = FrozenWeights.upTo(BYTES - 1);
        FrozenWeights justEnough = FrozenWeights.upTo(BYTES);
        for (int i = 0; i < 3; i++) {
            assertNull(tooFew.of(layer.weight()));
        }
        assertFalse(layer.weight().isFrozen());
        justEnough.of(layer.weight());
        assertNotNull(justEnough.of(layer.weight()));
        Linear other = Linear.of(INPUTS, OUTPUTS, new Draws(4));
        justEnough.of(other.weight());
        assertNull(justEnough.of(other.weight()));
        assertThrows(IllegalArgumentException.class, () -> FrozenWeights.upTo(-1));
    }

    @Test
    void fewOutputs_areNotPadded() {
        Linear head = Linear.of(INPUTS, 10, new Draws(5));
        FrozenWeights weights = FrozenWeights.upTo(BYTES);
        weights.of(head.weight());
        assertNull(weights.of(head.weight()));
    }

    @Test
    void frozenParameter_isNotTrained() {
        FrozenWeights weights = FrozenWeights.upTo(BYTES);
        Tape predicting = Tape.inference(weights);
        answer(predicting, x(1));
        Tape training = Tape.training(1);
        answer(training, x(1));
        answer(predicting, x(1));
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> answer(training, x(1)));
        assertEquals(
                "parameter of shape [70, 37] is frozen: a predictor multiplies by a copy of it; train a model of its own",
                refused.getMessage());
    }

    @Test
    void whatIsNoWholeParameter_hasNoCopy() {
        Tape tape = Tape.inference(FrozenWeights.upTo(1 << 20));
        for (int i = 0; i < 3; i++) {
            assertNull(tape.packed(tape.constant(layer.weight().value())));
            assertNull(tape.packed(tape.parameter(layer.weight()).reshape(INPUTS, OUTPUTS)));
            assertNull(tape.packed(tape.parameter(layer.bias())));
        }
        assertFalse(layer.weight().isFrozen());
    }

    @Test
    void threads_shareOneCopy() throws InterruptedException {
        FrozenWeights weights = FrozenWeights.upTo(BYTES);
        float[] expected = answer(Tape.inference(), x(2)).toArray();
        float[][] answers = new float[4][];
        Thread[] threads = new Thread[answers.length];
        for (int t = 0; t < threads.length; t++) {
            int mine = t;
            threads[t] = Thread.ofPlatform().start(() -> {
                Tape tape = Tape.inference(weights);
                for (int i = 0; i < 50; i++) {
                    answers[mine] = answer(tape, x(2)).toArray();
                }
            });
        }
        for (int t = 0; t < threads.length; t++) {
            threads[t].join();
            assertArrayEquals(expected, answers[t]);
        }
        assertNotNull(weights.of(layer.weight()));
    }
}
