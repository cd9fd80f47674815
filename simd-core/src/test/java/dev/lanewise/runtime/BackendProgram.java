package dev.lanewise.runtime;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.UpdateKernels.SgdStep;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.kernel.scalar.ScalarKernels;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.concurrent.TimeUnit;

/**
 * The program that {@link BackendTest} runs in other JVMs. It computes with the kernels of the moment until all families
 * are vector kernels, compares every result with the scalar set, and prints what ran, or why nothing does.
 */
final class BackendProgram {
    private BackendProgram() {}

    /**
     * Runs.
     *
     * @param args how many seconds to wait for the vector families; 0 not to wait
     */
    public static void main(String[] args) throws InterruptedException {
        try {
            Backend.kernels();
        } catch (ExceptionInInitializerError e) {
            System.out.println("refused=" + e.getCause().getMessage());
            return;
        }
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.parseInt(args[0]));
        String expected = results(ScalarKernels.create());
        boolean equal = true;
        do {
            equal &= results(Backend.kernels()).equals(expected);
            Thread.sleep(5);
        } while (families() < Family.ALL.size() && System.nanoTime() < until);
        equal &= results(Backend.kernels()).equals(expected);
        System.out.println("kernels=" + Backend.info().kernels());
        System.out.println("bits=" + Backend.info().bits());
        System.out.println("families=" + families() + " of " + Family.ALL.size());
        System.out.println("equal=" + equal);
    }

    private static int families() {
        return Backend.info().vectorFamilies().size();
    }

    /** A few results of every family, as one hash each. */
    private static String results(Kernels k) {
        Workspace work = new Workspace();
        Tensor x = ramp(21, 40);
        Tensor y = Tensor.zeros(21, 40);
        StringBuilder all = new StringBuilder();
        k.gemm().gemm(Form.NT, 1f, x, ramp(40, 40), 0f, null, y, work);
        append(all, "gemm", y);
        Tensor image = Tensor.zeros(1, 6, 12, 12);
        k.conv().forward(Conv2dShape.of(1, 1), ramp(1, 2, 12, 12), ramp(6, 2, 3, 3), ramp(6), image, work);
        append(all, "conv", image);
        Tensor pooled = Tensor.zeros(1, 6, 6, 6);
        k.pool().max(Pool2dShape.of(2), image, pooled, IntTensor.zeros(1, 6, 6, 6));
        append(all, "pool", pooled);
        k.elementwise().gelu(x, y);
        append(all, "elementwise", y);
        k.softmax().softmax(x, y);
        append(all, "softmax", y);
        Tensor sums = Tensor.zeros(21);
        k.reduce().rowSums(x, sums);
        append(all, "reduce", sums);
        k.random().uniform(1, 2, 0f, 1f, y);
        append(all, "random", y);
        k.update().sgd(y, x, null, new SgdStep(0.1f, 0f, 1f, false, 0.01f));
        append(all, "update", y);
        return all.toString();
    }

    private static void append(StringBuilder all, String family, Tensor t) {
        int hash = 1;
        for (float v : t.toArray()) {
            hash = 31 * hash + Float.floatToIntBits(v);
        }
        all.append(family).append('=').append(Integer.toHexString(hash)).append(' ');
    }

    private static Tensor ramp(int... shape) {
        Tensor t = Tensor.zeros(shape);
        for (int i = 0; i < t.size(); i++) {
            t.array()[i] = (i * 37 % 101 - 50) / 64f;
        }
        return t;
    }
}
