package dev.lanewise.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.CellKernels.Function;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.op.recurrent.GruSequence;
import dev.lanewise.op.recurrent.LstmSequence;
import dev.lanewise.op.recurrent.MaskSteps;
import dev.lanewise.op.recurrent.RnnSequence;
import dev.lanewise.op.recurrent.Steps;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names, initial values, and what is refused. */
class RecurrentTest {
    private static final String CONTRACT =
            " (contract x:[T,N,I] w_ih:[G,I] w_hh:[G,H] b_ih:[G]? b_hh:[G]? lengths:[N]? h0:[N,H]?";

    private final Draws draws = new Draws(1);
    private final Tape tape = Tape.inference();
    private final RecurrentOptions plain = RecurrentOptions.DEFAULT;

    /** A model with a recurrent layer inside. */
    public record Tagger(Recurrent lstm, Linear head) implements Layer {}

    @Test
    void parameters_haveTheNamesAndShapesOfPyTorch() {
        Recurrent lstm = Recurrent.lstm(3, 5, plain.layers(2).bothDirections(), draws);
        assertEquals(
                List.of(
                        "weight_ih_l0=[20, 3]",
                        "weight_hh_l0=[20, 5]",
                        "bias_ih_l0=[20]",
                        "bias_hh_l0=[20]",
                        "weight_ih_l0_reverse=[20, 3]",
                        "weight_hh_l0_reverse=[20, 5]",
                        "bias_ih_l0_reverse=[20]",
                        "bias_hh_l0_reverse=[20]",
                        "weight_ih_l1=[20, 10]",
                        "weight_hh_l1=[20, 5]",
                        "bias_ih_l1=[20]",
                        "bias_hh_l1=[20]",
                        "weight_ih_l1_reverse=[20, 10]",
                        "weight_hh_l1_reverse=[20, 5]",
                        "bias_ih_l1_reverse=[20]",
                        "bias_hh_l1_reverse=[20]"),
                described(lstm));
        assertEquals(
                List.of("weight_ih_l0=[15, 3]", "weight_hh_l0=[15, 5]"),
                described(Recurrent.gru(3, 5, plain.withoutBias(), draws)));
        assertEquals(
                List.of("weight_ih=[5, 3]", "weight_hh=[5, 5]", "bias_ih=[5]", "bias_hh=[5]"),
                described(RnnCell.of(Function.TANH, 3, 5, true, draws)));
    }

    @Test
    void parametersOfExoticCells_haveNames() {
        List<String> peephole = List.copyOf(
                Recurrent.peepholeLstm(3, 5, plain, draws).parameters().keySet());
        assertEquals(List.of("weight_ci_l0", "weight_cf_l0", "weight_co_l0"), peephole.subList(4, 7));
        List<String> nested = List.copyOf(
                Recurrent.nestedLstm(3, 5, plain, draws).parameters().keySet());
        assertEquals("inner.weight_ih_l0", nested.get(4));
        assertEquals(8, nested.size());
        assertEquals(
                List.of("weight_ih_l0=[15, 3]", "weight_hh_l0=[15, 5]"),
                described(Recurrent.coupledLstm(3, 5, plain.withoutBias(), draws)));
    }

    @Test
    void insideAModel_namesAreJoinedByDots() {
        Tagger tagger = new Tagger(Recurrent.gru(3, 5, plain, draws), Linear.of(5, 2, draws));
        assertEquals(
                List.of(
                        "lstm.weight_ih_l0",
                        "lstm.weight_hh_l0",
                        "lstm.bias_ih_l0",
                        "lstm.bias_hh_l0",
                        "head.weight",
                        "head.bias"),
                List.copyOf(tagger.parameters().keySet()));
    }

    private static List<String> described(Layer layer) {
        return layer.parameters().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue().shape())
                .toList();
    }

    @Test
    void initialValues_areUniformByTheHiddenSize() {
        for (Recurrent layer : List.of(
                Recurrent.lstm(200, 16, plain, draws),
                Recurrent.rnn(Function.RELU, 200, 16, plain, draws),
                Recurrent.peepholeLstm(200, 16, plain, draws),
                Recurrent.nestedLstm(200, 16, plain, draws))) {
            for (Map.Entry<String, Parameter> entry : layer.parameters().entrySet()) {
                float largest = 0;
                for (float value : entry.getValue().value().toArray()) {
                    largest = Math.max(largest, Math.abs(value));
                }
                // 1/sqrt(16), reached nearly by the larger ones
                assertTrue(largest <= 0.25f && largest > 0.15f, entry.getKey() + ": " + largest);
            }
        }
    }

    @Test
    void sharedCells_areListedOnce() {
        GruCell cell = GruCell.of(true, 4, 4, true, draws);
        assertEquals(
                4,
                new Recurrent(List.of(cell, cell), List.of(), 0f, false)
                        .parameters()
                        .size());
    }

    private Var zeros(int... extents) {
        return tape.constant(Tensor.zeros(extents));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void sizes_areChecked() {
        assertRefused("lstm: hidden size 0, expected at least 1", () -> Recurrent.lstm(3, 0, plain, draws));
        assertRefused("gru: input size 0, expected at least 1", () -> Recurrent.gru(0, 3, plain, draws));
        assertRefused(
                "nested lstm: hidden size -1, expected at least 1", () -> Recurrent.nestedLstm(3, -1, plain, draws));
        assertRefused("recurrent: 0 layers, expected at least 1", () -> plain.layers(0));
        assertRefused("dropout: probability 1.5, expected 0 to 1", () -> plain.dropout(1.5f));
        assertRefused("recurrent: no cells, expected at least 1", () -> new Recurrent(List.of(), List.of(), 0f, false));
        Cell small = LstmCell.of(3, 4, true, draws);
        assertRefused(
                "lstm: a cell of layer 1 goes from 3 to 4 features, expected from 4 to 4",
                () -> new Recurrent(List.of(small, small), List.of(), 0f, false));
        assertRefused(
                "lstm: 2 cells in reverse, expected none or 1, as many as forward",
                () -> new Recurrent(List.of(small), List.of(small, small), 0f, false));
    }

    @Test
    void parametersThatDoNotFit_areRefused() {
        Parameter wIh = new Parameter(Tensor.zeros(8, 3));
        assertRefused(
                "lstm: weight_hh has shape [8, 3], expected [4H,H] with H=3 (contract weight_ih:[G,I] weight_hh:[G,H]"
                        + " bias_ih:[G]? bias_hh:[G]?)",
                () -> new LstmCell(wIh, new Parameter(Tensor.zeros(8, 3)), null, null));
        Parameter wHh = new Parameter(Tensor.zeros(8, 2));
        assertRefused(
                "lstm: bias_ih has shape [6]: G=6, but weight_ih has G=8 (contract weight_ih:[G,I] weight_hh:[G,H]"
                        + " bias_ih:[G]? bias_hh:[G]?)",
                () -> new LstmCell(wIh, wHh, new Parameter(Tensor.zeros(6)), null));
        assertRefused(
                "lstm: one bias of two, expected both or none",
                () -> new LstmCell(wIh, wHh, new Parameter(Tensor.zeros(8)), null));
        Parameter two = new Parameter(Tensor.zeros(2));
        assertRefused(
                "peephole lstm: weight_cf has shape [3], expected [2] = [H]",
                () -> new PeepholeLstmCell(wIh, wHh, null, null, two, new Parameter(Tensor.zeros(3)), two));
        assertRefused(
                "nested lstm: the inner cell goes from 3 to 2, expected from H=2 to H=2",
                () -> new NestedLstmCell(wIh, wHh, null, null, LstmCell.of(3, 2, true, draws)));
    }

    @Test
    void inputsThatDoNotFit_areRefused() {
        Recurrent lstm = Recurrent.lstm(3, 4, plain.layers(2), draws);
        assertRefused(
                "lstm: x has shape [2, 3, 5], expected [T,N,I] or [T,I] with I=3", () -> lstm.forward(zeros(2, 3, 5)));
        assertRefused(
                "lstm: x has shape [2, 3, 3, 3], expected [T,N,I] or [T,I] with I=3",
                () -> lstm.forward(zeros(2, 3, 3, 3)));
        assertRefused(
                "lstm: x has shape [0, 2, 3]: an empty sequence, expected T of at least 1 (contract x:[T,N,I] or"
                        + " [T,I])",
                () -> lstm.forward(zeros(0, 2, 3)));
        Recurrent samplesFirst = Recurrent.gru(3, 4, plain.samplesFirst(), draws);
        assertRefused(
                "gru: x has shape [2, 0, 3]: an empty sequence, expected T of at least 1 (contract x:[N,T,I] or [T,I])",
                () -> samplesFirst.forward(zeros(2, 0, 3)));
        assertRefused(
                "lstm: value 1 of the state has shape [2, 1, 4], expected [2, 2, 4] = [layers*directions,N,H]",
                () -> lstm.forward(zeros(5, 2, 3), State.of(zeros(2, 2, 4), zeros(2, 1, 4)), null));
        assertRefused(
                "lstm: the state has 1 values, expected 2",
                () -> lstm.forward(zeros(5, 2, 3), State.of(zeros(2, 2, 4)), null));
        assertRefused(
                "gru: value 0 of the state has shape [1, 1, 4], expected [1, 4] = [layers*directions,H]",
                () -> samplesFirst.forward(zeros(5, 3), State.of(zeros(1, 1, 4)), null));
        assertEquals(0, tape.recorded().size(), "nothing was computed");
    }

    @Test
    void lengthsThatDoNotFit_areRefused() {
        Recurrent rnn = Recurrent.rnn(Function.TANH, 3, 4, plain, draws);
        assertRefused(
                "rnn: lengths[1] is 0, expected 1 to T=5",
                () -> rnn.forward(zeros(5, 2, 3), null, IntTensor.of(new int[] {5, 0}, 2)));
        assertRefused(
                "rnn: lengths[0] is 6, expected 1 to T=5",
                () -> rnn.forward(zeros(5, 2, 3), null, IntTensor.of(new int[] {6, 1}, 2)));
        assertRefused(
                "rnn: lengths has shape [3], expected [2] = [N]",
                () -> rnn.forward(zeros(5, 2, 3), null, IntTensor.of(new int[] {5, 1, 1}, 3)));
        assertEquals(0, tape.recorded().size(), "nothing was computed");
    }

    @Test
    void stepsOfACell_areChecked() {
        for (Cell cell : List.of(LstmCell.of(3, 4, true, draws), CoupledLstmCell.of(3, 4, true, draws))) {
            assertRefused(
                    cell.name() + ": x has shape [2, 5], expected [N,I] with I=3",
                    () -> cell.forward(zeros(2, 5), null));
            assertRefused(
                    cell.name() + ": value 0 of the state has shape [3, 4], expected [2, 4] = [N,H]",
                    () -> cell.forward(zeros(2, 3), State.of(zeros(3, 4), zeros(2, 4))));
            assertRefused(
                    cell.name() + ": x has shape [0, 2, 3], expected [T,N,I] with I=3 and T at least 1",
                    () -> cell.run(zeros(0, 2, 3), null, null, false));
            assertRefused(
                    cell.name() + ": lengths[0] is 3, expected 1 to T=2",
                    () -> cell.run(zeros(2, 1, 3), null, IntTensor.of(new int[] {3}, 1), false));
        }
    }

    @Test
    void operationsRefuse_withOperandShapesAndContract() {
        Var ends = tape.constant(IntTensor.of(new int[] {1, 2}, 2));
        assertRefused(
                "lstm: w_hh has shape [8, 3]: G=8, expected 4 * H = 12" + CONTRACT + " c0:[N,H]?)",
                () -> new LstmSequence(false)
                        .on(zeros(2, 2, 3), zeros(8, 3), zeros(8, 3), null, null, null, null, null));
        assertRefused(
                "gru: h0 has shape [2, 5]: H=5, but w_hh has H=3" + CONTRACT + ")",
                () -> new GruSequence(false)
                        .on(zeros(2, 2, 3), zeros(9, 3), zeros(9, 3), null, null, ends, zeros(2, 5)));
        assertRefused(
                "rnn: x has shape [0, 2, 3]: T=0, expected at least 1" + CONTRACT + ")",
                () -> new RnnSequence(Function.TANH, true)
                        .on(zeros(0, 2, 3), zeros(3, 3), zeros(3, 3), null, null, null, null));
        assertRefused(
                "rnn: w_hh has shape [0, 0]: H=0, expected at least 1" + CONTRACT + ")",
                () -> new RnnSequence(Function.TANH, true)
                        .on(zeros(1, 2, 3), zeros(0, 3), zeros(0, 0), null, null, null, null));
        assertRefused(
                "rnn: lengths holds floats, expected ints",
                () -> new RnnSequence(Function.TANH, true)
                        .on(zeros(1, 2, 3), zeros(3, 3), zeros(3, 3), null, null, zeros(2), null));
        assertRefused("maskSteps: lengths[1] is 2, expected 1 to T=1", () -> new MaskSteps().on(zeros(1, 2, 3), ends));
        assertRefused(
                "steps: x has shape [0, 2, 3]: T=0, expected at least 1 (contract x:[T,N,D])",
                () -> new Steps().on(zeros(0, 2, 3)));
    }

    @Test
    void shapes_areThoseOfTheContract() {
        Recurrent lstm = Recurrent.lstm(3, 4, plain.layers(2).bothDirections(), draws);
        Recurrent.Output output = lstm.forward(zeros(5, 2, 3));
        assertEquals(Shape.of(5, 2, 8), output.y().shape());
        assertEquals(Shape.of(4, 2, 4), output.state().h().shape());
        assertEquals(Shape.of(4, 2, 4), output.state().c().shape());
        assertEquals(Shape.of(2, 8), output.last().shape());
    }
}
