package dev.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.optim.Optimizers.Given;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParameterGroupTest {
    private static final int SIZE = 11;

    private final Random random = new Random(17);
    private final Parameter weight = Optimizers.parameter(random, SIZE);
    private final Parameter bias = Optimizers.parameter(random, SIZE);

    private Given gradients() {
        return Given.of(weight, Optimizers.values(random, SIZE)).and(bias, Optimizers.values(random, SIZE));
    }

    @Test
    void groups_haveTheirOwnOptionsAndRate_asTwoOptimizersWould() {
        Adam.Options decaying = Adam.Options.ADAMW;
        Adam.Options plain = Adam.Options.DEFAULT;
        Parameter weight2 = new Parameter(weight.value().copy());
        Parameter bias2 = new Parameter(bias.value().copy());
        Adam grouped = Adam.ofGroups(List.of(
                new ParameterGroup<>(List.of(weight), decaying), new ParameterGroup<>(List.of(bias), plain, 0.5)));
        Adam first = new Adam(List.of(weight2), decaying);
        Adam second = new Adam(List.of(bias2), plain);
        for (int t = 0; t < 5; t++) {
            Given gradients = gradients();
            grouped.step(gradients, 0.1f);
            first.step(Given.of(weight2, gradients.of(weight).toArray()), 0.1f);
            second.step(Given.of(bias2, gradients.of(bias).toArray()), 0.05f);
        }
        assertArrayEquals(weight2.value().toArray(), weight.value().toArray());
        assertArrayEquals(bias2.value().toArray(), bias.value().toArray());
    }

    @Test
    void everyOptimizer_takesGroups() {
        List<Parameter> one = List.of(weight);
        List<Optimizer> all = List.of(
                Sgd.ofGroups(List.of(new ParameterGroup<>(one, Sgd.Options.DEFAULT))),
                Adagrad.ofGroups(List.of(new ParameterGroup<>(one, Adagrad.Options.DEFAULT))),
                Adadelta.ofGroups(List.of(new ParameterGroup<>(one, Adadelta.Options.DEFAULT))),
                RmsProp.ofGroups(List.of(new ParameterGroup<>(one, RmsProp.Options.DEFAULT))),
                Adamax.ofGroups(List.of(new ParameterGroup<>(one, Adamax.Options.DEFAULT))),
                NAdam.ofGroups(List.of(new ParameterGroup<>(one, NAdam.Options.DEFAULT))),
                RAdam.ofGroups(List.of(new ParameterGroup<>(one, RAdam.Options.DEFAULT))));
        for (Optimizer optimizer : all) {
            float[] before = weight.value().toArray();
            optimizer.groups().getFirst().freeze();
            optimizer.step(gradients(), 0.1f);
            assertArrayEquals(before, weight.value().toArray());
            optimizer.groups().getFirst().thaw();
            optimizer.step(gradients(), 0.1f);
            assertFalse(Arrays.equals(before, weight.value().toArray()));
            assertSame(weight, optimizer.groups().getFirst().parameters().getFirst());
        }
    }

    @Test
    void frozenGroup_isUntouched_andGoesOnLikeAnUnfrozenOneAfterwards() {
        ParameterGroup<NAdam.Options> frozen =
                new ParameterGroup<>(List.of(weight), new NAdam.Options(0.9, 0.99, 1e-8, 4e-3, 0.1, true, false));
        ParameterGroup<NAdam.Options> free = new ParameterGroup<>(List.of(bias), NAdam.Options.DEFAULT);
        NAdam nadam = NAdam.ofGroups(List.of(frozen, free));
        Parameter alone = new Parameter(weight.value().copy());
        NAdam reference = new NAdam(List.of(alone), frozen.options());
        for (int t = 0; t < 9; t++) {
            Given gradients = gradients();
            boolean rest = t >= 3 && t < 6;
            float[] before = weight.value().toArray();
            float[] state = nadam.state(weight).get("m").toArray();
            float[] freeBefore = bias.value().toArray();
            if (rest) {
                frozen.freeze();
            } else {
                frozen.thaw();
                reference.step(Given.of(alone, gradients.of(weight).toArray()), 0.1f);
            }
            nadam.step(gradients, 0.1f);
            if (rest) {
                assertArrayEquals(before, weight.value().toArray());
                assertArrayEquals(state, nadam.state(weight).get("m").toArray());
            }
            assertFalse(Arrays.equals(freeBefore, bias.value().toArray()));
        }
        assertArrayEquals(alone.value().toArray(), weight.value().toArray());
        assertEquals(9, nadam.steps());
    }

    @Test
    void tiedParameter_isUpdatedOnce() {
        Parameter tied = Optimizers.parameter(random, SIZE);
        float[] before = tied.value().toArray();
        Sgd sgd = new Sgd(List.of(tied, bias, tied));
        sgd.step(Given.of(tied, new float[SIZE]).and(bias, new float[SIZE]), 1f);
        float[] ones = new float[SIZE];
        Arrays.fill(ones, 0.5f);
        sgd.step(Given.of(tied, ones), 1f);
        for (int i = 0; i < SIZE; i++) {
            assertEquals(before[i] - 0.5f, tied.value().get(i));
        }
    }

    @Test
    void parameterInTwoGroups_orABadFactor_isRefused() {
        ParameterGroup<Sgd.Options> both = new ParameterGroup<>(List.of(weight, bias), Sgd.Options.DEFAULT);
        ParameterGroup<Sgd.Options> again = new ParameterGroup<>(List.of(bias), Sgd.Options.DEFAULT);
        assertEquals(
                "sgd: Parameter[11] is in group 1 and in one before it",
                assertThrows(IllegalArgumentException.class, () -> Sgd.ofGroups(List.of(both, again)))
                        .getMessage());
        for (double factor : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals(
                    "parameter group: rate factor " + factor + ", expected a finite number, at least 0",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> new ParameterGroup<>(List.of(weight), Sgd.Options.DEFAULT, factor))
                            .getMessage());
        }
    }

    @Test
    void optimizerWithoutParameters_onlyCounts() {
        Sgd sgd = Sgd.ofGroups(List.of());
        sgd.step(Given.of(new Parameter(Tensor.zeros(1)), 1f), 1f);
        assertEquals(1, sgd.steps());
    }
}
