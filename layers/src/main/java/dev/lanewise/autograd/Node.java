package dev.lanewise.autograd;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.BitSet;
import java.util.List;

/** One operation's place on the tape, with the buffers that it uses in every step. */
final class Node {
    final Frame frame;
    Op op;
    private Shape[] shapes = new Shape[0];
    private BitSet accumulating;

    Node(Frame frame) {
        this.frame = frame;
        frame.outputs = new Slot[0];
    }

    /** Takes up an operation; if it and its shapes are those of the step before, nothing is inferred or allocated. */
    void prepare(Op newOp, Var[] inputs, boolean recording) {
        boolean same = newOp.equals(op) && inputs.length == shapes.length;
        boolean wants = false;
        for (int i = 0; i < inputs.length; i++) {
            Shape shape = inputs[i] == null ? null : inputs[i].shape();
            same = same && (shape == null ? shapes[i] == null : shape.equals(shapes[i]));
            wants |= inputs[i] != null && inputs[i].slot.wantsGradient;
        }
        frame.inputs = inputs.clone();
        if (!same) {
            infer(newOp, inputs, recording);
        }
        for (Slot slot : frame.outputs) {
            slot.hasGradient = false;
            slot.wantsGradient =
                    wants && recording && op instanceof DifferentiableOp && !(slot.value instanceof IntTensor);
        }
    }

    private void infer(Op newOp, Var[] inputs, boolean recording) {
        op = null;
        Infer infer = new Infer(newOp, inputs, recording);
        newOp.infer(infer);
        Slot[] outputs = new Slot[infer.outputs.size()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = i < frame.outputs.length ? frame.outputs[i] : new Slot();
            outputs[i].shape(infer.outputs.get(i));
        }
        frame.outputs = outputs;
        frame.saved = buffers(frame.saved, infer.saved);
        frame.scratch = buffers(frame.scratch, infer.scratch);
        accumulating = infer.accumulating;
        shapes = new Shape[inputs.length];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = inputs[i] == null ? null : inputs[i].shape();
        }
        frame.gradients = new Tensor[shapes.length];
        frame.betas = new float[shapes.length];
        op = newOp;
    }

    private static Value[] buffers(Value[] old, List<Infer.Declared> declared) {
        Value[] buffers = new Value[declared.size()];
        for (int i = 0; i < buffers.length; i++) {
            Value had = old != null && i < old.length ? old[i] : null;
            buffers[i] = Slot.reshaped(had, declared.get(i));
        }
        return buffers;
    }

    boolean accumulates(int i) {
        return accumulating.get(i);
    }

    /** True if an operand before i that wants a gradient is the same value, so that writing in place would lose one. */
    boolean sharesSlotBefore(int i) {
        for (int j = 0; j < i; j++) {
            if (frame.inputs[j] != null && frame.inputs[j].slot == frame.inputs[i].slot) {
                return true;
            }
        }
        return false;
    }

    void forgetGradients() {
        for (Slot slot : frame.outputs) {
            slot.hasGradient = false;
        }
        for (Var input : frame.inputs) {
            if (input != null) {
                input.slot.hasGradient = false;
            }
        }
    }

    /** True if a gradient has arrived at an output and some operand wants one. */
    boolean reached() {
        boolean arrived = false;
        for (Slot slot : frame.outputs) {
            arrived |= slot.hasGradient && slot.wantsGradient;
        }
        return arrived;
    }

    /** Gives the outputs that nothing depends on a gradient of zeros. */
    void completeGradients() {
        for (Slot slot : frame.outputs) {
            if (!slot.hasGradient && slot.wantsGradient) {
                slot.shapeGradient();
                slot.gradient.fill(0f);
            }
        }
    }
}
