package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.FrozenWeights;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.recurrent.CarriedState;
import dev.lanewise.nn.recurrent.Cell;
import dev.lanewise.nn.recurrent.Recurrent;
import dev.lanewise.nn.recurrent.RecurrentOptions;
import dev.lanewise.nn.recurrent.State;
import dev.lanewise.op.Ops;
import dev.lanewise.op.shape.Flip;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What makes a layer recurrent, and what padding and batching must not change. */
class RecurrentPropertyTest extends RecurrentCases {
    private static final int TRIES = 40;

    /** Named closeness of two ways to compute the same, as a fraction of the largest element or of 1. */
    private static final float CLOSE = 1e-5f;

    /** Everything a pass gives, by name: outputs, and the gradients of a random projection of them. */
    private static Map<String, Tensor> pass(
            Recurrent layer, Tensor x, List<Tensor> state, IntTensor lengths, Tensor dy) {
        Tape tape = Tape.of(Mode.TRAIN, true, 1);
        tape.begin(1);
        Var input = tape.input(x);
        State initial =
                state == null ? null : new State(state.stream().map(tape::input).toList());
        Recurrent.Output output = layer.forward(input, initial, lengths);
        Map<String, Tensor> all = new LinkedHashMap<>();
        all.put("y", output.y().detach());
        all.put("last", output.last().detach());
        Var loss = Ops.add(Ops.sum(Ops.mul(output.y(), tape.constant(dy))), Ops.sum(output.last()));
        int v = 0;
        for (Var value : output.state().values()) {
            all.put("state" + v++, value.detach());
            loss = Ops.add(loss, Ops.sum(value));
        }
        var gradients = tape.backward(loss);
        all.put("dx", gradients.of(input).copy());
        for (v = 0; state != null && v < state.size(); v++) {
            all.put("dstate" + v, gradients.of(initial.values().get(v)).copy());
        }
        layer.parameters()
                .forEach((name, p) -> all.put("d" + name, gradients.of(p).copy()));
        return all;
    }

    private static Map<String, Tensor> pass(Case c, Recurrent layer, Tensor x, List<Tensor> state, IntTensor lengths) {
        return pass(layer, x, state, lengths, c.floats(5, x.dim(0), x.dim(1), layer.directions() * c.h()));
    }

    private static void assertClose(Tensor expected, Tensor actual, String what) {
        assertEquals(expected.shape(), actual.shape(), what);
        float scale = 1;
        for (float value : expected.toArray()) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertArrayEquals(expected.toArray(), actual.toArray(), CLOSE * scale, what);
    }

    /** Kinds that keep less of a sequence if there is no backward, and cut its product with x into parts. */
    @Property(tries = TRIES)
    void aTapeThatDoesNotRecord_givesTheSameBits(@ForAll("longCases") Case c, @ForAll boolean padded) {
        Recurrent layer = c.layer();
        List<Tensor> state = c.state(layer);
        IntTensor lengths = padded ? c.lengths() : null;
        Map<String, Tensor> recorded = pass(c, layer, c.x(), state, lengths);
        // From the second step on it multiplies by copies of the weights.
        Tape tape = Tape.inference(FrozenWeights.upTo(1 << 20));
        for (int step = 0; step < 3; step++) {
            tape.begin(step);
            State initial = new State(state.stream().map(tape::constant).toList());
            Recurrent.Output output = layer.forward(tape.constant(c.x()), initial, lengths);
            assertArrayEquals(recorded.get("y").toArray(), output.y().tensor().toArray(), 0f, "y");
            for (int v = 0; v < state.size(); v++) {
                Tensor last = output.state().values().get(v).tensor();
                assertArrayEquals(recorded.get("state" + v).toArray(), last.toArray(), 0f, "state" + v);
            }
        }
    }

    /** Alone, a sample's steps are one product with x; among others they are several. */
    @Property(tries = TRIES)
    void aSampleOfALongSequence_hasTheBitsThatItHasAlone(@ForAll("longCases") Case c) {
        Recurrent layer = c.layer();
        Tape tape = Tape.inference();
        tape.begin(0);
        Tensor x = c.x();
        Tensor alone = Tensor.zeros(c.t(), 1, c.i());
        for (int t = 0; t < c.t(); t++) {
            alone.outer(t).outer(0).copyFrom(x.outer(t).outer(c.n() - 1));
        }
        Tensor all = layer.forward(tape.constant(x)).y().tensor();
        Tensor one = layer.forward(tape.constant(alone)).y().tensor();
        for (int t = 0; t < c.t(); t++) {
            assertArrayEquals(
                    one.outer(t).toArray(), all.outer(t).outer(c.n() - 1).toArray(), 0f, "step " + t);
        }
    }

    @Property(tries = 2 * TRIES)
    void whatStandsInThePadding_changesNothing(@ForAll("cases") Case c) {
        Recurrent layer = c.layer();
        IntTensor lengths = c.lengths();
        Tensor x = c.x();
        Map<String, Tensor> before = pass(c, layer, x, c.state(layer), lengths);
        Tensor spoilt = x.copy();
        for (int t = 0; t < c.t(); t++) {
            for (int n = 0; n < c.n(); n++) {
                if (t >= lengths.get(n)) {
                    spoilt.outer(t).outer(n).fill(t % 2 == 0 ? Float.NaN : 1e30f);
                    for (float y : before.get("y").outer(t).outer(n).toArray()) {
                        assertEquals(0f, y, "output in the padding");
                    }
                    for (float dx : before.get("dx").outer(t).outer(n).toArray()) {
                        assertEquals(0f, dx, "gradient in the padding");
                    }
                }
            }
        }
        assertSameBits(before, pass(c, layer, spoilt, c.state(layer), lengths));
    }

    @Property(tries = TRIES)
    void morePadding_changesNothing(@ForAll("cases") Case c) {
        Recurrent layer = c.layer();
        IntTensor lengths = c.lengths();
        Tensor dy = c.floats(5, c.t(), c.n(), layer.directions() * c.h());
        Map<String, Tensor> before = pass(layer, c.x(), c.state(layer), lengths, dy);
        Map<String, Tensor> after = pass(layer, padded(c.x(), 3), c.state(layer), lengths, padded(dy, 3));
        before.forEach((name, tensor) -> {
            boolean sequence = name.equals("y") || name.equals("dx");
            assertClose(tensor, sequence ? after.get(name).outer(0, c.t()) : after.get(name), name);
        });
        assertArrayEquals(
                before.get("y").toArray(), after.get("y").outer(0, c.t()).toArray(), 0f, "outputs, bit for bit");
    }

    private static Tensor padded(Tensor x, int by) {
        Tensor longer = random(7, x.dim(0) + by, x.dim(1), x.dim(2));
        longer.outer(0, x.dim(0)).copyFrom(x);
        return longer;
    }

    /** So a sample depends neither on its neighbours nor on their lengths. */
    @Property(tries = TRIES)
    void sampleOfABatch_equalsTheSampleAlone(@ForAll("cases") Case c) {
        Recurrent layer = c.layer();
        IntTensor lengths = c.lengths();
        Tensor x = c.x();
        List<Tensor> state = c.state(layer);
        Map<String, Tensor> all = pass(c, layer, x, state, lengths);
        for (int n = 0; n < c.n(); n++) {
            List<Tensor> mine = new ArrayList<>();
            for (Tensor value : state) {
                mine.add(sample(value, n));
            }
            Tensor alone = sample(x, n).outer(0, lengths.get(n));
            Map<String, Tensor> one = pass(c, layer, alone, mine, null);
            assertArrayEquals(
                    one.get("y").toArray(),
                    sample(all.get("y"), n).outer(0, lengths.get(n)).toArray(),
                    0f,
                    "y of sample " + n);
            for (int v = 0; v < mine.size(); v++) {
                String name = "state" + v;
                assertArrayEquals(
                        one.get(name).toArray(), sample(all.get(name), n).toArray(), 0f, name);
            }
        }
    }

    /** Element n of the middle axis, which is kept. */
    private static Tensor sample(Tensor x, int n) {
        Tensor one = Tensor.zeros(x.dim(0), 1, x.dim(2));
        for (int t = 0; t < x.dim(0); t++) {
            one.outer(t).copyFrom(x.outer(t).outer(n));
        }
        return one;
    }

    @Property(tries = TRIES)
    void laterInput_changesNoEarlierOutput(@ForAll("cases") Case c) {
        Recurrent layer = c.kind().layer(c, new RecurrentOptions(c.layers(), false, c.bias(), 0f, false));
        int from = (int) Math.floorMod(c.seed(), (long) c.t());
        Tensor changed = c.x();
        changed.outer(from, c.t()).fill(0.7f);
        Tensor before = y(layer, c.x());
        Tensor after = y(layer, changed);
        assertArrayEquals(before.outer(0, from).toArray(), after.outer(0, from).toArray(), 0f);
    }

    private static Tensor y(Recurrent layer, Tensor x) {
        Tape tape = Tape.inference();
        tape.begin(0);
        return layer.forward(tape.constant(x)).y().detach();
    }

    @Property(tries = TRIES)
    void notANumber_reachesItsSampleFromItsStepOn_andNothingElse(@ForAll("cases") Case c) {
        Recurrent layer = c.kind().layer(c, new RecurrentOptions(c.layers(), false, c.bias(), 0f, false));
        int t = (int) Math.floorMod(c.seed(), (long) c.t());
        int n = (int) Math.floorMod(c.seed() >> 8, (long) c.n());
        Tensor x = c.x();
        x.outer(t).outer(n).fill(Float.NaN);
        Tensor y = y(layer, x);
        for (int s = 0; s < c.t(); s++) {
            for (int m = 0; m < c.n(); m++) {
                for (float value : y.outer(s).outer(m).toArray()) {
                    assertEquals(s >= t && m == n, Float.isNaN(value), "step " + s + " of sample " + m);
                }
            }
        }
    }

    @Property(tries = TRIES)
    void stepByStep_equalsTheWholeSequence(@ForAll("cases") Case c) {
        Cell cell = c.cell();
        Tape tape = Tape.inference();
        tape.begin(0);
        Tensor x = c.x();
        Cell.Run whole = cell.run(tape.constant(x), null, null, false);
        State state = null;
        for (int t = 0; t < c.t(); t++) {
            state = cell.forward(tape.constant(x.outer(t)), state);
            assertArrayEquals(
                    whole.y().tensor().outer(t).toArray(), state.h().tensor().toArray(), 0f, "step " + t);
        }
        for (int v = 0; v < cell.stateValues(); v++) {
            assertArrayEquals(
                    whole.last().values().get(v).tensor().toArray(),
                    state.values().get(v).tensor().toArray(),
                    0f);
        }
    }

    @Property(tries = TRIES)
    void bothDirections_areAForwardAndAReversedRunBesideEachOther(@ForAll("cases") Case c) {
        Recurrent both = c.kind().layer(c, RecurrentOptions.DEFAULT.bothDirections());
        Tape tape = Tape.inference();
        tape.begin(0);
        Var x = tape.constant(c.x());
        Recurrent.Output output = both.forward(x);
        Recurrent ahead = new Recurrent(both.cells(), List.of(), 0f, false);
        Recurrent back = new Recurrent(both.reverse(), List.of(), 0f, false);
        Recurrent.Output forward = ahead.forward(x);
        Recurrent.Output reversed = back.forward(new Flip(0).on(x));
        Var y = Ops.concat(-1, forward.y(), new Flip(0).on(reversed.y()));
        assertArrayEquals(y.tensor().toArray(), output.y().tensor().toArray(), 0f);
        Var last = Ops.concat(-1, forward.last(), reversed.last());
        assertArrayEquals(last.tensor().toArray(), output.last().tensor().toArray(), 0f);
    }

    @Property(tries = 2 * TRIES)
    void fused_equalsItsPlainDefinition(@ForAll("cases") Case c) {
        Cell cell = c.cell();
        boolean reverse = c.bidirectional();
        IntTensor lengths = c.layers() == 1 ? null : c.lengths();
        boolean stateful = c.bias();
        List<Map<String, Tensor>> both = new ArrayList<>();
        for (boolean fused : new boolean[] {true, false}) {
            Tape tape = Tape.training(0);
            tape.begin(0);
            Var x = tape.input(c.x());
            List<Var> values = new ArrayList<>();
            for (int v = 0; v < cell.stateValues(); v++) {
                values.add(tape.input(c.floats(10 + v, c.n(), c.h())));
            }
            State initial = stateful ? new State(values) : null;
            Cell.Run run = fused ? cell.run(x, initial, lengths, reverse) : cell.unrolled(x, initial, lengths, reverse);
            Map<String, Tensor> all = new LinkedHashMap<>();
            all.put("y", run.y().detach());
            Var loss = Ops.sum(Ops.mul(run.y(), tape.constant(c.floats(5, c.t(), c.n(), c.h()))));
            for (Var value : run.last().values()) {
                all.put("last" + all.size(), value.detach());
                loss = Ops.add(loss, Ops.sum(Ops.mul(value, tape.constant(c.floats(6, c.n(), c.h())))));
            }
            var gradients = tape.backward(loss);
            all.put("dx", gradients.of(x).copy());
            cell.parameters()
                    .forEach((name, p) -> all.put("d" + name, gradients.of(p).copy()));
            for (int v = 0; stateful && v < values.size(); v++) {
                all.put("dstate" + v, gradients.of(values.get(v)).copy());
            }
            both.add(all);
        }
        both.get(1).forEach((name, plain) -> assertClose(plain, both.get(0).get(name), c.kind() + " " + name));
    }

    @Property(tries = TRIES)
    void samplesFirst_andOneSample_areTheSameLayer(@ForAll("cases") Case c) {
        Recurrent layer = c.layer();
        Recurrent samplesFirst = new Recurrent(layer.cells(), layer.reverse(), 0f, true);
        Tape tape = Tape.inference();
        tape.begin(0);
        Var x = tape.constant(c.x());
        State initial = new State(c.state(layer).stream().map(tape::constant).toList());
        Recurrent.Output expected = layer.forward(x, initial, c.lengths());
        Recurrent.Output swapped = samplesFirst.forward(Ops.transpose(x, 0, 1), initial, c.lengths());
        assertArrayEquals(
                expected.y().tensor().toArray(),
                Ops.transpose(swapped.y(), 0, 1).tensor().toArray(),
                0f);
        assertArrayEquals(
                expected.state().h().tensor().toArray(),
                swapped.state().h().tensor().toArray(),
                0f);
        Recurrent.Output one =
                samplesFirst.forward(tape.constant(sample(c.x(), 0).reshape(c.t(), c.i())));
        Recurrent.Output all = layer.forward(x);
        assertEquals(2, one.y().shape().rank());
        assertArrayEquals(
                sample(all.y().tensor(), 0).toArray(), one.y().tensor().toArray(), 0f);
        assertArrayEquals(
                all.last().tensor().outer(0).toArray(), one.last().tensor().toArray(), 0f);
    }

    @Property(tries = TRIES)
    void dropout_actsBetweenLayersInTrainingOnly(@ForAll("cases") Case c) {
        Recurrent layer = c.layer();
        Recurrent dropping = new Recurrent(layer.cells(), layer.reverse(), 0.5f, false);
        for (Mode mode : Mode.values()) {
            Tape tape = Tape.of(mode, false, c.seed());
            tape.begin(0);
            Var x = tape.constant(c.x());
            float[] with = dropping.forward(x).y().tensor().toArray();
            float[] without = layer.forward(x).y().tensor().toArray();
            if (mode == Mode.EVAL || c.layers() == 1) {
                assertArrayEquals(without, with, 0f);
            } else if (without.length >= 8 && c.kind() != Kind.RELU) {
                assertFalse(java.util.Arrays.equals(without, with), "nothing was dropped");
            }
        }
    }

    @Property(tries = TRIES)
    void truncatedWindows_carryTheValues_andOneWindowIsFullBackPropagation(@ForAll("cases") Case c) {
        Recurrent layer = c.kind().layer(c, new RecurrentOptions(c.layers(), false, c.bias(), 0f, false));
        Tensor dy = c.floats(5, c.t(), c.n(), c.h());
        for (int window = 1; window <= c.t() + 1; window++) {
            Map<String, Tensor> full = train(layer, c.x(), dy, c.t());
            Map<String, Tensor> truncated = train(layer, c.x(), dy, window);
            assertArrayEquals(full.get("y").toArray(), truncated.get("y").toArray(), 0f, "window " + window);
            if (window >= c.t()) {
                assertSameBits(full, truncated);
            }
        }
    }

    /** Windows after each other: all outputs, and the sum of the gradients. */
    private static Map<String, Tensor> train(Recurrent layer, Tensor x, Tensor dy, int window) {
        Tape tape = Tape.training(0);
        CarriedState carried = new CarriedState();
        Map<String, Tensor> all = new LinkedHashMap<>();
        all.put("y", Tensor.zeros(dy.shape()));
        layer.parameters().forEach((name, p) -> all.put(name, Tensor.zeros(p.shape())));
        for (int from = 0; from < x.dim(0); from += window) {
            int to = Math.min(x.dim(0), from + window);
            tape.begin(from);
            Recurrent.Output output = layer.forward(tape.constant(x.outer(from, to)), carried.on(tape), null);
            all.get("y").outer(from, to).copyFrom(output.y().tensor());
            var gradients = tape.backward(output.y(), dy.outer(from, to));
            layer.parameters().forEach((name, p) -> {
                Tensor sum = all.get(name);
                for (int k = 0; k < sum.size(); k++) {
                    sum.array()[k] += gradients.of(p).array()[gradients.of(p).offset() + k];
                }
            });
            carried.keep(output.state());
        }
        return all;
    }

    @Property(tries = TRIES)
    void truncatedGradient_isThatOfAConstantState(@ForAll("cases") Case c) {
        Recurrent layer = c.kind().layer(c, RecurrentOptions.DEFAULT);
        Tape tape = Tape.training(0);
        tape.begin(0);
        CarriedState carried = new CarriedState();
        assertTrue(carried.on(tape) == null, "nothing is carried at first");
        carried.keep(layer.forward(tape.constant(c.x())).state());
        tape.begin(1);
        State state = carried.on(tape);
        assertFalse(state.h().wantsGradient());
        assertEquals(layer.cells().get(0).stateValues(), state.values().size());
        carried.forget();
        assertTrue(carried.on(tape) == null, "forgotten");
    }
}
