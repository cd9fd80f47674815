package dev.lanewise.autograd;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What {@link Op#infer} sees of its operands, and where it declares what a call needs. */
public final class Infer {
    record Declared(Shape shape, boolean ints) {}

    private final Op op;
    private final Var[] inputs;
    private final boolean recording;
    final List<Declared> outputs = new ArrayList<>();
    final List<Declared> saved = new ArrayList<>();
    final List<Declared> scratch = new ArrayList<>();
    final BitSet accumulating = new BitSet();

    Infer(Op op, Var[] inputs, boolean recording) {
        this.op = op;
        this.inputs = inputs;
        this.recording = recording;
    }

    /** The number of operands, absent ones included. */
    public int inputs() {
        return inputs.length;
    }

    /** True if operand i was given. */
    public boolean has(int i) {
        return inputs[i] != null;
    }

    /** True if the gradient of operand i can be asked for. */
    public boolean wants(int i) {
        return inputs[i] != null && inputs[i].wantsGradient();
    }

    /** False if there will be no backward, on a tape that does not record: what only it needs can be left out. */
    public boolean recording() {
        return recording;
    }

    /** The shape of operand i. */
    public Shape shape(int i) {
        return inputs[i].shape();
    }

    /** Checks the operands against a contract; absent optional operands are allowed where it says so. */
    public ShapeSpec.Axes match(ShapeSpec contract) {
        Shape[] shapes = new Shape[inputs.length];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = inputs[i] == null ? null : inputs[i].shape();
        }
        return contract.match(op.name(), shapes);
    }

    /** Fails unless operand i holds ints. */
    public void requireInts(int i, String operand) {
        if (!(inputs[i].value() instanceof IntTensor)) {
            throw new IllegalArgumentException(op.name() + ": " + operand + " holds floats, expected ints");
        }
    }

    /** Declares an output of floats. */
    public void output(Shape shape) {
        outputs.add(new Declared(shape, false));
    }

    /** Declares an output of ints, a constant to whatever follows. */
    public void intOutput(Shape shape) {
        outputs.add(new Declared(shape, true));
    }

    /** Declares a value that forward leaves for backward. */
    public void saved(Shape shape) {
        saved.add(new Declared(shape, false));
    }

    /** Declares ints that forward leaves for backward. */
    public void savedInts(Shape shape) {
        saved.add(new Declared(shape, true));
    }

    /** Declares a buffer that means nothing between calls. */
    public void scratch(Shape shape) {
        scratch.add(new Declared(shape, false));
    }

    /** Declares that backward can add to the gradient of operand i ({@link Frame#beta}) as cheaply as overwrite it. */
    public void accumulates(int i) {
        accumulating.set(i);
    }
}
