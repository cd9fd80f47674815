package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Operands;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Convolutions and their gradients. */
sealed interface ConvWork extends Workload {
    /** A convolution of square images with square kernels and a bias. */
    record Conv(int images, int inputs, int side, int outputs, int kernel, int stride, int padding, int groups)
            implements ConvWork {
        @Override
        public String name() {
            String more = (stride > 1 ? ", stride " + stride : "") + (padding > 0 ? ", pad " + padding : "");
            return "conv " + images + "x" + inputs + "x" + side + "x" + side + ", " + outputs + "x" + inputs / groups + "x"
                    + kernel + "x" + kernel + more + (groups > 1 ? ", groups " + groups : "");
        }

        int out() {
            return (side + 2 * padding - kernel) / stride + 1;
        }

        @Override
        public double gflop() {
            int depth = inputs / groups;
            return 2e-9 * images * outputs * out() * out() * depth * kernel * kernel;
        }

        @Override
        public double bytes() {
            return 0;
        }

        Tensor x() {
            return Operands.random(1, images, inputs, side, side);
        }

        Tensor w() {
            return Operands.random(2, outputs, inputs / groups, kernel, kernel);
        }

        Tensor b() {
            return Operands.random(3, outputs);
        }

        Tensor dy() {
            return Operands.random(4, images, outputs, out(), out());
        }

        Conv2dShape shape() {
            return Conv2dShape.of(stride, padding).withGroups(groups);
        }

        @Override
        public Task ours(Kernels kernels) {
            Conv2dShape shape = shape();
            Tensor x = x();
            Tensor w = w();
            Tensor b = b();
            Tensor y = Tensor.zeros(images, outputs, out(), out());
            Workspace work = new Workspace();
            return Workload.task(() -> kernels.conv().forward(shape, x, w, b, y, work), y);
        }
    }

    /** A backward pass of a convolution: the gradient of its input, or those of its weights and bias. */
    record ConvGradient(Conv conv, boolean ofWeights) implements ConvWork {
        @Override
        public String name() {
            return conv.name() + (ofWeights ? ", dw" : ", dx");
        }

        @Override
        public double gflop() {
            return conv.gflop();
        }

        @Override
        public double bytes() {
            return 0;
        }

        @Override
        public Task ours(Kernels kernels) {
            Conv2dShape shape = conv.shape();
            Tensor x = conv.x();
            Tensor w = conv.w();
            Tensor dy = conv.dy();
            Tensor result = Tensor.zeros(ofWeights ? w.shape() : x.shape());
            Tensor db = Tensor.zeros(conv.outputs());
            Workspace work = new Workspace();
            return ofWeights
                    ? Workload.task(() -> kernels.conv().backwardWeights(shape, x, dy, result, db, work), result)
                    : Workload.task(() -> kernels.conv().backwardData(shape, w, dy, result, work), result);
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        List<Conv> convs = List.of(
                new Conv(1, 64, 56, 64, 3, 1, 1, 1),
                new Conv(1, 256, 14, 256, 3, 1, 1, 1),
                new Conv(16, 128, 28, 128, 3, 1, 1, 1),
                new Conv(1, 3, 224, 64, 7, 2, 3, 1),
                new Conv(1, 96, 112, 96, 3, 1, 1, 96),
                new Conv(1, 256, 56, 64, 1, 1, 0, 1),
                new Conv(64, 1, 28, 6, 5, 1, 2, 1),
                new Conv(64, 6, 14, 16, 5, 1, 0, 1));
        List<Workload> all = new ArrayList<>(convs);
        for (Conv conv : convs) {
            all.add(new ConvGradient(conv, false));
            all.add(new ConvGradient(conv, true));
        }
        return all;
    }
}
