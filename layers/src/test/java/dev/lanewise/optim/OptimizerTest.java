package dev.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.op.math.Relu;
import dev.lanewise.optim.Adam.Options;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Optimisers against the papers' formulas in double. */
class OptimizerTest {
    private static final int SIZE = 37;
    private static final int STEPS = 10;

    /** Named closeness of ten float updates of values of about 1 to the same in double. */
    private static final double CLOSE = 1e-6;

    /** One update of one element in double; step counts from 1. */
    private interface Reference {
        double update(double p, double g, double[] state, double rate, int step);
    }

    private final Random random = new Random(11);
    private final Tape tape = Tape.training(1);

    private float[] values() {
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return values;
    }

    /** Runs ten updates with random gradients and rates and compares all values after each. */
    private void assertFollows(Reference reference, Optimizer optimizer, Parameter parameter) {
        double[] expected = new double[SIZE];
        double[][] state = new double[SIZE][2];
        for (int i = 0; i < SIZE; i++) {
            expected[i] = parameter.value().get(i);
        }
        for (int step = 1; step <= STEPS; step++) {
            float[] gradient = values();
            float rate = 0.1f / step;
            tape.begin(step);
            optimizer.step(tape.backward(tape.parameter(parameter), Tensor.of(gradient, SIZE)), rate);
            double largest = 0;
            for (int i = 0; i < SIZE; i++) {
                expected[i] = reference.update(expected[i], gradient[i], state[i], rate, step);
                largest = Math.max(
                        largest, Math.abs(expected[i] - parameter.value().get(i)));
            }
            assertTrue(largest <= CLOSE, "step " + step + ": off by " + largest);
        }
        assertEquals(STEPS, optimizer.steps());
    }

    private Parameter parameter() {
        return new Parameter(Tensor.of(values(), SIZE));
    }

    @ParameterizedTest
    @CsvSource({"0, false, 0", "0, false, 0.1", "0.9, false, 0", "0.8, false, 0.05", "0.9, true, 0", "0.7, true, 0.1"})
    void sgd_followsItsFormula(float momentum, boolean nesterov, float decay) {
        Parameter p = parameter();
        Reference reference = (value, g, state, rate, step) -> {
            double d = g + decay * value;
            if (momentum == 0) {
                return value - rate * d;
            }
            state[0] = step == 1 ? d : momentum * state[0] + d;
            return value - rate * (nesterov ? d + momentum * state[0] : state[0]);
        };
        assertFollows(reference, new Sgd(List.of(p), momentum, nesterov, decay), p);
    }

    @ParameterizedTest
    @CsvSource({
        "0.9, 0.999, 1e-8, 0, false",
        "0.8, 0.95, 1e-3, 0, false",
        "0.9, 0.999, 1e-8, 0.1, false",
        "0.9, 0.999, 1e-8, 0.1, true",
        "0, 0.9, 1e-6, 0.01, true"
    })
    void adam_followsItsFormula(double beta1, double beta2, double epsilon, double decay, boolean decoupled) {
        Parameter p = parameter();
        Reference reference = (value, gradient, state, rate, step) -> {
            double g = decoupled ? gradient : gradient + decay * value;
            double shrunk = decoupled ? value * (1 - rate * decay) : value;
            state[0] = beta1 * state[0] + (1 - beta1) * g;
            state[1] = beta2 * state[1] + (1 - beta2) * g * g;
            double m = state[0] / (1 - Math.pow(beta1, step));
            double v = state[1] / (1 - Math.pow(beta2, step));
            return shrunk - rate * m / (Math.sqrt(v) + epsilon);
        };
        assertFollows(reference, new Adam(List.of(p), new Options(beta1, beta2, epsilon, decay, decoupled)), p);
    }

    @Test
    void adam_isPlainAdamUnlessToldOtherwise() {
        assertEquals(new Options(0.9, 0.999, 1e-8, 0, false), Options.DEFAULT);
        float[] start = values();
        Parameter one = new Parameter(Tensor.of(start.clone(), SIZE));
        Parameter other = new Parameter(Tensor.of(start.clone(), SIZE));
        Adam byDefault = new Adam(List.of(one));
        Adam byOptions = new Adam(List.of(other), Options.DEFAULT);
        Tensor gradient = Tensor.of(values(), SIZE);
        tape.begin(0);
        byDefault.step(tape.backward(tape.parameter(one), gradient), 0.1f);
        byOptions.step(tape.backward(tape.parameter(other), gradient), 0.1f);
        assertArrayEquals(one.value().toArray(), other.value().toArray());
    }

    @Test
    void parameterWithoutGradient_isLeftAlone() {
        for (boolean adam : new boolean[] {false, true}) {
            Parameter used = parameter();
            Parameter unused = parameter();
            List<Parameter> all = List.of(unused, used);
            Optimizer optimizer =
                    adam ? new Adam(all, new Options(0.9, 0.999, 1e-8, 0.1, true)) : new Sgd(all, 0.9f, false, 0.1f);
            float[] before = unused.value().toArray();
            float[] usedBefore = used.value().toArray();
            tape.begin(0);
            new Relu().on(tape.parameter(unused));
            Gradients gradients = tape.backward(tape.parameter(used), Tensor.of(values(), SIZE));
            optimizer.step(gradients, 0.1f);
            assertArrayEquals(before, unused.value().toArray());
            optimizer
                    .state(unused)
                    .values()
                    .forEach(state -> assertArrayEquals(new float[state.size()], state.toArray()));
            assertTrue(allDiffer(usedBefore, used.value().toArray()));
        }
    }

    private static boolean allDiffer(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] == b[i]) {
                return false;
            }
        }
        return true;
    }

    @Test
    void resumedOptimizer_goesOnWithTheSameBits() {
        for (boolean adam : new boolean[] {false, true}) {
            Parameter p = parameter();
            Optimizer through = optimizer(adam, p);
            float[][] gradients = {values(), values(), values(), values()};
            step(through, p, gradients[0]);
            step(through, p, gradients[1]);
            Parameter restored = new Parameter(p.value().copy());
            Optimizer resumed = optimizer(adam, restored);
            through.state(p)
                    .forEach((name, tensor) -> resumed.state(restored).get(name).copyFrom(tensor));
            resumed.resumeAt(through.steps());
            for (int k = 2; k < 4; k++) {
                step(through, p, gradients[k]);
                step(resumed, restored, gradients[k]);
            }
            assertArrayEquals(p.value().toArray(), restored.value().toArray());
            assertEquals(4, resumed.steps());
        }
    }

    private static Optimizer optimizer(boolean adam, Parameter p) {
        return adam ? new Adam(List.of(p)) : new Sgd(List.of(p), 0.9f, true, 0.01f);
    }

    private void step(Optimizer optimizer, Parameter p, float[] gradient) {
        tape.begin(optimizer.steps());
        optimizer.step(tape.backward(tape.parameter(p), Tensor.of(gradient.clone(), SIZE)), 0.05f);
    }

    @Test
    void state_isLive_andNamed() {
        Parameter p = parameter();
        assertEquals(Set.of(), new Sgd(List.of(p)).state(p).keySet());
        Sgd sgd = new Sgd(List.of(p), 0.5f, false, 0f);
        assertEquals(Set.of("velocity"), sgd.state(p).keySet());
        Adam adam = new Adam(List.of(p));
        assertEquals(Set.of("m", "v", "count"), adam.state(p).keySet());
        assertEquals(0, adam.state(parameter()).size());
        Tensor gradient = Tensor.of(values(), SIZE);
        Tensor velocity = sgd.state(p).get("velocity");
        tape.begin(0);
        sgd.step(tape.backward(tape.parameter(p), gradient), 0.1f);
        assertArrayEquals(gradient.toArray(), velocity.toArray());
    }

    @Test
    void optionsOutsideTheirRange_areRefused() {
        List<Parameter> all = List.of(parameter());
        assertEquals(
                "sgd: momentum 1.0, dampening 0.0, nesterov false, decay 0.0, expected momentum in [0, 1), above 0 for"
                        + " nesterov, dampening in [0, 1], 0 for nesterov, and decay at least 0",
                assertThrows(IllegalArgumentException.class, () -> new Sgd(all, 1f, false, 0f))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Sgd(all, 0f, true, 0f));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(all, 0.9f, true, -1f));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(all, Float.NaN, false, 0f));
        assertEquals(
                "adam: betas 0.9, 1.0, epsilon 1.0E-8, decay 0.0, expected betas in [0, 1), the others at least 0",
                assertThrows(IllegalArgumentException.class, () -> new Options(0.9, 1, 1e-8, 0, false))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Options(-0.1, 0.9, 1e-8, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new Options(0.9, 0.9, Double.NaN, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new Options(0.9, 0.9, 1e-8, -1, false));
    }
}
