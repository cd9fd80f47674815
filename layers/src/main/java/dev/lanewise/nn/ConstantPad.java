package dev.lanewise.nn;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;
import java.util.Arrays;
import java.util.List;

/**
 * Axes filled up with a constant, in PyTorch's order: {@code left, right} of the innermost axis, then {@code top,
 * bottom} of the one before it, and so on. A negative number cuts elements away.
 *
 * @param padding two numbers per axis, the innermost axis first
 * @param value the constant
 */
public record ConstantPad(List<Integer> padding, float value) implements Unary {
    /**
     * Checks the padding.
     *
     * @throws IllegalArgumentException if there is an odd number of them
     */
    public ConstantPad {
        padding = List.copyOf(padding);
        if (padding.size() % 2 != 0) {
            throw new IllegalArgumentException("ConstantPad: padding " + padding + ", expected two numbers per axis");
        }
    }

    /** Pads with a constant. */
    public static ConstantPad of(float value, int... padding) {
        return new ConstantPad(Arrays.stream(padding).boxed().toList(), value);
    }

    /**
     * Pads or cuts one axis after another.
     *
     * @throws IllegalArgumentException if x has fewer axes, or less is left of one than nothing
     */
    @Override
    public Var forward(Var x) {
        if (padding.size() / 2 > x.shape().rank()) {
            throw new IllegalArgumentException("ConstantPad: x has shape " + x.shape() + ", but the padding " + padding
                    + " is for " + padding.size() / 2 + " axes");
        }
        Var y = x;
        for (int i = 0; i < padding.size() / 2; i++) {
            y = axis(y, -1 - i, padding.get(2 * i), padding.get(2 * i + 1));
        }
        return y;
    }

    private Var axis(Var x, int axis, int before, int after) {
        int cutBefore = Math.max(0, -before);
        int left = x.dim(axis) - cutBefore - Math.max(0, -after);
        if (left < 0) {
            throw new IllegalArgumentException("ConstantPad: padding " + before + " and " + after + " of axis " + axis
                    + " of x, which has shape " + x.shape() + ", leaves less than nothing");
        }
        Var kept = left == x.dim(axis) ? x : Ops.slice(x, axis, cutBefore, left);
        if (before <= 0 && after <= 0) {
            return kept;
        }
        return Ops.pad(kept, axis, Math.max(0, before), Math.max(0, after), value);
    }
}
