package dev.lanewise.autograd;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;

/**
 * The buffers of one call of an {@link Op}. All belong to the tape; an operation keeps none of them. Names are paired:
 * {@code x} with {@code dx}, {@code y} with {@code dy}.
 */
public final class Frame {
    private final Tape tape;
    private final int ordinal;
    Var[] inputs;
    Slot[] outputs;
    Value[] saved;
    Value[] scratch;
    Tensor[] gradients;
    float[] betas;

    Frame(Tape tape, int ordinal) {
        this.tape = tape;
        this.ordinal = ordinal;
    }

    /** The number of operands, absent ones included. */
    public int inputs() {
        return inputs.length;
    }

    /** True if operand i was given. */
    public boolean has(int i) {
        return inputs[i] != null;
    }

    /** Operand i; null if it is absent. */
    public Tensor x(int i) {
        return inputs[i] == null ? null : inputs[i].tensor();
    }

    /**
     * Operand i, stored as [N,K], as the packed second operand [K,N] of products; null if it is not a weight that the tape
     * has a packed copy of ({@link FrozenWeights}). Both give the same bits.
     */
    public PackedMatrix packed(int i) {
        return inputs[i] == null ? null : tape.packed(inputs[i]);
    }

    /** Operand i, which holds ints. */
    public IntTensor xInts(int i) {
        return inputs[i].ints();
    }

    /** Output i. */
    public Tensor y(int i) {
        return (Tensor) outputs[i].value;
    }

    /** Output i, which holds ints. */
    public IntTensor yInts(int i) {
        return (IntTensor) outputs[i].value;
    }

    /** Saved value i, in the order of declaration. */
    public Tensor saved(int i) {
        return (Tensor) saved[i];
    }

    /** Saved value i, which holds ints. */
    public IntTensor savedInts(int i) {
        return (IntTensor) saved[i];
    }

    /** Scratch buffer i. */
    public Tensor scratch(int i) {
        return (Tensor) scratch[i];
    }

    /** In backward: the gradient of output i; zeros if nothing depends on it. */
    public Tensor dy(int i) {
        return outputs[i].gradient;
    }

    /** In backward: true if the gradient of operand i is asked for. */
    public boolean wants(int i) {
        return gradients[i] != null;
    }

    /** In backward: where the gradient of operand i goes; null unless {@link #wants}. */
    public Tensor dx(int i) {
        return gradients[i];
    }

    /** In backward: 0 to overwrite dx(i), 1 to add to it; always 0 unless the operation declared that it accumulates. */
    public float beta(int i) {
        return betas[i];
    }

    /** The kernels that run now. */
    public Kernels kernels() {
        return Backend.kernels();
    }

    /** Scratch for the kernels. */
    public Workspace work() {
        return tape.work();
    }

    /** As {@link Infer#recording} said. */
    public boolean recording() {
        return tape.recording();
    }

    /** True in {@link Mode#TRAIN}. */
    public boolean training() {
        return tape.mode() == Mode.TRAIN;
    }

    /** The seed of the tape's random draws. */
    public long seed() {
        return tape.seed();
    }

    /**
     * The stream of this call's random draws: of the step and of the operation's place in it. It is negative, since the
     * streams of initial values count from 0 ({@link dev.lanewise.init.Draws}): a model and a tape of one seed draw
     * different words.
     */
    public long stream() {
        return Long.MIN_VALUE | ((tape.step() << 20) + ordinal);
    }
}
