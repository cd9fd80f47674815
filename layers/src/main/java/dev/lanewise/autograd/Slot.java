package dev.lanewise.autograd;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;

/** A value on the tape with its gradient: the two buffers that are recycled from step to step. */
final class Slot {
    Value value;
    // Whose value it is; null for what is no parameter.
    Parameter parameter;
    Tensor gradient;
    boolean hasGradient;
    boolean wantsGradient;

    /** Makes value a buffer of the declared kind and shape, reusing the array it has if that is large enough. */
    void shape(Infer.Declared declared) {
        value = reshaped(value, declared);
    }

    static Value reshaped(Value old, Infer.Declared declared) {
        Shape shape = declared.shape();
        if (old != null && old.shape().equals(shape) && (old instanceof IntTensor) == declared.ints()) {
            return old;
        }
        if (declared.ints()) {
            boolean fits = old instanceof IntTensor t && t.array().length >= shape.size();
            return fits ? IntTensor.window(((IntTensor) old).array(), 0, shape) : IntTensor.zeros(shape.toArray());
        }
        boolean fits = old instanceof Tensor t && t.array().length >= shape.size();
        return fits ? Tensor.window(((Tensor) old).array(), 0, shape) : Tensor.zeros(shape);
    }

    /** Makes gradient a buffer of the value's shape. */
    void shapeGradient() {
        gradient = (Tensor) reshaped(gradient, new Infer.Declared(value.shape(), false));
    }
}
