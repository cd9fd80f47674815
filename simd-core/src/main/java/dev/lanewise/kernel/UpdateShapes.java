package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/** The shape checks of {@link UpdateKernels}, shared by its twins. They allocate only when they fail. */
public final class UpdateShapes {
    private UpdateShapes() {}

    /**
     * Checks the operands of {@link UpdateKernels#sgd}.
     *
     * @throws IllegalArgumentException naming the operand and both shapes, or the velocity that is absent
     */
    public static void sgd(Tensor p, Tensor g, Tensor velocity, float momentum) {
        sameSize("sgd", "g", g, p);
        velocity("sgd", velocity, p, momentum);
    }

    /**
     * Checks the operands of {@link UpdateKernels#adam}.
     *
     * @throws IllegalArgumentException naming the operand and both shapes
     */
    public static void adam(Tensor p, Tensor g, Tensor m, Tensor v) {
        sameSize("adam", "g", g, p);
        sameSize("adam", "m", m, p);
        sameSize("adam", "v", v, p);
    }

    /**
     * Checks a velocity, which is needed unless the momentum is 0.
     *
     * @throws IllegalArgumentException naming the operation and both shapes, or that it is absent
     */
    public static void velocity(String op, Tensor velocity, Tensor p, float momentum) {
        if (momentum != 0f) {
            if (velocity == null) {
                throw new IllegalArgumentException(op + ": velocity is absent, but momentum is " + momentum);
            }
            sameSize(op, "velocity", velocity, p);
        }
    }

    /**
     * Checks that an operand has the parameter's size.
     *
     * @throws IllegalArgumentException naming the operation, the operand and both shapes
     */
    public static void sameSize(String op, String name, Tensor t, Tensor p) {
        if (t.size() != p.size()) {
            throw new IllegalArgumentException(op + ": " + name + " has shape " + t.shape() + ", " + t.size()
                    + " elements, but p has shape " + p.shape() + ", " + p.size());
        }
    }
}
