package dev.lanewise.gradient;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Op;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Checks the backward pass of an operation or a layer.
 *
 * <ol>
 *   <li>The outputs have the declared shapes, and forward writes every element of them.
 *   <li>The gradient of {@code f = sum(dy * y)}, dy random and f accumulated in double, equals central differences of
 *       the float forward pass, along random directions and for single elements of each float operand.
 *   <li>Backward overwrites what it is given, changes no operand, output or output gradient, and gives an operand the
 *       same bits when only that one wants a gradient.
 *   <li>Gradients add up where a value is used by two branches, and where one value is both operands ({@code x op x}).
 * </ol>
 *
 * <p>Functions with kinks need operands that stay clear of them: see {@link Inputs}.
 */
public final class GradientCheck {
    /** What is checked, as a function of operands; parameters of a layer are not among them. */
    @FunctionalInterface
    public interface Program {
        /** Runs on the operands' tape; null where an optional operand is absent. */
        Var[] run(Var[] operands);
    }

    /**
     * What a check that passed has seen.
     *
     * @param comparisons the number of derivatives that were compared with a difference
     * @param largestError the largest difference in units of what is allowed
     * @param largestRelative the largest difference as a fraction of the derivative or, if that is larger, of the
     *     magnitude of the outputs
     */
    public record Result(int comparisons, double largestError, double largestRelative) {}

    /** Is told of every check that passed, for a report; null for none. */
    private static volatile Consumer<Result> observer;

    /** Named closeness of an accumulated gradient to the sum of its parts, as a fraction of their magnitudes. */
    private static final double CLOSE_SUM = 1e-5;

    private static final long TAPE_SEED = 4711;
    private static final long TAPE_STEP = 3;

    private final String name;
    private final Program program;
    private final List<Operand> operands = new ArrayList<>();
    private final List<Operand> parameters = new ArrayList<>();
    private final List<Shape> declared = new ArrayList<>();
    private final List<Tensor> projections = new ArrayList<>();
    private Inputs random = new Inputs(1);
    private Mode mode = Mode.TRAIN;

    private GradientCheck(String name, Program program) {
        this.name = name;
        this.program = program;
    }

    /** A check of an operation. */
    public static GradientCheck of(Op op) {
        return new GradientCheck(op.toString(), operands -> tape(operands).record(op, operands.clone()));
    }

    /** A check of anything that runs on a tape. */
    public static GradientCheck of(String name, Program program) {
        return new GradientCheck(name, program);
    }

    /** Has every check that passes, on any thread, told to an observer; null for none. For reports of a test suite. */
    public static void observe(Consumer<Result> by) {
        observer = by;
    }

    /** The next operand, whose gradient is checked; null: it is absent. */
    public GradientCheck input(String operand, Tensor value) {
        operands.add(new Operand(operand, value, null));
        return this;
    }

    /** The next operand, which has no gradient. */
    public GradientCheck input(String operand, IntTensor value) {
        operands.add(new Operand(operand, value, null));
        return this;
    }

    /** The parameters of a layer: their gradients are checked too. */
    public GradientCheck parameters(Map<String, Parameter> byName) {
        byName.forEach((key, parameter) -> parameters.add(new Operand(key, parameter.value(), parameter)));
        return this;
    }

    /** The shape that the next output must have. */
    public GradientCheck output(int... extents) {
        declared.add(Shape.of(extents));
        return this;
    }

    /** The shape that the next output must have. */
    public GradientCheck output(Shape shape) {
        declared.add(shape);
        return this;
    }

    /** The mode of the tape; training unless said otherwise. */
    public GradientCheck mode(Mode of) {
        mode = of;
        return this;
    }

    /** The seed of projections and directions. */
    public GradientCheck seed(long seed) {
        random = new Inputs(seed);
        return this;
    }

    /**
     * Runs all checks.
     *
     * @throws AssertionError naming the operand, the element and both values
     */
    public Result check() {
        Map<Operand, Tensor> gradients = overwritten();
        Result result = differences(gradients);
        alone(gradients);
        branches();
        sameValueTwice();
        Consumer<Result> told = observer;
        if (told != null) {
            told.accept(result);
        }
        return result;
    }

    /** One pass on a tape: the operands, the outputs, and their projection. */
    private record Run(Tape tape, Map<Operand, Var> vars, Var[] outputs, Var projected) {
        Map<Operand, Tensor> gradients() {
            return copies(tape.backward(projected));
        }

        Map<Operand, Tensor> copies(Gradients gradients) {
            Map<Operand, Tensor> copies = new LinkedHashMap<>();
            vars.forEach((operand, var) -> copies.put(operand, operand.gradient(gradients, var)));
            return copies;
        }
    }

    /** Runs on a tape; the vars of the run are those of which gradients are wanted. */
    private Run run(Tape tape, Predicate<Operand> wanted) {
        tape.begin(TAPE_STEP);
        Map<Operand, Var> vars = new LinkedHashMap<>();
        Var[] given = new Var[operands.size()];
        for (int i = 0; i < given.length; i++) {
            Operand operand = operands.get(i);
            given[i] = operand.on(tape, wanted.test(operand));
            if (operand.differentiable() && wanted.test(operand)) {
                vars.put(operand, given[i]);
            }
        }
        parameters.stream().filter(wanted).forEach(p -> vars.put(p, null));
        Var[] outputs = program.run(given);
        return new Run(tape, vars, outputs, project(tape, outputs, 0));
    }

    /** Projects outputs on the random values that begin at the given index; makes those that are not there yet. */
    private Var project(Tape tape, Var[] outputs, int from) {
        Var[] pairs = new Var[2 * outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            if (projections.size() <= from + i) {
                projections.add(random.projection(outputs[i].shape()));
            }
            pairs[2 * i] = outputs[i];
            pairs[2 * i + 1] = tape.constant(projections.get(from + i));
        }
        return tape.record(new Projection(), pairs)[0];
    }

    private Tape recording() {
        return Tape.of(mode, true, TAPE_SEED);
    }

    /** Outline 1 and, of 3, that every buffer is overwritten and everything else left alone. */
    private Map<Operand, Tensor> overwritten() {
        Tape tape = recording();
        List<int[]> before = operands().stream().map(Operand::bits).toList();
        Run first = run(tape, Operand::differentiable);
        shapes(first.outputs);
        List<int[]> values = new ArrayList<>();
        for (Var output : first.outputs) {
            values.add(Elements.bits(output.tensor()));
            if (operands().stream()
                    .noneMatch(o -> o.differentiable()
                            && o.tensor().array() == output.tensor().array())) {
                output.tensor().fill(Float.NaN);
            }
        }
        Run run = run(tape, Operand::differentiable);
        same("forward leaves an element of its output unwritten", values, run.outputs);
        Gradients live = tape.backward(run.projected);
        Map<Operand, Tensor> gradients = run.copies(live);
        unchanged(before, values, run, live);
        run.vars.forEach((operand, var) -> operand.live(live, var).fill(Float.NaN));
        run.gradients().forEach((operand, again) -> {
            if (!Elements.sameBits(gradients.get(operand), again)) {
                throw failure("backward does not overwrite the gradient of " + operand.name());
            }
        });
        return gradients;
    }

    private void unchanged(List<int[]> before, List<int[]> values, Run run, Gradients live) {
        for (int i = 0; i < before.size(); i++) {
            if (!Arrays.equals(before.get(i), operands().get(i).bits())) {
                throw failure("changes operand " + operands().get(i).name() + " or the array around it");
            }
        }
        same("backward changes its output", values, run.outputs);
        for (int i = 0; i < run.outputs.length; i++) {
            if (!Elements.sameBits(live.of(run.outputs[i]), projections.get(i))) {
                throw failure("backward changes the gradient of output " + i);
            }
        }
    }

    private void shapes(Var[] outputs) {
        for (int i = 0; i < declared.size(); i++) {
            if (i >= outputs.length || !outputs[i].shape().equals(declared.get(i))) {
                throw failure("outputs " + Arrays.toString(outputs) + ", expected shapes " + declared);
            }
        }
    }

    private void same(String message, List<int[]> before, Var[] outputs) {
        for (int i = 0; i < outputs.length; i++) {
            int at = Arrays.mismatch(before.get(i), Elements.bits(outputs[i].tensor()));
            if (at >= 0) {
                throw failure(message + ": output " + i + " at " + Elements.index(outputs[i].shape(), at));
            }
        }
    }

    /** Outline 2. */
    private Result differences(Map<Operand, Tensor> gradients) {
        Tape evaluation = Tape.of(mode, false, TAPE_SEED);
        CentralDifferences differences = new CentralDifferences(() -> value(evaluation));
        try {
            gradients.forEach((operand, gradient) -> differences.check(operand, gradient, random));
        } catch (AssertionError e) {
            throw failure(e.getMessage());
        }
        return new Result(differences.comparisons(), differences.largestError(), differences.largestRelative());
    }

    private CentralDifferences.Projected value(Tape tape) {
        Run run = run(tape, operand -> false);
        double f = 0;
        double squares = 0;
        for (int i = 0; i < run.outputs.length; i++) {
            Tensor y = run.outputs[i].tensor();
            Tensor dy = projections.get(i);
            f += Projection.of(y, dy);
            for (int j = 0; j < y.size(); j++) {
                // Intermediate values may be larger than an output in which they cancel: at least 1.
                double one = Elements.at(dy, j) * (1.0 + Math.abs(Elements.at(y, j)));
                squares += one * one;
            }
        }
        return new CentralDifferences.Projected(f, Math.sqrt(squares));
    }

    /** Outline 3: an operand's gradient does not depend on which others are wanted. */
    // Two operands with equal values are still two operands.
    @SuppressWarnings("ReferenceEquality")
    private void alone(Map<Operand, Tensor> together) {
        for (Operand operand : operands) {
            if (operand.differentiable()) {
                Tensor gradient =
                        run(recording(), o -> o == operand).gradients().get(operand);
                if (!Elements.sameBits(gradient, together.get(operand))) {
                    throw failure("the gradient of " + operand.name() + " differs when no other is asked for");
                }
            }
        }
    }

    /** Outline 4: two branches from the same values, projected differently. */
    private void branches() {
        Tape tape = recording();
        Run one = run(tape, Operand::differentiable);
        Var[] given = new Var[operands.size()];
        for (int i = 0; i < given.length; i++) {
            Operand operand = operands.get(i);
            given[i] = one.vars.getOrDefault(operand, operand.differentiable() ? null : operand.on(tape, false));
        }
        Var[] outputs = program.run(given);
        Run two = new Run(tape, one.vars, outputs, project(tape, outputs, one.outputs.length));
        Var unit = tape.constant(Tensor.scalar(1f));
        Var sum = tape.record(new Projection(), one.projected, unit, two.projected, unit)[0];
        Map<Operand, Tensor> first = one.gradients();
        Map<Operand, Tensor> second = two.gradients();
        new Run(tape, one.vars, outputs, sum).gradients().forEach((operand, both) -> {
            added("of two branches", operand.name(), first.get(operand), second.get(operand), both);
        });
    }

    /** Outline 4: one value as two operands, for every two that have the same shape. */
    private void sameValueTwice() {
        for (int j = 1; j < operands.size(); j++) {
            for (int i = 0; i < j; i++) {
                if (operands.get(i).differentiable()
                        && operands.get(j).differentiable()
                        && operands.get(i)
                                .tensor()
                                .shape()
                                .equals(operands.get(j).tensor().shape())) {
                    sameValueTwice(i, j);
                }
            }
        }
    }

    private void sameValueTwice(int i, int j) {
        Tape tape = recording();
        tape.begin(TAPE_STEP);
        Var[] given = new Var[operands.size()];
        for (int k = 0; k < given.length; k++) {
            given[k] = operands.get(k).on(tape, false);
        }
        given[i] = tape.input(operands.get(i).tensor());
        given[j] = tape.input(operands.get(i).tensor());
        Gradients apart = tape.backward(project(tape, program.run(given), 0));
        Tensor first = apart.of(given[i]).copy();
        Tensor second = apart.of(given[j]).copy();
        given[j] = given[i];
        Gradients together = tape.backward(project(tape, program.run(given), 0));
        String names = operands.get(i).name() + "=" + operands.get(j).name();
        added("of one value in two places", names, first, second, together.of(given[i]));
    }

    private void added(String how, String operand, Tensor first, Tensor second, Tensor both) {
        double scale = 0;
        for (int i = 0; i < first.size(); i++) {
            scale = Math.max(
                    scale, Math.abs((double) Elements.at(first, i)) + Math.abs((double) Elements.at(second, i)));
        }
        for (int i = 0; i < first.size(); i++) {
            double expected = (double) Elements.at(first, i) + Elements.at(second, i);
            if (!(Math.abs(Elements.at(both, i) - expected) <= CLOSE_SUM * scale)) {
                throw failure("gradients " + how + " do not add up: " + operand + Elements.index(both.shape(), i)
                        + " is " + Elements.at(both, i) + ", expected " + Elements.at(first, i) + " + "
                        + Elements.at(second, i));
            }
        }
    }

    private List<Operand> operands() {
        List<Operand> all = new ArrayList<>(operands);
        all.addAll(parameters);
        return all;
    }

    private AssertionError failure(String message) {
        StringBuilder shapes = new StringBuilder();
        operands().forEach(o -> shapes.append(' ').append(o.name()).append(':').append(o.value()));
        return new AssertionError(name + ": " + message + ";" + shapes);
    }

    private static Tape tape(Var[] operands) {
        return operands[0].tape();
    }
}
