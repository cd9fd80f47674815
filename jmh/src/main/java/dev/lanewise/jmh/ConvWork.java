package dev.lanewise.jmh;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;

/** The three passes of a convolution; all count the same number of operations. */
public final class ConvWork {
    /** What is computed. */
    public enum Pass {
        /** The output. */
        FORWARD,
        /** The gradient of the input. */
        BACKWARD_DATA,
        /** The gradients of weights and bias. */
        BACKWARD_WEIGHTS
    }

    /** A layer's extents: square images and kernels, stride 1. */
    public enum Layer {
        /** The first convolution of LeNet-5, batch 64. */
        LENET1(64, 1, 28, 6, 5, 2),
        /** The second convolution of LeNet-5, batch 64. */
        LENET2(64, 6, 14, 16, 5, 0),
        /** An early layer of a residual network. */
        WIDE56(1, 64, 56, 64, 3, 1),
        /** A late layer of a residual network. */
        DEEP14(1, 256, 14, 256, 3, 1);

        private final int images;
        private final int inputs;
        private final int side;
        private final int outputs;
        private final int kernel;
        private final int padding;

        Layer(int images, int inputs, int side, int outputs, int kernel, int padding) {
            this.images = images;
            this.inputs = inputs;
            this.side = side;
            this.outputs = outputs;
            this.kernel = kernel;
            this.padding = padding;
        }

        /** For example {@code 64x1x28x28, 6x1x5x5, pad 2}. */
        String text() {
            return images + "x" + inputs + "x" + side + "x" + side + ", " + outputs + "x" + inputs + "x" + kernel + "x"
                    + kernel + ", pad " + padding;
        }
    }

    private final Conv2dShape conv;
    private final Tensor x;
    private final Tensor w;
    private final Tensor b;
    private final Tensor y;
    private final Tensor dx;
    private final Tensor dw;
    private final Tensor db;
    private final Tensor dy;
    private final Workspace work = new Workspace();

    ConvWork(Layer layer) {
        conv = Conv2dShape.of(1, layer.padding);
        x = Operands.random(1, layer.images, layer.inputs, layer.side, layer.side);
        w = Operands.random(2, layer.outputs, layer.inputs, layer.kernel, layer.kernel);
        b = Operands.random(3, layer.outputs);
        int out = conv.outH(layer.side, layer.kernel);
        dy = Operands.random(4, layer.images, layer.outputs, out, out);
        y = Tensor.zeros(dy.shape());
        dx = Tensor.zeros(x.shape());
        dw = Tensor.zeros(w.shape());
        db = Tensor.zeros(b.shape());
    }

    double gflop() {
        return 2e-9 * y.size() * w.shape().inner().size();
    }

    void run(Kernels kernels, Pass pass) {
        switch (pass) {
            case FORWARD -> kernels.conv().forward(conv, x, w, b, y, work);
            case BACKWARD_DATA -> kernels.conv().backwardData(conv, w, dy, dx, work);
            case BACKWARD_WEIGHTS -> kernels.conv().backwardWeights(conv, x, dy, dw, db, work);
        }
    }

    Tensor result(Pass pass) {
        return switch (pass) {
            case FORWARD -> y;
            case BACKWARD_DATA -> dx;
            case BACKWARD_WEIGHTS -> dw;
        };
    }
}
