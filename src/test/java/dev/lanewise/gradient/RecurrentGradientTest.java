package dev.lanewise.gradient;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.CellKernels.Function;
import dev.lanewise.nn.recurrent.Cell;
import dev.lanewise.nn.recurrent.CoupledLstmCell;
import dev.lanewise.nn.recurrent.GruCell;
import dev.lanewise.nn.recurrent.LstmCell;
import dev.lanewise.nn.recurrent.NestedLstmCell;
import dev.lanewise.nn.recurrent.PeepholeLstmCell;
import dev.lanewise.nn.recurrent.Recurrent;
import dev.lanewise.nn.recurrent.RecurrentOptions;
import dev.lanewise.nn.recurrent.RnnCell;
import dev.lanewise.nn.recurrent.State;
import dev.lanewise.op.Ops;
import dev.lanewise.op.recurrent.GruSequence;
import dev.lanewise.op.recurrent.Hold;
import dev.lanewise.op.recurrent.LstmSequence;
import dev.lanewise.op.recurrent.MaskSteps;
import dev.lanewise.op.recurrent.RnnSequence;
import dev.lanewise.op.recurrent.Steps;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Recurrent operations, cells and layers against central differences. */
class RecurrentGradientTest {
    private static final int TRIES = 30;

    /** Weights of this size keep a few steps from saturating, and from amplifying rounding. */
    private static final float WEIGHT = 0.4f;

    /** Options and extents of a sequence. */
    record Case(int t, int n, int i, int h, boolean reverse, boolean lengths, boolean bias, boolean state, long seed) {
        Tensor floats(Inputs in, float scale, int... extents) {
            Tensor x = in.floats(Shape.of(extents));
            for (int k = 0; k < x.size(); k++) {
                x.array()[x.offset() + k] *= scale;
            }
            return x;
        }

        IntTensor ends() {
            return lengths ? RecurrentGradientTest.lengths(new Random(seed), n, t) : null;
        }
    }

    static IntTensor lengths(Random random, int samples, int steps) {
        return IntTensor.of(random.ints(samples, 1, steps + 1).toArray(), samples);
    }

    @Provide
    Arbitrary<Case> cases() {
        return Arbitraries.randomValue(random -> new Case(
                1 + random.nextInt(4),
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextLong()));
    }

    @Property(tries = TRIES)
    @Checks(LstmSequence.class)
    void lstm_matchesDifferences(@ForAll("cases") Case c) {
        sequence(new LstmSequence(c.reverse), 4, 2, c);
    }

    @Property(tries = TRIES)
    @Checks(GruSequence.class)
    void gru_matchesDifferences(@ForAll("cases") Case c) {
        sequence(new GruSequence(c.reverse), 3, 1, c);
    }

    @Property(tries = TRIES)
    @Checks(RnnSequence.class)
    void rnn_matchesDifferences(@ForAll("cases") Case c) {
        sequence(new RnnSequence(Function.TANH, c.reverse), 1, 1, c);
    }

    private static void sequence(DifferentiableOp op, int gates, int values, Case c) {
        Inputs in = new Inputs(c.seed);
        GradientCheck check = GradientCheck.of(op)
                .input("x", in.floats(Shape.of(c.t, c.n, c.i)))
                .input("w_ih", c.floats(in, WEIGHT, gates * c.h, c.i))
                .input("w_hh", c.floats(in, WEIGHT, gates * c.h, c.h))
                .input("b_ih", c.bias ? c.floats(in, WEIGHT, gates * c.h) : null)
                .input("b_hh", c.bias ? c.floats(in, WEIGHT, gates * c.h) : null);
        if (c.lengths) {
            check.input("lengths", c.ends());
        } else {
            check.input("lengths", (Tensor) null);
        }
        check.output(c.t, c.n, c.h);
        for (int v = 0; v < values; v++) {
            check.input("state" + v, c.state ? c.floats(in, 0.5f, c.n, c.h) : null)
                    .output(c.n, c.h);
        }
        check.seed(c.seed).check();
    }

    /** Large biases of either sign and small weights: every unit is clearly on or clearly off. */
    @Property(tries = TRIES)
    void reluRnn_awayFromItsKink_matchesDifferences(@ForAll("cases") Case c) {
        Inputs in = new Inputs(c.seed);
        Tensor bias = in.awayFromZero(Shape.of(c.h));
        for (int k = 0; k < c.h; k++) {
            bias.array()[bias.offset() + k] += Math.signum(bias.array()[bias.offset() + k]);
        }
        GradientCheck check = GradientCheck.of(new RnnSequence(Function.RELU, c.reverse))
                .input("x", in.floats(Shape.of(c.t, c.n, c.i)))
                .input("w_ih", c.floats(in, 0.05f, c.h, c.i))
                .input("w_hh", c.floats(in, 0.05f, c.h, c.h))
                .input("b_ih", bias)
                .input("b_hh", (Tensor) null);
        if (c.lengths) {
            check.input("lengths", c.ends());
        } else {
            check.input("lengths", (Tensor) null);
        }
        check.input("h0", c.state ? c.floats(in, 0.5f, c.n, c.h) : null)
                .output(c.t, c.n, c.h)
                .output(c.n, c.h)
                .seed(c.seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Steps.class)
    void steps_matchesDifferences(@ForAll("cases") Case c) {
        GradientCheck check =
                GradientCheck.of(new Steps()).input("x", new Inputs(c.seed).floats(Shape.of(c.t, c.n, c.i)));
        for (int t = 0; t < c.t; t++) {
            check.output(c.n, c.i);
        }
        check.seed(c.seed).check();
    }

    @Property(tries = TRIES)
    @Checks(Hold.class)
    void hold_matchesDifferences(@ForAll("cases") Case c, @ForAll @IntRange(max = 4) int t) {
        Inputs in = new Inputs(c.seed);
        GradientCheck.of(new Hold(t))
                .input("state", in.floats(Shape.of(c.n, c.h)))
                .input("previous", in.floats(Shape.of(c.n, c.h)))
                .input("lengths", lengths(new Random(c.seed), c.n, 4))
                .output(c.n, c.h)
                .seed(c.seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(MaskSteps.class)
    void maskSteps_matchesDifferences(@ForAll("cases") Case c) {
        GradientCheck.of(new MaskSteps())
                .input("x", new Inputs(c.seed).floats(Shape.of(c.t, c.n, c.i)))
                .input("lengths", lengths(new Random(c.seed), c.n, c.t))
                .output(c.t, c.n, c.i)
                .seed(c.seed)
                .check();
    }

    @Property(tries = TRIES)
    void rnnLayer_matchesDifferences(@ForAll("cases") Case c) {
        layer((i, h, bias, d) -> RnnCell.of(Function.TANH, i, h, bias, d), c);
    }

    @Property(tries = TRIES)
    void lstmLayer_matchesDifferences(@ForAll("cases") Case c) {
        layer(LstmCell::of, c);
    }

    @Property(tries = TRIES)
    void gruLayer_matchesDifferences(@ForAll("cases") Case c) {
        layer((i, h, bias, d) -> GruCell.of(true, i, h, bias, d), c);
    }

    @Property(tries = TRIES)
    void gruResetBeforeLayer_matchesDifferences(@ForAll("cases") Case c) {
        layer((i, h, bias, d) -> GruCell.of(false, i, h, bias, d), c);
    }

    @Property(tries = TRIES)
    void peepholeLstmLayer_matchesDifferences(@ForAll("cases") Case c) {
        layer(PeepholeLstmCell::of, c);
    }

    @Property(tries = TRIES)
    void coupledLstmLayer_matchesDifferences(@ForAll("cases") Case c) {
        layer(CoupledLstmCell::of, c);
    }

    @Property(tries = TRIES)
    void nestedLstmLayer_matchesDifferences(@ForAll("cases") Case c) {
        layer(NestedLstmCell::of, c);
    }

    /** A layer, of which the case's seed chooses depth, directions, order of axes and dropout; y, state and last. */
    private static void layer(Recurrent.Maker maker, Case c) {
        Random random = new Random(c.seed);
        // With several operands the check runs the layer twice in a step, where dropout draws two masks.
        float dropout = c.state ? 0f : random.nextInt(3) * 0.2f;
        RecurrentOptions options = new RecurrentOptions(
                1 + random.nextInt(2), random.nextBoolean(), c.bias, dropout, random.nextBoolean());
        Recurrent layer = Recurrent.of(maker, c.i, c.h, options, new Draws(c.seed));
        Cell cell = layer.cells().get(0);
        Inputs in = new Inputs(c.seed);
        int d = layer.directions();
        GradientCheck check = GradientCheck.of(cell.name() + " " + options, v -> {
                    State initial = c.state ? new State(Arrays.asList(v).subList(1, v.length)) : null;
                    Recurrent.Output output = layer.forward(v[0], initial, c.ends());
                    List<Var> all = new ArrayList<>(List.of(output.y(), output.last()));
                    all.addAll(output.state().values());
                    return apart(all);
                })
                .input("x", in.floats(options.batchFirst() ? Shape.of(c.n, c.t, c.i) : Shape.of(c.t, c.n, c.i)));
        for (int v = 0; v < cell.stateValues() && c.state; v++) {
            check.input("state" + v, c.floats(in, 0.5f, options.layers() * d, c.n, c.h));
        }
        check.parameters(layer.parameters())
                .mode(random.nextBoolean() ? Mode.TRAIN : Mode.EVAL)
                .output(options.batchFirst() ? Shape.of(c.n, c.t, d * c.h) : Shape.of(c.t, c.n, d * c.h))
                .output(c.n, d * c.h)
                .seed(c.seed)
                .check();
    }

    /** Copies, so that no output is computed from another. */
    private static Var[] apart(List<Var> outputs) {
        return outputs.stream().map(v -> Ops.scale(1f, v)).toArray(Var[]::new);
    }

    @Property(tries = TRIES)
    void cells_matchDifferences(@ForAll("cases") Case c, @ForAll @IntRange(max = 6) int kind) {
        Draws draws = new Draws(c.seed);
        Cell cell = switch (kind) {
            case 0 -> RnnCell.of(Function.TANH, c.i, c.h, c.bias, draws);
            case 1 -> LstmCell.of(c.i, c.h, c.bias, draws);
            case 2 -> GruCell.of(true, c.i, c.h, c.bias, draws);
            case 3 -> GruCell.of(false, c.i, c.h, c.bias, draws);
            case 4 -> PeepholeLstmCell.of(c.i, c.h, c.bias, draws);
            case 5 -> CoupledLstmCell.of(c.i, c.h, c.bias, draws);
            default -> NestedLstmCell.of(c.i, c.h, c.bias, draws);
        };
        Inputs in = new Inputs(c.seed);
        GradientCheck check = GradientCheck.of(cell.name(), v -> {
                    State state = c.state ? new State(Arrays.asList(v).subList(1, v.length)) : null;
                    return apart(cell.forward(v[0], state).values());
                })
                .input("x", in.floats(Shape.of(c.n, c.i)));
        for (int v = 0; v < cell.stateValues(); v++) {
            check.output(c.n, c.h);
            if (c.state) {
                check.input("state" + v, c.floats(in, 0.5f, c.n, c.h));
            }
        }
        check.parameters(cell.parameters()).seed(c.seed).check();
    }
}
