package dev.lanewise.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.op.loss.CrossEntropy;
import dev.lanewise.op.math.Add;
import dev.lanewise.op.math.Exp;
import dev.lanewise.op.math.Mul;
import dev.lanewise.op.math.Relu;
import dev.lanewise.op.math.Scale;
import dev.lanewise.op.matrix.Linear;
import dev.lanewise.op.random.Dropout;
import dev.lanewise.op.reduce.Sum;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tape's rules. All values are small whole numbers or halves, so that every float is exact. */
class TapeTest {
    private final Tape tape = Tape.training(1);

    private static Tensor vector(float... values) {
        return Tensor.of(values, values.length);
    }

    private static Parameter parameter(float... values) {
        return new Parameter(vector(values));
    }

    private static Var sum(Var x) {
        return new Sum().on(x);
    }

    @Test
    void buffers_ofOutputsAndGradients_areUsedAgainInTheNextStep() {
        Parameter w = parameter(1, 2);
        float[][][] arrays = new float[2][][];
        for (int step = 0; step < 2; step++) {
            tape.begin(step);
            Var x = tape.input(vector(3, 4));
            Var y = new Mul().on(x, tape.parameter(w));
            Var z = new Relu().on(y);
            Gradients gradients = tape.backward(sum(z));
            arrays[step] = new float[][] {
                y.tensor().array(),
                z.tensor().array(),
                gradients.of(y).array(),
                gradients.of(w).array()
            };
        }
        for (int i = 0; i < arrays[0].length; i++) {
            assertSame(arrays[0][i], arrays[1][i], "buffer " + i);
        }
    }

    @Test
    void value_usedAfterItsStep_throws() {
        tape.begin(7);
        Var x = tape.input(vector(1, 2));
        Var y = new Relu().on(x);
        Tensor kept = y.detach();
        tape.begin(8);
        String message = "value of shape [2] was used after its step: the tape has begun step 8 and recycled it;"
                + " detach() copies what must outlive a step";
        assertEquals(
                message, assertThrows(IllegalStateException.class, y::tensor).getMessage());
        assertEquals(
                message, assertThrows(IllegalStateException.class, y::detach).getMessage());
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> y.reshape(1, 2)).getMessage());
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> new Relu().on(x))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> tape.backward(y, kept))
                        .getMessage());
        assertArrayEquals(new float[] {1, 2}, kept.toArray());
    }

    @Test
    void gradients_usedAfterTheirStep_throw() {
        Parameter w = parameter(1);
        tape.begin(0);
        Gradients gradients = tape.backward(sum(tape.parameter(w)));
        assertTrue(gradients.has(w));
        tape.begin(1);
        String message = "gradients were used after their step: the tape has begun step 1";
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> gradients.has(w))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> gradients.of(w)).getMessage());
    }

    @Test
    void reshape_isAView_ofValueAndGradient() {
        tape.begin(0);
        Var x = tape.input(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
        Var flat = x.reshape(4);
        assertSame(x.tensor().array(), flat.tensor().array());
        // Through the view and past it: both contributions arrive in the one gradient.
        Var loss = new Add().on(sum(new Mul().on(flat, tape.constant(vector(1, 2, 3, 4)))), sum(x));
        Gradients gradients = tape.backward(loss);
        assertEquals(x.shape(), gradients.of(x).shape());
        assertArrayEquals(new float[] {2, 3, 4, 5}, gradients.of(x).toArray());
        assertEquals(flat.shape(), gradients.of(flat).shape());
        assertSame(gradients.of(x).array(), gradients.of(flat).array());
    }

    @Test
    void reshape_toAnotherSize_throws() {
        tape.begin(0);
        Var x = tape.input(vector(1, 2, 3));
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> x.reshape(2, 2));
        assertEquals("reshape: [3] has 3 elements, [2, 2] has 4", error.getMessage());
    }

    @Test
    void parameterUsedTwice_isOneValue_andGetsTheSum() {
        Parameter w = parameter(5, 7);
        tape.begin(0);
        Var first = new Mul().on(tape.parameter(w), tape.constant(vector(1, 2)));
        Var second = new Mul().on(tape.parameter(w), tape.constant(vector(10, 20)));
        Gradients gradients = tape.backward(sum(new Add().on(first, second)));
        assertArrayEquals(new float[] {11, 22}, gradients.of(w).toArray());
    }

    @Test
    void valueUsedThreeTimes_accumulates_andTheNextStepStartsAfresh() {
        Tensor weights = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
        for (int step = 0; step < 3; step++) {
            tape.begin(step);
            Var x = tape.input(Tensor.of(new float[] {1, 1}, 1, 2));
            // Linear adds to a gradient in place, the other two go through a temporary.
            Var a = new Linear().on(x, tape.constant(weights), null);
            Var b = new Scale(10f).on(x);
            Var c = new Mul().on(x, x);
            Gradients gradients = tape.backward(sum(new Add().on(new Add().on(a, b), c)));
            assertArrayEquals(
                    new float[] {4 + 10 + 2, 6 + 10 + 2}, gradients.of(x).toArray(), "step " + step);
        }
    }

    @Test
    void unusedValue_hasNoGradient() {
        Parameter used = parameter(1, 2);
        Parameter beside = parameter(3, 4);
        Parameter never = parameter(5);
        tape.begin(0);
        new Relu().on(tape.parameter(beside));
        Gradients gradients = tape.backward(sum(tape.parameter(used)));
        assertTrue(gradients.has(used));
        assertFalse(gradients.has(beside));
        assertFalse(gradients.has(never));
        assertEquals(
                "no gradient for Parameter[2]: the loss does not depend on it",
                assertThrows(IllegalStateException.class, () -> gradients.of(beside))
                        .getMessage());
    }

    @Test
    void parameterOfTheStepBefore_hasNoGradientInAStepWithoutIt() {
        Parameter first = parameter(1);
        Parameter second = parameter(2);
        tape.begin(0);
        assertTrue(tape.backward(sum(tape.parameter(first))).has(first));
        tape.begin(1);
        Gradients gradients = tape.backward(sum(tape.parameter(second)));
        assertTrue(gradients.has(second));
        assertFalse(gradients.has(first));
        tape.begin(2);
        new Relu().on(tape.parameter(first));
        assertFalse(tape.backward(sum(tape.parameter(second))).has(first));
    }

    @Test
    void batchSize_mayChangeFromStepToStep() {
        Parameter w = new Parameter(Tensor.of(new float[] {1, 2}, 1, 2));
        for (int batch : new int[] {3, 1, 4, 0, 2}) {
            tape.begin(batch);
            Tensor data = Tensor.zeros(batch, 2);
            data.fill(2f);
            Var x = tape.input(data);
            Var y = new Linear().on(x, tape.parameter(w), null);
            assertEquals(List.of(batch, 1), List.of(y.dim(0), y.dim(1)));
            Gradients gradients = tape.backward(sum(y));
            assertArrayEquals(
                    new float[] {2 * batch, 2 * batch}, gradients.of(w).toArray(), "batch " + batch);
            assertEquals(2 * batch, gradients.of(x).size());
            for (int i = 0; i < batch; i++) {
                assertEquals(6f, y.tensor().get(i, 0));
                assertArrayEquals(new float[] {1, 2}, gradients.of(x).outer(i).toArray());
            }
        }
    }

    @Test
    void smallerBatch_usesTheArraysOfTheLargerOne() {
        float[][] arrays = new float[3][];
        int[] batches = {4, 2, 4};
        for (int step = 0; step < 3; step++) {
            tape.begin(step);
            arrays[step] = new Relu()
                    .on(tape.input(Tensor.zeros(batches[step], 3)))
                    .tensor()
                    .array();
        }
        assertSame(arrays[0], arrays[1]);
        assertSame(arrays[0], arrays[2]);
    }

    @Test
    void shapesThatDoNotFit_leaveTheTapeUsable() {
        Parameter w = parameter(3, 4);
        for (int step = 0; step < 2; step++) {
            tape.begin(step);
            Var x = tape.input(vector(1, 2));
            Var y = new Mul().on(x, tape.parameter(w));
            Var longer = tape.input(vector(1, 2, 3));
            assertThrows(IllegalArgumentException.class, () -> new Add().on(y, longer));
            Gradients gradients = tape.backward(sum(new Scale(2f).on(y)));
            assertArrayEquals(new float[] {2, 4}, gradients.of(w).toArray());
            assertEquals(3, tape.recorded().size());
        }
    }

    @Test
    void failureInForward_leavesTheTapeUsable() {
        Parameter w = new Parameter(Tensor.of(new float[] {0, 0, 0, 0}, 2, 2));
        for (int step = 0; step < 2; step++) {
            tape.begin(step);
            Var logits = tape.parameter(w);
            Var outside = tape.constant(IntTensor.of(new int[] {0, 2}, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> new CrossEntropy().on(logits, outside));
            Var loss = new CrossEntropy().on(logits, tape.constant(IntTensor.of(new int[] {0, 1}, 2)));
            assertArrayEquals(
                    new float[] {-0.25f, 0.25f, 0.25f, -0.25f},
                    tape.backward(loss).of(w).toArray());
        }
    }

    @Test
    void backward_withoutRecording_throws() {
        Tape inference = Tape.inference();
        inference.begin(0);
        Var loss = sum(inference.parameter(parameter(1, 2)));
        assertEquals(3f, loss.item());
        IllegalStateException error = assertThrows(IllegalStateException.class, () -> inference.backward(loss));
        assertEquals("backward: this tape does not record", error.getMessage());
    }

    @Test
    void backward_fromWhatHasNoGradient_throws() {
        tape.begin(0);
        Var many = tape.input(vector(1, 2));
        assertEquals(
                "backward: the loss has shape [2], expected one element",
                assertThrows(IllegalStateException.class, () -> tape.backward(many))
                        .getMessage());
        Var constant = sum(tape.constant(vector(1, 2)));
        assertEquals(
                "backward: the value depends on no parameter",
                assertThrows(IllegalStateException.class, () -> tape.backward(constant))
                        .getMessage());
    }

    @Test
    void backward_fromAnyValue_startsWithTheGivenGradient_andCanBeRepeated() {
        tape.begin(0);
        Var x = tape.input(vector(1, -2, 3));
        Var y = new Relu().on(new Scale(2f).on(x));
        assertArrayEquals(
                new float[] {2, 0, 6}, tape.backward(y, vector(1, 2, 3)).of(x).toArray());
        assertArrayEquals(
                new float[] {8, 0, 2}, tape.backward(y, vector(4, 5, 1)).of(x).toArray());
    }

    @Test
    void mode_doesNotDependOnRecording() {
        Tensor ones = Tensor.zeros(1000);
        ones.fill(1f);
        Tape evaluating = Tape.of(Mode.EVAL, true, 1);
        evaluating.begin(0);
        Var x = evaluating.input(ones);
        Var y = new Dropout(0.5f).on(x);
        assertArrayEquals(ones.toArray(), y.tensor().toArray());
        assertArrayEquals(ones.toArray(), evaluating.backward(sum(y)).of(x).toArray());

        Tape drawing = Tape.of(Mode.TRAIN, false, 1);
        drawing.begin(0);
        Var dropped = new Dropout(0.5f).on(drawing.input(ones));
        assertFalse(dropped.wantsGradient());
        tape.begin(0);
        // The mask comes from seed, step and place alone: the recording tape draws the same.
        assertArrayEquals(
                new Dropout(0.5f).on(tape.input(ones)).tensor().toArray(),
                dropped.tensor().toArray());
        long zeros = IntStream.range(0, 1000)
                .filter(i -> dropped.tensor().get(i) == 0)
                .count();
        assertTrue(zeros > 0 && zeros < 1000, zeros + " zeros");
    }

    @Test
    void operandOfAnotherTape_isRefused() {
        Tape other = Tape.training(1);
        tape.begin(0);
        other.begin(0);
        Var here = tape.input(vector(1));
        Var there = other.input(vector(1));
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> new Add().on(here, there));
        assertEquals("add: an operand is on another tape", error.getMessage());
    }

    @Test
    void firstNonFinite_namesTheOperationAndItsParameters() {
        Parameter w = parameter(100, 1);
        tape.begin(0);
        Var x = new Scale(2f).on(tape.input(vector(1, 1)));
        assertNull(tape.firstNonFinite());
        Var y = new Mul().on(x, tape.parameter(w));
        Var z = new Exp().on(y);
        sum(z);
        Tape.Recorded found = tape.firstNonFinite();
        assertEquals(2, found.ordinal());
        assertEquals(new Exp(), found.op());
        assertEquals(List.of(z.shape()), found.outputs());
        w.value().set(Float.NaN, 1);
        tape.begin(1);
        new Mul().on(new Scale(2f).on(tape.input(vector(1, 1))), tape.parameter(w));
        assertEquals(new Mul(), tape.firstNonFinite().op());
        assertEquals(List.of(w), tape.firstNonFinite().parameters());
    }

    @Test
    void item_needsOneElement_andTheRightKind() {
        tape.begin(0);
        assertThrows(IllegalStateException.class, () -> tape.input(vector(1, 2)).item());
        assertThrows(IllegalStateException.class, () -> tape.input(vector(1, 2)).ints());
        Var ints = tape.constant(IntTensor.of(new int[] {1, 2}, 2));
        assertEquals(
                "value of shape [2] holds ints, floats were asked for",
                assertThrows(IllegalStateException.class, ints::tensor).getMessage());
    }
}
