package dev.lanewise.autograd;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;

/**
 * A value on a tape: what layers compute with. Valid until the tape begins its next step; used after that, it throws.
 */
public final class Var {
    private final Tape tape;
    final Slot slot;
    private final Shape shape;
    private final long generation;

    Var(Tape tape, Slot slot, Shape shape) {
        this.tape = tape;
        this.slot = slot;
        this.shape = shape;
        this.generation = tape.generation();
    }

    /** The tape that it is on. */
    public Tape tape() {
        return tape;
    }

    /** The extents. */
    public Shape shape() {
        return shape;
    }

    /** The extent of one axis; a negative axis counts from the end. */
    public int dim(int axis) {
        return shape.dim(axis);
    }

    /** True if a gradient can flow to it. */
    public boolean wantsGradient() {
        return slot.wantsGradient;
    }

    /**
     * The value, owned by the tape: read it before the next step, do not keep it.
     *
     * @throws IllegalStateException after the tape began another step, or if it holds ints
     */
    public Tensor tensor() {
        if (value() instanceof Tensor t) {
            return t.reshape(shape);
        }
        throw new IllegalStateException("value of shape " + shape + " holds ints, floats were asked for");
    }

    /**
     * The value, owned by the tape.
     *
     * @throws IllegalStateException after the tape began another step, or if it holds floats
     */
    public IntTensor ints() {
        if (value() instanceof IntTensor t) {
            return t.shape().equals(shape) ? t : t.reshape(shape);
        }
        throw new IllegalStateException("value of shape " + shape + " holds floats, ints were asked for");
    }

    /** True if the value is of ints. */
    public boolean holdsInts() {
        return value() instanceof IntTensor;
    }

    Value value() {
        checkCurrent();
        return slot.value;
    }

    boolean isCurrent() {
        return generation == tape.generation();
    }

    void checkCurrent() {
        if (!isCurrent()) {
            throw new IllegalStateException(
                    "value of shape " + shape + " was used after its step: the tape has begun step " + tape.step()
                            + " and recycled it; detach() copies what must outlive a step");
        }
    }

    /** The only element of a value of size 1. */
    public float item() {
        if (shape.size() != 1) {
            throw new IllegalStateException("item() of a value of shape " + shape + ", expected one element");
        }
        return tensor().array()[tensor().offset()];
    }

    /** A copy that outlives the step and has no history. */
    public Tensor detach() {
        return tensor().copy();
    }

    /**
     * The same elements seen through another shape of the same size: a view, of the gradient too.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public Var reshape(int... extents) {
        Shape other = Shape.of(extents);
        if (other.size() != shape.size()) {
            throw new IllegalArgumentException(
                    "reshape: " + shape + " has " + shape.size() + " elements, " + other + " has " + other.size());
        }
        checkCurrent();
        return new Var(tape, slot, other);
    }

    @Override
    public String toString() {
        return "Var" + shape;
    }
}
