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
        if (momentum != 0f) {
            if (velocity == null) {
                throw new IllegalArgumentException("sgd: velocity is absent, but momentum is " + momentum);
            }
            sameSize("sgd", "velocity", velocity, p);
        }
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

    private static void sameSize(String op, String name, Tensor t, Tensor p) {
        if (t.size() != p.size()) {
            throw new IllegalArgumentException(op + ": " + name + " has shape " + t.shape() + ", " + t.size()
                    + " elements, but p has shape " + p.shape() + ", " + p.size());
        }
    }
}
