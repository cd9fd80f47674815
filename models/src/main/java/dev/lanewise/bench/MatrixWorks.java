package dev.lanewise.bench;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.GemmKernels.Activation;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.QuantMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.runtime.KernelSets;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Products of matrices and convolutions. */
final class MatrixWorks {
    private enum Pass {
        FORWARD("forward"),
        DATA("backwardData"),
        WEIGHTS("backwardWeights");

        private final String method;

        Pass(String method) {
            this.method = method;
        }
    }

    /** Square images and kernels. */
    private record Layer(int images, int inputs, int side, int outputs, int kernel, int stride, int pad, int groups) {
        int out() {
            return (side + 2 * pad - kernel) / stride + 1;
        }

        String text() {
            return images + "x" + inputs + "x" + side + "x" + side + ", " + outputs + "x" + inputs / groups + "x"
                    + kernel + "x" + kernel + (stride > 1 ? ", stride " + stride : "")
                    + (pad > 0 ? ", pad " + pad : "");
        }
    }

    private final List<Work> works = new ArrayList<>();

    static List<Work> all() {
        MatrixWorks all = new MatrixWorks();
        all.gemm(Form.NN, 512, 512, 512);
        all.gemm(Form.NT, 512, 512, 512);
        all.gemm(Form.TN, 512, 512, 512);
        all.gemm(Form.TT, 512, 512, 512);
        all.gemm(Form.NN, 64, 64, 64);
        all.gemm(Form.NN, 521, 521, 521);
        all.gemm(Form.NN, 1024, 1024, 1024);
        all.gemm(Form.NN, 1, 3072, 768);
        all.gemm(Form.NN, 8, 3072, 768);
        all.gemm(Form.NT, 1, 4096, 4096);
        all.packed(1, 3072, 768);
        all.packed(1, 4096, 4096);
        all.packed(32, 3072, 768);
        all.batched(12, 128, 128, 64);
        all.narrow(QuantMatrix.Format.Q8_0, 9.0 / 8, 1, 4096, 4096);
        all.narrow(QuantMatrix.Format.BF16, 2, 1, 4096, 4096);
        all.narrow(QuantMatrix.Format.FP16, 2, 1, 4096, 4096);
        all.narrow(QuantMatrix.Format.Q8_0, 9.0 / 8, 32, 3072, 768);
        Layer wide = new Layer(1, 64, 56, 64, 3, 1, 1, 1);
        all.conv(wide, Pass.FORWARD);
        all.conv(wide, Pass.DATA);
        all.conv(wide, Pass.WEIGHTS);
        all.conv(new Layer(1, 256, 14, 256, 3, 1, 1, 1), Pass.FORWARD);
        all.conv(new Layer(1, 3, 224, 64, 7, 2, 3, 1), Pass.FORWARD);
        all.conv(new Layer(1, 256, 56, 64, 1, 1, 0, 1), Pass.FORWARD);
        Layer depthwise = new Layer(1, 96, 112, 96, 3, 1, 1, 96);
        all.conv(depthwise, Pass.FORWARD);
        all.conv(depthwise, Pass.DATA);
        all.conv(depthwise, Pass.WEIGHTS);
        Layer first = new Layer(64, 1, 28, 6, 5, 1, 2, 1);
        all.conv(first, Pass.FORWARD);
        all.conv(first, Pass.WEIGHTS);
        Layer second = new Layer(64, 6, 14, 16, 5, 1, 0, 1);
        all.conv(second, Pass.FORWARD);
        all.conv(second, Pass.DATA);
        all.conv(second, Pass.WEIGHTS);
        return all.works;
    }

    private void gemm(Form form, int m, int n, int k) {
        double reads = 4.0 * m * k + 4.0 * k * n;
        works.add(new Work(
                "gemm.gemm " + m + "x" + n + "x" + k + " " + form, 2.0 * m * n * k, reads, 4.0 * m * n, () -> {
                    Tensor a = form.transA() ? Operands.random(1, k, m) : Operands.random(1, m, k);
                    Tensor b = form.transB() ? Operands.random(2, n, k) : Operands.random(2, k, n);
                    Tensor c = Tensor.zeros(m, n);
                    Workspace work = new Workspace();
                    return set -> set.gemm().gemm(form, 1f, a, b, 0f, null, c, work);
                }));
    }

    /** A product with weights that were rearranged beforehand, a bias and an activation behind it. */
    private void packed(int m, int n, int k) {
        String name = "gemm.packed " + m + "x" + n + "x" + k + " bias relu";
        works.add(new Work(name, 2.0 * m * n * k, 4.0 * m * k + 4.0 * k * n, 4.0 * m * n, () -> {
            Tensor a = Operands.random(1, m, k);
            PackedMatrix b = PackedMatrix.of(k, n);
            KernelSets.scalar().gemm().pack(false, Operands.random(2, k, n), b);
            Tensor bias = Operands.random(3, n);
            Tensor c = Tensor.zeros(m, n);
            Workspace work = new Workspace();
            return set -> set.gemm().packed(false, 1f, a, b, 0f, bias, Activation.RELU, c, work);
        }));
    }

    private void batched(int batch, int m, int n, int k) {
        double reads = 4.0 * batch * (m * k + k * n);
        String name = "gemm.batched " + batch + " of " + m + "x" + n + "x" + k + " NT";
        works.add(new Work(name, 2.0 * batch * m * n * k, reads, 4.0 * batch * m * n, () -> {
            Tensor a = Operands.random(1, batch, m, k);
            Tensor b = Operands.random(2, batch, n, k);
            Tensor c = Tensor.zeros(batch, m, n);
            Workspace work = new Workspace();
            return set -> set.gemm().batched(Form.NT, 1f, a, b, 0f, null, c, work);
        }));
    }

    /** A linear layer of n by k narrow weights of so many bytes each. */
    private void narrow(QuantMatrix.Format format, double bytes, int m, int n, int k) {
        String name = "quant.linear " + m + "x" + n + "x" + k + " " + format;
        works.add(new Work(name, 2.0 * m * n * k, bytes * n * k + 4.0 * m * k, 4.0 * m * n, () -> {
            QuantMatrix w = QuantMatrix.of(format, Operands.random(1, n, k));
            Tensor x = Operands.random(2, m, k);
            Tensor y = Tensor.zeros(m, n);
            Workspace work = new Workspace();
            return set -> set.quant().linear(w, x, null, y, work);
        }));
    }

    private void conv(Layer layer, Pass pass) {
        int out = layer.out();
        double x = 4.0 * layer.images * layer.inputs * layer.side * layer.side;
        double w = 4.0 * layer.outputs * layer.inputs / layer.groups * layer.kernel * layer.kernel;
        double y = 4.0 * layer.images * layer.outputs * out * out;
        double written = switch (pass) {
            case FORWARD -> y;
            case DATA -> x;
            case WEIGHTS -> w;
        };
        double flop = 2.0 * y / 4 * w / 4 / layer.outputs;
        works.add(new Work(
                "conv." + pass.method + " " + layer.text(),
                flop,
                x + w + y - written,
                written,
                () -> prepare(layer, pass)));
    }

    private static Consumer<Kernels> prepare(Layer layer, Pass pass) {
        Conv2dShape shape = Conv2dShape.of(layer.stride, layer.pad).withGroups(layer.groups);
        Tensor x = Operands.random(1, layer.images, layer.inputs, layer.side, layer.side);
        Tensor w = Operands.random(2, layer.outputs, layer.inputs / layer.groups, layer.kernel, layer.kernel);
        Tensor b = Operands.random(3, layer.outputs);
        Tensor y = Operands.random(4, layer.images, layer.outputs, layer.out(), layer.out());
        Workspace work = new Workspace();
        return switch (pass) {
            case FORWARD -> set -> set.conv().forward(shape, x, w, b, y, work);
            case DATA -> set -> set.conv().backwardData(shape, w, y, x, work);
            case WEIGHTS -> set -> set.conv().backwardWeights(shape, x, y, w, b, work);
        };
    }
}
