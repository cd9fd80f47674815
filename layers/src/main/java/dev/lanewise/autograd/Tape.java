package dev.lanewise.autograd;

import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Runs operations one after another and, if it records, runs their gradients backwards.
 *
 * <p>A tape is used step by step: {@link #begin}, the forward pass, {@link #backward}, the optimiser. It owns every
 * buffer of a step and hands the same ones out in the next: the n-th operation of a step finds what the n-th operation of
 * the step before it used, so that a warm step allocates next to nothing. One thread uses a tape at a time.
 */
public final class Tape {
    private static final int KEPT = 16;

    private final Mode mode;
    private final boolean recording;
    private final long seed;
    private final FrozenWeights weights;
    private final Workspace work = new Workspace();
    private final List<Node> nodes = new ArrayList<>();
    private final IdentityHashMap<Parameter, Var> parameters = new IdentityHashMap<>();
    private final LinkedHashMap<Record, Value> kept = new LinkedHashMap<>();
    private int used;
    private long step;
    private long generation;
    private Tensor[] temporaries = new Tensor[0];

    private Tape(Mode mode, boolean recording, long seed, FrozenWeights weights) {
        this.mode = mode;
        this.recording = recording;
        this.seed = seed;
        this.weights = weights;
    }

    /** A tape that records, in training mode. */
    public static Tape training(long seed) {
        return new Tape(Mode.TRAIN, true, seed, null);
    }

    /** A tape that does not record, in evaluation mode. */
    public static Tape inference() {
        return new Tape(Mode.EVAL, false, 0, null);
    }

    /**
     * The same, of a model that nobody trains any more.
     *
     * @param weights copies of its weights that products read faster; shared with other tapes
     */
    public static Tape inference(FrozenWeights weights) {
        return new Tape(Mode.EVAL, false, 0, weights);
    }

    /** A tape with the given mode and recording. */
    public static Tape of(Mode mode, boolean recording, long seed) {
        return new Tape(mode, recording, seed, null);
    }

    /** Training or evaluation. */
    public Mode mode() {
        return mode;
    }

    /** True if gradients can be asked for. */
    public boolean recording() {
        return recording;
    }

    /** The seed of random draws. */
    public long seed() {
        return seed;
    }

    /** The step that {@link #begin} was last called with. */
    public long step() {
        return step;
    }

    /** Begins a step: every value of the step before becomes invalid, its buffers are used again. */
    public void begin(long newStep) {
        step = newStep;
        generation++;
        used = 0;
    }

    long generation() {
        return generation;
    }

    /** Scratch for a layer that calls kernels outside an operation; inside one it is {@link Frame#work}. */
    public Workspace work() {
        return work;
    }

    /** A value without gradient; it is not copied and must not change until the step's end. */
    public Var constant(Value value) {
        return leaf(value, false);
    }

    /**
     * A constant that depends on nothing but its key, such as a mask of given lengths: made once, and the same in later
     * steps. A tape keeps the 16 that were used last.
     *
     * @param key a record of the options that the value depends on
     * @param maker of a {@link Tensor} or {@link IntTensor} that nobody changes
     */
    public Var constant(Record key, Supplier<? extends Value> maker) {
        Value value = kept.remove(key);
        if (value == null) {
            value = maker.get();
        }
        kept.put(key, value);
        if (kept.size() > KEPT) {
            // The first is the one that was not asked for the longest.
            kept.pollFirstEntry();
        }
        return leaf(value, false);
    }

    /** A value whose gradient can be asked for: {@link Gradients#of(Var)}. Not copied. */
    public Var input(Tensor tensor) {
        return leaf(tensor, recording);
    }

    private Var leaf(Value value, boolean wantsGradient) {
        Slot slot = new Slot();
        slot.value = value;
        slot.wantsGradient = wantsGradient;
        return new Var(this, slot, value.shape());
    }

    /**
     * A parameter as a value of this step.
     *
     * @throws IllegalStateException if the tape records and the parameter is frozen
     */
    public Var parameter(Parameter parameter) {
        if (recording && parameter.isFrozen()) {
            throw new IllegalStateException("parameter of shape " + parameter.shape()
                    + " is frozen: a predictor multiplies by a copy of it; train a model of its own");
        }
        Var known = parameters.get(parameter);
        if (known == null) {
            known = leaf(parameter.value(), recording);
            known.slot.parameter = parameter;
            parameters.put(parameter, known);
        } else if (!known.isCurrent()) {
            known.slot.hasGradient = false;
            known = new Var(this, known.slot, parameter.shape());
            parameters.put(parameter, known);
        }
        return known;
    }

    /** The copy of a parameter that products read faster; null if the value is none, or there is no copy. */
    PackedMatrix packed(Var var) {
        Parameter parameter = var.slot.parameter;
        boolean whole =
                weights != null && parameter != null && parameter.shape().equals(var.shape());
        return whole && var.shape().rank() == 2 ? weights.of(parameter) : null;
    }

    Slot slot(Parameter parameter) {
        Var var = parameters.get(parameter);
        return var == null || !var.isCurrent() ? null : var.slot;
    }

    /**
     * Runs an operation.
     *
     * @param inputs its operands, null where an optional one is absent
     * @return its outputs
     * @throws IllegalArgumentException if the shapes do not fit, before anything is computed
     */
    public Var[] record(Op op, Var... inputs) {
        for (Var input : inputs) {
            if (input != null) {
                input.checkCurrent();
                if (input.tape() != this) {
                    throw new IllegalArgumentException(op.name() + ": an operand is on another tape");
                }
            }
        }
        Node node = used < nodes.size() ? nodes.get(used) : null;
        if (node == null) {
            node = new Node(new Frame(this, used));
            nodes.add(node);
        }
        node.prepare(op, inputs, recording);
        used++;
        op.forward(node.frame);
        Slot[] slots = node.frame.outputs;
        Var[] outputs = new Var[slots.length];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = new Var(this, slots[i], slots[i].value.shape());
        }
        return outputs;
    }

    /**
     * Runs the gradients of everything that was recorded in this step.
     *
     * @param loss a value of one element
     * @throws IllegalStateException if the tape does not record, or the loss depends on nothing that wants a gradient
     */
    public Gradients backward(Var loss) {
        if (loss.shape().size() != 1) {
            throw new IllegalStateException("backward: the loss has shape " + loss.shape() + ", expected one element");
        }
        return backward(loss, Tensor.scalar(1f));
    }

    /**
     * The same from any value, given the gradient of what comes after it.
     *
     * @param dy of the value's size, read
     */
    public Gradients backward(Var value, Tensor dy) {
        value.checkCurrent();
        if (!recording) {
            throw new IllegalStateException("backward: this tape does not record");
        }
        if (!value.wantsGradient()) {
            throw new IllegalStateException("backward: the value depends on no parameter");
        }
        for (int n = 0; n < used; n++) {
            nodes.get(n).forgetGradients();
        }
        for (Var parameter : parameters.values()) {
            parameter.slot.hasGradient = false;
        }
        value.slot.shapeGradient();
        value.slot.gradient.copyFrom(dy);
        value.slot.hasGradient = true;
        for (int n = used - 1; n >= 0; n--) {
            Node node = nodes.get(n);
            if (node.reached()) {
                backward(node);
            }
        }
        return new Gradients(this);
    }

    /** Runs one operation's gradient. What can't be written in place goes to a temporary and is added afterwards. */
    private void backward(Node node) {
        Frame frame = node.frame;
        node.completeGradients();
        int count = frame.inputs.length;
        if (temporaries.length < count) {
            temporaries = Arrays.copyOf(temporaries, count);
        }
        for (int i = 0; i < count; i++) {
            frame.gradients[i] = null;
            frame.betas[i] = 0f;
            Var input = frame.inputs[i];
            if (input == null || !input.slot.wantsGradient) {
                continue;
            }
            boolean repeated = node.sharesSlotBefore(i);
            if (!input.slot.hasGradient && !repeated) {
                input.slot.shapeGradient();
                frame.gradients[i] = input.slot.gradient.reshape(input.shape());
            } else if (node.accumulates(i) && !repeated) {
                frame.gradients[i] = input.slot.gradient.reshape(input.shape());
                frame.betas[i] = 1f;
            } else {
                temporaries[i] = (Tensor) Slot.reshaped(temporaries[i], new Infer.Declared(input.shape(), false));
                frame.gradients[i] = temporaries[i];
            }
        }
        ((DifferentiableOp) node.op).backward(frame);
        for (int i = 0; i < count; i++) {
            if (frame.gradients[i] != null) {
                Slot slot = frame.inputs[i].slot;
                if (frame.gradients[i] == temporaries[i]) {
                    Backend.kernels().elementwise().add(slot.gradient, temporaries[i], slot.gradient);
                }
                slot.hasGradient = true;
            }
        }
    }

    /**
     * An operation of the current step, for reports.
     *
     * @param inputs the shapes of its operands; null for an absent one
     */
    public record Recorded(int ordinal, Op op, List<Parameter> parameters, List<Shape> inputs, List<Shape> outputs) {}

    /**
     * The first operation of the current step whose output has a NaN or an infinity; null if there is none.
     */
    public Recorded firstNonFinite() {
        for (int n = 0; n < used; n++) {
            for (Slot slot : nodes.get(n).frame.outputs) {
                if (slot.value instanceof Tensor t
                        && !Backend.kernels().reduce().allFinite(t)) {
                    return recorded(n);
                }
            }
        }
        return null;
    }

    /** The operations of the current step, in order. */
    public List<Recorded> recorded() {
        List<Recorded> all = new ArrayList<>();
        for (int n = 0; n < used; n++) {
            all.add(recorded(n));
        }
        return all;
    }

    /**
     * An operand of an operation of the current step; null if it is absent.
     *
     * @throws IndexOutOfBoundsException if there is no such operation or operand
     */
    public Var operand(Recorded recorded, int i) {
        return node(recorded).frame.inputs[i];
    }

    /**
     * What an operation of the current step gave. {@link #backward(Var, Tensor)} may begin at it, and {@link
     * Gradients#of(Var)} tells its gradient.
     *
     * @throws IndexOutOfBoundsException if there is no such operation or output
     */
    public Var output(Recorded recorded, int i) {
        Slot slot = node(recorded).frame.outputs[i];
        return new Var(this, slot, slot.value.shape());
    }

    private Node node(Recorded recorded) {
        return nodes.get(Objects.checkIndex(recorded.ordinal(), used));
    }

    private Recorded recorded(int n) {
        Node node = nodes.get(n);
        List<Parameter> mine = new ArrayList<>();
        List<Shape> operands = new ArrayList<>();
        for (Var input : node.frame.inputs) {
            operands.add(input == null ? null : input.shape());
            for (Map.Entry<Parameter, Var> entry : parameters.entrySet()) {
                if (input != null && entry.getValue().slot == input.slot) {
                    mine.add(entry.getKey());
                }
            }
        }
        List<Shape> shapes = new ArrayList<>();
        for (Slot slot : node.frame.outputs) {
            shapes.add(slot.value.shape());
        }
        return new Recorded(n, node.op, mine, operands, shapes);
    }
}
