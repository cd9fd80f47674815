package dev.lanewise.runtime;

import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.kernel.Function;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.LossKernels;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.kernel.QuantMatrix;
import dev.lanewise.kernel.QuantMatrix.Format;
import dev.lanewise.kernel.ReduceKernels;
import dev.lanewise.kernel.SoftmaxKernels;
import dev.lanewise.kernel.UpdateKernels.AdadeltaStep;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.kernel.UpdateKernels.NadamStep;
import dev.lanewise.kernel.UpdateKernels.RmsPropStep;
import dev.lanewise.kernel.UpdateKernels.SgdStep;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
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

    static final class Elementwise implements Consumer<Kernels> {
        // The last is long enough to begin at a cache line.
        private final Tensor[] x = {ramp(333), ramp(64), ramp(1100)};
        private final Tensor[] z = {ramp(333), ramp(64), ramp(1100)};
        private final Tensor[] y = {ramp(333), ramp(64), ramp(1100)};
        private final Tensor far = Tensor.of(new float[] {0f, -1000f, 1000f, Float.NaN}, 4);
        private final Tensor farExp = ramp(4);
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
            e.exp(far, farExp);
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
        private final Tensor sums = ramp(2, 35, 37);
        private final Tensor table = ramp(3, 77);
        private final Tensor rows = ramp(4, 77);
        private final IntTensor places = IntTensor.zeros(4);

        @Override
        public void accept(Kernels k) {
            k.layout().permute(TRANSPOSE, x, y);
            k.layout().permute(REVERSE, few, many);
            k.layout().block(y, 1, sums, 2, 5, true);
            k.layout().scatterAddRows(rows, places, table);
        }
    }

    static final class Map implements Consumer<Kernels> {
        private static final Function[] FUNCTIONS = Function.values();

        private final Tensor[] x = {ramp(333), ramp(64)};
        private final Tensor[] dy = {ramp(333), ramp(64)};
        private final Tensor[] y = {ramp(333), ramp(64)};
        // A rest, a plane that begins at a cache line, and single elements.
        private final Tensor[] planes = {ramp(2, 3, 77), ramp(1, 2, 1100), ramp(3, 37, 1)};
        private final Tensor[] slopes = {ramp(3), ramp(2), ramp(37)};
        private final Tensor[] activated = {ramp(2, 3, 77), ramp(1, 2, 1100), ramp(3, 37, 1)};

        @Override
        public void accept(Kernels k) {
            for (int i = 0; i < planes.length; i++) {
                k.map().prelu(planes[i], slopes[i], activated[i]);
                k.map().preluBackward(planes[i], slopes[i], planes[i], activated[i]);
                k.map().winner(planes[i], activated[i], planes[i], activated[i]);
            }
            for (Function f : FUNCTIONS) {
                for (int i = 0; i < x.length; i++) {
                    k.map().apply(f, 1f, 2f, x[i], y[i]);
                    k.map().backward(f, 1f, 2f, x[i], dy[i], y[i]);
                }
            }
        }
    }

    static final class Softmax implements Consumer<Kernels> {
        // Shorter than a register, with a rest, without one, and longer than a cache line's worth of registers.
        private static final int[][] SHAPES = {{7, 10}, {5, 77}, {3, 128}, {2, 1024}};

        private final Rows[] problems =
                Arrays.stream(SHAPES).map(s -> new Rows(s[0], s[1])).toArray(Rows[]::new);

        @Override
        public void accept(Kernels k) {
            for (Rows problem : problems) {
                problem.run(k.softmax());
            }
        }

        private static final class Rows {
            private final Tensor x;
            private final Tensor y;
            private final Tensor z;
            private final IntTensor labels;
            private final Tensor losses;

            private Rows(int rows, int d) {
                x = ramp(rows, d);
                y = ramp(rows, d);
                z = ramp(rows, d);
                labels = IntTensor.zeros(rows);
                losses = ramp(rows);
            }

            private void run(SoftmaxKernels s) {
                s.softmax(x, y);
                s.softmaxBackward(y, x, z);
                s.logSoftmax(x, y);
                s.logSoftmaxBackward(y, x, z);
                s.crossEntropy(x, labels, losses, y);
                s.crossEntropyBackward(y, labels, 0.1f, z);
            }
        }
    }

    static final class Quant implements Consumer<Kernels> {
        private final Workspace work = new Workspace();
        // Several blocks and a last word that is not full; whole panels and a part of one.
        private final QuantMatrix[] weights = matrices(70, 103);
        private final QuantMatrix[] whole = matrices(64, 288);
        private final Tensor[] x = {ramp(1, 103), ramp(2, 103), ramp(5, 103)};
        private final Tensor[] y = {ramp(1, 70), ramp(2, 70), ramp(5, 70)};
        private final Tensor[] wholeX = {ramp(1, 288), ramp(2, 288), ramp(5, 288)};
        private final Tensor[] wholeY = {ramp(1, 64), ramp(2, 64), ramp(5, 64)};
        private final Tensor bias = ramp(70);

        private static QuantMatrix[] matrices(int n, int k) {
            return Arrays.stream(Format.values())
                    .map(f -> QuantMatrix.of(f, ramp(n, k)))
                    .toArray(QuantMatrix[]::new);
        }

        @Override
        public void accept(Kernels k) {
            for (int f = 0; f < weights.length; f++) {
                for (int i = 0; i < x.length; i++) {
                    k.quant().linear(weights[f], x[i], bias, y[i], work);
                    k.quant().linear(weights[f], x[i], null, y[i], work);
                    k.quant().linear(whole[f], wholeX[i], null, wholeY[i], work);
                }
                k.quant().linearBackward(weights[f], y[0], x[0], work);
                k.quant().linearBackward(whole[f], wholeY[2], wholeX[2], work);
            }
        }
    }

    static final class Reduce implements Consumer<Kernels> {
        private final Workspace work = new Workspace();
        private static final int[][] SHAPES = {{7, 10}, {66, 77}, {9, 333}, {4, 128}};

        private final Table[] problems =
                Arrays.stream(SHAPES).map(s -> new Table(s[0], s[1])).toArray(Table[]::new);
        // Written so that the compiler cannot leave the sums out.
        @SuppressWarnings("UnusedVariable")
        private volatile float sink;

        @Override
        public void accept(Kernels k) {
            for (Table problem : problems) {
                sink = problem.run(k.reduce(), work);
            }
        }

        private static final class Table {
            private final boolean largest;
            private final Tensor x;
            private final Tensor perRow;
            private final Tensor perColumn;
            private final IntTensor indices;
            private final Tensor asRows;
            private final Tensor asColumns;
            private final Tensor ofRows;
            private final Tensor ofColumns;
            private final IntTensor rowPlaces;
            private final IntTensor columnPlaces;
            private final Tensor picks;
            private final IntTensor picked;
            private final Tensor top;
            private final IntTensor topPlaces;

            private Table(int rows, int d) {
                largest = d % 2 == 1;
                x = ramp(rows, d);
                perRow = ramp(rows);
                perColumn = ramp(d);
                indices = IntTensor.zeros(rows);
                asRows = ramp(rows, d, 1);
                asColumns = ramp(1, rows, d);
                ofRows = ramp(rows, 1);
                ofColumns = ramp(1, d);
                rowPlaces = IntTensor.zeros(rows, 1);
                columnPlaces = IntTensor.zeros(1, d);
                picks = ramp(1, 1, d);
                picked = IntTensor.zeros(1, 1, d);
                top = ramp(rows, 5);
                topPlaces = IntTensor.zeros(rows, 5);
            }

            private float run(ReduceKernels r, Workspace work) {
                r.rowSums(x, perRow);
                r.rowMax(x, perRow);
                r.rowArgmax(x, indices);
                r.columnSums(x, perColumn, work);
                r.extremes(largest, asColumns, ofColumns, columnPlaces);
                r.extremes(!largest, asRows, ofRows, rowPlaces);
                r.topK(x, top, topPlaces);
                r.pickedBackward(picked, picks, asColumns);
                return r.sum(x) + r.dot(x, x) + (r.allFinite(x) ? 1 : 0);
            }
        }
    }

    static final class Loss implements Consumer<Kernels> {
        private static final LossKernels.Classes PLAIN = new LossKernels.Classes(-1, 0f, 0f);
        private static final LossKernels.Classes SMOOTHED = new LossKernels.Classes(-1, 0.1f, 0f);
        private static final List<Pair> DIFFERENCES =
                List.of(Pair.SQUARED_ERROR, Pair.ABSOLUTE_ERROR, Pair.HUBER, Pair.SMOOTH_L1, Pair.TRIPLET_MARGIN);

        private final Tensor[] t = {ramp(10, 7), ramp(333, 5)};
        private final Tensor[] x = {ramp(7, 10), ramp(5, 333)};
        private final Tensor[] dx = {ramp(7, 10), ramp(5, 333)};
        private final Tensor[] weights = {ramp(10), ramp(333)};
        private final IntTensor[] labels = {IntTensor.zeros(7), IntTensor.zeros(5)};
        private final Tensor[][] perSample = {
            {ramp(7), ramp(7), ramp(7), ramp(7)}, {ramp(5), ramp(5), ramp(5), ramp(5)},
        };

        @Override
        public void accept(Kernels k) {
            for (int i = 0; i < x.length; i++) {
                for (int loss = 0; loss < DIFFERENCES.size(); loss++) {
                    Pair pair = DIFFERENCES.get(loss);
                    k.loss().pair(pair, 0.5f, x[i], t[i], dx[i]);
                    k.loss().pairBackward(pair, 0.5f, x[i], t[i], t[i], dx[i]);
                    k.loss().pairTargetBackward(pair, 0.5f, x[i], t[i], t[i], dx[i]);
                }
                Tensor[] s = perSample[i];
                k.loss().crossEntropy(PLAIN, x[i], labels[i], null, s[0], s[1], s[2], s[3]);
                k.loss().crossEntropyBackward(PLAIN, x[i], labels[i], null, s[2], s[3], s[0], dx[i]);
                k.loss().crossEntropy(SMOOTHED, x[i], labels[i], weights[i], s[0], s[1], s[2], s[3]);
                k.loss().crossEntropyBackward(SMOOTHED, x[i], labels[i], weights[i], s[2], s[3], s[0], dx[i]);
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

        private static final NadamStep NADAM = new NadamStep(0.9f, 0.999f, 1e-8f, 1e-3f, 1e-3f, 1f, 1f, 0f);
        private static final AdadeltaStep ADADELTA = new AdadeltaStep(1e-3f, 0.9f, 0.1f, 1e-6f, 0f);
        private static final RmsPropStep RMS = new RmsPropStep(1e-3f, 0.99f, 0.01f, 1e-6f, 0f, 0f);
        private static final RmsPropStep RMS_MOMENTUM = new RmsPropStep(1e-3f, 0.99f, 0.01f, 1e-6f, 0.9f, 0f);

        private final Tensor p = ramp(333);
        private final Tensor g = ramp(333);
        private final Tensor m = Tensor.zeros(333);
        private final Tensor v = Tensor.zeros(333);
        private final Tensor largest = Tensor.zeros(333);

        @Override
        public void accept(Kernels k) {
            k.update().adam(p, g, m, v, STEP);
            k.update().amsgrad(p, g, m, v, largest, STEP);
            k.update().nadam(p, g, m, v, NADAM);
            k.update().adamax(p, g, m, largest, STEP);
            k.update().adagrad(p, g, largest, 1e-3f, 1e-8f, 0f);
            k.update().adadelta(p, g, v, largest, ADADELTA);
            k.update().rmsProp(p, g, v, null, null, RMS);
            k.update().rmsProp(p, g, v, m, largest, RMS_MOMENTUM);
            k.update().sgd(p, g, null, PLAIN);
            k.update().sgd(p, g, m, NESTEROV);
        }
    }
}
