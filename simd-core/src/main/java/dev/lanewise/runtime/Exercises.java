package dev.lanewise.runtime;

import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Function;
import dev.lanewise.kernel.GemmKernels.Activation;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.LossKernels;
import dev.lanewise.kernel.MatrixBatch;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.QuantMatrix;
import dev.lanewise.kernel.QuantMatrix.Format;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.kernel.UpdateKernels.SgdStep;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Small problems for the warm-up, one class per family. Each takes the paths of real ones (whole tiles and edges, long
 * and short rows), because a path that C2 has not seen is compiled as a trap. They allocate nothing after construction.
 */
final class Exercises {
    private Exercises() {}

    static Tensor ramp(int... shape) {
        Tensor t = Tensor.zeros(shape);
        for (int i = 0; i < t.size(); i++) {
            t.array()[i] = (i * 37 % 101 - 50) / 64f;
        }
        return t;
    }

    static final class Gemm implements Consumer<Kernels> {
        private static final Form[] FORMS = Form.values();
        private static final Activation[] ACTIVATIONS = Activation.values();

        private final Workspace work = new Workspace();
        private final Tensor[] a = {ramp(14, 9), ramp(14, 9), ramp(9, 14), ramp(9, 14)};
        private final Tensor[] b = {ramp(9, 70), ramp(70, 9), ramp(9, 70), ramp(70, 9)};
        private final Tensor c = ramp(14, 70);
        private final Tensor bias = ramp(70);
        private final PackedMatrix packed = PackedMatrix.of(9, 70);
        // All heights of tiles.
        private final Tensor[] heads = {ramp(14, 9), ramp(13, 9), ramp(8, 9), ramp(4, 9), ramp(3, 9), ramp(1, 9)};
        private final Tensor[] results = {ramp(14, 70), ramp(13, 70), ramp(8, 70), ramp(4, 70), ramp(3, 70), ramp(1, 70)
        };
        private final MatrixBatch two = new MatrixBatch(2, 7, 70, 9, 9, 63, 70, 0, 70, 490);
        private final Tensor deepA = ramp(14, 260);
        private final Tensor deepB = ramp(260, 70);

        @Override
        public void accept(Kernels k) {
            for (int i = 0; i < FORMS.length; i++) {
                k.gemm().gemm(FORMS[i], 1f, a[i], b[i], 0f, bias, c, work);
                k.gemm().gemm(FORMS[i], 0.5f, a[i], b[i], 1f, null, c, work);
            }
            k.gemm().gemm(Form.NN, 1f, deepA, deepB, 0f, bias, c, work);
            k.gemm().pack(false, b[0], packed);
            k.gemm().pack(true, b[1], packed);
            for (int i = 0; i < heads.length; i++) {
                k.gemm().packed(false, 1f, heads[i], packed, 0f, bias, ACTIVATIONS[i], results[i], work);
            }
            k.gemm().strided(Form.NN, two, 1f, a[0], b[0], 0f, null, c, work);
        }
    }

    static final class Conv implements Consumer<Kernels> {
        private final Workspace work = new Workspace();
        private final Conv2dShape padded = Conv2dShape.of(1, 2);
        private final Conv2dShape plain = Conv2dShape.of(1, 0);
        private final Conv2dShape strided = Conv2dShape.of(2, 1);
        private final Tensor x = ramp(2, 2, 8, 8);
        // 6, 16 and 32 output channels take all heights of tile.
        private final Tensor[] w = {ramp(6, 2, 3, 3), ramp(16, 2, 3, 3), ramp(32, 2, 3, 3)};
        private final Tensor[] b = {ramp(6), ramp(16), ramp(32)};
        private final Tensor[] yPadded = {ramp(2, 6, 10, 10), ramp(2, 16, 10, 10), ramp(2, 32, 10, 10)};
        private final Tensor[] yPlain = {ramp(2, 6, 6, 6), ramp(2, 16, 6, 6), ramp(2, 32, 6, 6)};
        private final Tensor[] yStrided = {ramp(2, 6, 4, 4), ramp(2, 16, 4, 4), ramp(2, 32, 4, 4)};
        private final Tensor dx = ramp(2, 2, 8, 8);
        // Enough channels and pixels for Winograd's tiles, in one vector and in two.
        private final Conv2dShape same = Conv2dShape.of(1, 1);
        private final Tensor[] wide = {ramp(1, 16, 12, 12), ramp(1, 16, 12, 32)};
        private final Tensor[] yWide = {ramp(1, 16, 12, 12), ramp(1, 16, 12, 32)};
        private final Tensor wWide = ramp(16, 16, 3, 3);
        private final Tensor bWide = ramp(16);
        private final Tensor[] dw = {ramp(6, 2, 3, 3), ramp(16, 2, 3, 3), ramp(32, 2, 3, 3)};
        private int round;

        @Override
        public void accept(Kernels k) {
            for (int i = 0; i < w.length; i++) {
                both(k, padded, i, yPadded[i]);
                both(k, plain, i, yPlain[i]);
            }
            for (int i = 0; i < wide.length; i++) {
                k.conv().forward(same, wide[i], wWide, bWide, yWide[i], work);
                k.conv().backwardData(same, wWide, yWide[i], wide[i], work);
            }
            // Strides share the tiles: now and then is enough.
            if (round++ % 8 == 0) {
                both(k, strided, 0, yStrided[0]);
            }
        }

        private void both(Kernels k, Conv2dShape conv, int i, Tensor y) {
            k.conv().forward(conv, x, w[i], b[i], y, work);
            k.conv().backwardData(conv, w[i], y, dx, work);
            k.conv().backwardWeights(conv, x, y, dw[i], b[i], work);
        }
    }

    static final class Pool implements Consumer<Kernels> {
        private final Pool2dShape halving = Pool2dShape.of(2);
        private final Pool2dShape overlapping = new Pool2dShape(3, 3, 2, 2, 1, 1);
        private final Tensor x = ramp(1, 3, 28, 28);
        private final Tensor y = ramp(1, 3, 14, 14);
        private final IntTensor indices = IntTensor.zeros(1, 3, 14, 14);
        private final Tensor small = ramp(1, 3, 10, 10);
        private final Tensor smallY = ramp(1, 3, 5, 5);
        private final IntTensor smallIndices = IntTensor.zeros(1, 3, 5, 5);
        private final Pool2dShape dilated =
                new Pool2dShape(3, 3, 2, 2, 1, 1).withDilation(2, 2).withCeil(true);
        private final Pool2dShape dense = Pool2dShape.of(3, 1, 1);
        private final Pool2dShape wide = Pool2dShape.of(5, 1, 2);
        private final Pool2dShape apart = Pool2dShape.of(3);
        private final Tensor same = ramp(1, 3, 28, 28);
        private final IntTensor places = IntTensor.zeros(1, 3, 28, 28);
        private final Tensor thirds = ramp(1, 3, 9, 9);
        private final IntTensor thirdPlaces = IntTensor.zeros(1, 3, 9, 9);
        private final Tensor plane = ramp(1, 32, 7, 7);
        private final Tensor mean = ramp(1, 32, 1, 1);
        private final Tensor row = ramp(1, 3, 1, 70);
        private final Tensor rowMeans = ramp(1, 3, 1, 2);
        private int round;

        @Override
        public void accept(Kernels k) {
            k.pool().max(halving, x, y, indices);
            k.pool().maxBackward(halving, y, indices, x);
            k.pool().max(halving, small, smallY, smallIndices);
            k.pool().maxBackward(halving, smallY, smallIndices, small);
            k.pool().max(overlapping, x, y, indices);
            k.pool().average(halving, true, x, y);
            k.pool().averageBackward(halving, true, y, x);
            k.pool().average(dense, false, x, same);
            k.pool().average(overlapping, false, x, y);
            k.pool().adaptiveAverage(plane, mean);
            k.pool().adaptiveAverageBackward(mean, plane);
            k.pool().max(dense, x, same, places);
            // No recipe is slow for want of these: now and then is enough.
            if (round++ % 8 == 0) {
                k.pool().max(dilated, small, smallY, smallIndices);
                k.pool().average(halving, false, small, smallY);
                k.pool().sum(halving, 0.5f, small, smallY);
                k.pool().sumBackward(halving, 0.5f, smallY, small);
                k.pool().adaptiveAverage(small, smallY);
                k.pool().adaptiveAverageBackward(smallY, small);
                k.pool().adaptiveMax(small, smallY, smallIndices);
                k.pool().adaptiveMaxBackward(smallY, smallIndices, small);
                k.pool().max(wide, x, same, places);
                k.pool().average(wide, true, x, same);
                k.pool().averageBackward(dense, false, same, x);
                k.pool().max(apart, x, thirds, thirdPlaces);
                k.pool().average(apart, true, x, thirds);
                k.pool().adaptiveAverage(row, rowMeans);
            }
        }
    }

    static final class Elementwise implements Consumer<Kernels> {
        private final Tensor[] x = {ramp(333), ramp(64)};
        private final Tensor[] z = {ramp(333), ramp(64)};
        private final Tensor[] y = {ramp(333), ramp(64)};
        private final Tensor rows = ramp(9, 37);
        private final Tensor bias = ramp(37);

        @Override
        public void accept(Kernels k) {
            var e = k.elementwise();
            for (int i = 0; i < x.length; i++) {
                e.add(x[i], z[i], y[i]);
                e.sub(x[i], z[i], y[i]);
                e.mul(x[i], z[i], y[i]);
                e.scale(0.5f, x[i], y[i]);
                e.axpy(0.5f, x[i], y[i]);
                e.relu(x[i], y[i]);
                e.reluBackward(x[i], z[i], y[i]);
                e.sigmoid(x[i], y[i]);
                e.sigmoidBackward(x[i], z[i], y[i]);
                e.tanh(x[i], y[i]);
                e.tanhBackward(x[i], z[i], y[i]);
                e.exp(x[i], y[i]);
                e.gelu(x[i], y[i]);
                e.geluBackward(x[i], z[i], y[i]);
            }
            e.bias(rows, bias, rows);
        }
    }

    static final class Broadcast implements Consumer<Kernels> {
        private static final Binary[] OPS = Binary.values();

        private final Tensor x = ramp(5, 77);
        private final Tensor row = ramp(77);
        private final Tensor column = ramp(5, 1);
        private final Tensor y = ramp(5, 77);

        @Override
        public void accept(Kernels k) {
            for (Binary op : OPS) {
                k.broadcast().apply(op, x, row, y);
                k.broadcast().apply(op, x, column, y);
                k.broadcast().apply(op, column, x, y);
            }
        }
    }

    static final class Layout implements Consumer<Kernels> {
        private static final int[] TRANSPOSE = {0, 2, 1};
        private static final int[] REVERSE = {2, 1, 0};

        private final Tensor x = ramp(2, 37, 35);
        private final Tensor y = ramp(2, 35, 37);
        private final Tensor few = ramp(37, 3, 2);
        private final Tensor many = ramp(2, 3, 37);

        @Override
        public void accept(Kernels k) {
            k.layout().permute(TRANSPOSE, x, y);
            k.layout().permute(REVERSE, few, many);
        }
    }

    static final class Map implements Consumer<Kernels> {
        private static final Function[] FUNCTIONS = Function.values();

        private final Tensor[] x = {ramp(333), ramp(64)};
        private final Tensor[] dy = {ramp(333), ramp(64)};
        private final Tensor[] y = {ramp(333), ramp(64)};

        @Override
        public void accept(Kernels k) {
            for (Function f : FUNCTIONS) {
                for (int i = 0; i < x.length; i++) {
                    k.map().apply(f, 1f, 2f, x[i], y[i]);
                    k.map().backward(f, 1f, 2f, x[i], dy[i], y[i]);
                }
            }
        }
    }

    static final class Softmax implements Consumer<Kernels> {
        private final Tensor[] x = {ramp(7, 10), ramp(5, 77)};
        private final Tensor[] y = {ramp(7, 10), ramp(5, 77)};
        private final Tensor[] z = {ramp(7, 10), ramp(5, 77)};
        private final IntTensor[] labels = {IntTensor.zeros(7), IntTensor.zeros(5)};
        private final Tensor[] losses = {ramp(7), ramp(5)};

        @Override
        public void accept(Kernels k) {
            var s = k.softmax();
            for (int i = 0; i < x.length; i++) {
                s.softmax(x[i], y[i]);
                s.softmaxBackward(y[i], x[i], z[i]);
                s.logSoftmax(x[i], y[i]);
                s.logSoftmaxBackward(y[i], x[i], z[i]);
                s.crossEntropy(x[i], labels[i], losses[i], y[i]);
                s.crossEntropyBackward(y[i], labels[i], 0.1f, z[i]);
            }
        }
    }

    static final class Cell implements Consumer<Kernels> {
        private final Workspace work = new Workspace();
        private final Tensor gates = ramp(3, 4 * 37);
        private final Tensor state = ramp(3, 37);
        private final Tensor cell = ramp(3, 37);
        private final Tensor tanh = ramp(3, 37);
        private final Tensor h = ramp(3, 37);

        @Override
        public void accept(Kernels k) {
            k.cell().lstm(gates, state, cell, tanh, h, work);
        }
    }

    static final class Quant implements Consumer<Kernels> {
        private final Workspace work = new Workspace();
        // Several blocks and a last word that is not full; whole panels and a part of one.
        private final QuantMatrix[] weights = Arrays.stream(Format.values())
                .map(f -> QuantMatrix.of(f, ramp(70, 103)))
                .toArray(QuantMatrix[]::new);
        private final Tensor[] x = {ramp(1, 103), ramp(5, 103)};
        private final Tensor[] y = {ramp(1, 70), ramp(5, 70)};
        private final Tensor bias = ramp(70);

        @Override
        public void accept(Kernels k) {
            for (QuantMatrix w : weights) {
                for (int i = 0; i < x.length; i++) {
                    k.quant().linear(w, x[i], bias, y[i], work);
                    k.quant().linear(w, x[i], null, y[i], work);
                }
                k.quant().linearBackward(w, y[0], x[0], work);
            }
        }
    }

    static final class Reduce implements Consumer<Kernels> {
        private final Workspace work = new Workspace();
        private final Tensor[] x = {ramp(7, 10), ramp(66, 77), ramp(3, 333)};
        private final Tensor[] rows = {ramp(7), ramp(66), ramp(3)};
        private final Tensor[] columns = {ramp(10), ramp(77), ramp(333)};
        private final IntTensor[] indices = {IntTensor.zeros(7), IntTensor.zeros(66), IntTensor.zeros(3)};
        private final Tensor[] middles = {ramp(1, 10, 7), ramp(1, 66, 77), ramp(1, 333, 1)};
        private final Tensor[] extremes = {ramp(1, 7), ramp(1, 77), ramp(1, 1)};
        private final IntTensor[] places = {IntTensor.zeros(1, 7), IntTensor.zeros(1, 77), IntTensor.zeros(1, 1)};
        private final IntTensor[] picked = {
            IntTensor.zeros(1, 1, 7), IntTensor.zeros(1, 1, 77), IntTensor.zeros(1, 1, 1)
        };
        private final Tensor[] picks = {ramp(1, 1, 7), ramp(1, 1, 77), ramp(1, 1, 1)};
        private final Tensor[] gradients = {ramp(1, 10, 7), ramp(1, 66, 77), ramp(1, 333, 1)};
        private final Tensor[] top = {ramp(7, 2), ramp(66, 5), ramp(3, 5)};
        private final IntTensor[] topPlaces = {IntTensor.zeros(7, 2), IntTensor.zeros(66, 5), IntTensor.zeros(3, 5)};
        // Written so that the compiler cannot leave the sums out.
        @SuppressWarnings("UnusedVariable")
        private volatile float sink;

        @Override
        public void accept(Kernels k) {
            var r = k.reduce();
            for (int i = 0; i < x.length; i++) {
                r.rowSums(x[i], rows[i]);
                r.rowMax(x[i], rows[i]);
                r.rowArgmax(x[i], indices[i]);
                r.columnSums(x[i], columns[i], work);
                r.extremes(i != 1, middles[i], extremes[i], places[i]);
                r.topK(x[i], top[i], topPlaces[i]);
                r.pickedBackward(picked[i], picks[i], gradients[i]);
                sink = r.sum(x[i]) + r.dot(x[i], x[i]) + (r.allFinite(x[i]) ? 1 : 0);
            }
        }
    }

    static final class Loss implements Consumer<Kernels> {
        private static final LossKernels.Classes OPTIONS = new LossKernels.Classes(-1, 0f, 0f);

        private final Tensor[] x = {ramp(7, 10), ramp(5, 333)};
        private final Tensor[] dx = {ramp(7, 10), ramp(5, 333)};
        private final IntTensor[] labels = {IntTensor.zeros(7), IntTensor.zeros(5)};
        private final Tensor[][] perSample = {
            {ramp(7), ramp(7), ramp(7), ramp(7)}, {ramp(5), ramp(5), ramp(5), ramp(5)},
        };

        @Override
        public void accept(Kernels k) {
            for (int i = 0; i < x.length; i++) {
                Tensor[] s = perSample[i];
                k.loss().crossEntropy(OPTIONS, x[i], labels[i], null, s[0], s[1], s[2], s[3]);
                k.loss().crossEntropyBackward(OPTIONS, x[i], labels[i], null, s[2], s[3], s[0], dx[i]);
            }
        }
    }

    static final class Random implements Consumer<Kernels> {
        private final Tensor y = ramp(333);

        @Override
        public void accept(Kernels k) {
            k.random().uniform(1, 2, -1f, 1f, y);
            k.random().bernoulli(1, 2, 0.5f, 2f, y);
            k.random().normal(1, 2, 0f, 1f, y);
        }
    }

    static final class Update implements Consumer<Kernels> {
        private static final AdamStep STEP = new AdamStep(0.9f, 0.999f, 1e-8f, 1e-3f, 1f, 1f, 0f);
        private static final SgdStep PLAIN = new SgdStep(1e-3f, 0f, 1f, false, 0f);
        private static final SgdStep NESTEROV = new SgdStep(1e-3f, 0.9f, 1f, true, 1e-4f);

        private final Tensor p = ramp(333);
        private final Tensor g = ramp(333);
        private final Tensor m = Tensor.zeros(333);
        private final Tensor v = Tensor.zeros(333);

        @Override
        public void accept(Kernels k) {
            k.update().adam(p, g, m, v, STEP);
            k.update().sgd(p, g, null, PLAIN);
            k.update().sgd(p, g, m, NESTEROV);
        }
    }
}
