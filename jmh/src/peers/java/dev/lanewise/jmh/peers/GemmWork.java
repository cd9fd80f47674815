package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Operands;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Products of matrices. */
sealed interface GemmWork extends Workload {
    /**
     * {@code c = op(a) op(b)}, row-major.
     *
     * @param packed true if b is constant, as weights are: a library may rearrange it beforehand
     */
    record Sgemm(int m, int n, int k, Form form, boolean packed) implements GemmWork {
        @Override
        public String name() {
            return "sgemm " + m + "x" + n + "x" + k + " " + form + (packed ? ", b packed" : "");
        }

        @Override
        public double gflop() {
            return 2e-9 * m * n * k;
        }

        @Override
        public double bytes() {
            return 0;
        }

        Tensor a() {
            return form.transA() ? Operands.random(1, k, m) : Operands.random(1, m, k);
        }

        Tensor b() {
            return form.transB() ? Operands.random(2, n, k) : Operands.random(2, k, n);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor a = a();
            Tensor b = b();
            Tensor c = Tensor.zeros(m, n);
            Workspace work = new Workspace();
            if (packed) {
                PackedMatrix panels = PackedMatrix.of(k, n);
                kernels.gemm().pack(form.transB(), b, panels);
                return Workload.task(() -> kernels.gemm().packed(form.transA(), 1f, a, panels, 0f, null, c, work), c);
            }
            return Workload.task(() -> kernels.gemm().gemm(form, 1f, a, b, 0f, null, c, work), c);
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (int size : new int[] {64, 128, 256, 512, 1024, 2048, 4096}) {
            all.add(new Sgemm(size, size, size, Form.NN, false));
        }
        for (Form form : List.of(Form.NT, Form.TN, Form.TT)) {
            all.add(new Sgemm(512, 512, 512, form, false));
        }
        for (int m : new int[] {1, 8, 32, 128}) {
            all.add(new Sgemm(m, 3072, 768, Form.NN, false));
            all.add(new Sgemm(m, 3072, 768, Form.NN, true));
            all.add(new Sgemm(m, 3072, 768, Form.NT, false));
        }
        return all;
    }
}
