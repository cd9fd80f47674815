package dev.lanewise.jmh;

import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;

/** A product of two square matrices. */
final class GemmWork {
    private final Form form;
    private final int size;
    private final Tensor a;
    private final Tensor b;
    private final Tensor c;
    private final Workspace work = new Workspace();

    GemmWork(Form form, int size) {
        this.form = form;
        this.size = size;
        a = Operands.random(1, size, size);
        b = Operands.random(2, size, size);
        c = Tensor.zeros(size, size);
    }

    double gflop() {
        return 2e-9 * size * size * size;
    }

    void run(Kernels kernels) {
        kernels.gemm().gemm(form, 1f, a, b, 0f, null, c, work);
    }

    Tensor result() {
        return c;
    }
}
