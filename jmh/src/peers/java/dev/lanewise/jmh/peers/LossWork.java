package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Operands;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.LossKernels.Classes;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Log-softmax and cross-entropy of rows of scores, and their gradients. */
sealed interface LossWork extends Workload {
    /** The logarithm of softmax over rows, or its gradient given its output. */
    record LogSoftmax(int rows, int columns, boolean backward) implements LossWork {
        @Override
        public String name() {
            return "log-softmax " + (backward ? "backward " : "") + rows + "x" + columns;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 4.0 * rows * columns * (backward ? 3 : 2);
        }

        Tensor x() {
            return Operands.random(1, rows, columns);
        }

        Tensor dy() {
            return Operands.random(2, rows, columns);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor x = x();
            Tensor y = Tensor.zeros(rows, columns);
            if (!backward) {
                return Workload.task(() -> kernels.softmax().logSoftmax(x, y), y);
            }
            kernels.softmax().logSoftmax(x, y);
            Tensor dy = dy();
            Tensor dx = Tensor.zeros(rows, columns);
            return Workload.task(() -> kernels.softmax().logSoftmaxBackward(y, dy, dx), dx);
        }
    }

    /**
     * The cross-entropy of each row with its label; the result is the losses, or with gradient, which is computed right
     * behind them, the gradient of their sum.
     */
    record CrossEntropy(int rows, int columns, boolean gradient) implements LossWork {
        private static final Classes PLAIN = new Classes(-100, 0f, 0f);

        @Override
        public String name() {
            return "cross-entropy " + (gradient ? "and gradient " : "") + rows + "x" + columns;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 4.0 * rows * columns * (gradient ? 2 : 1);
        }

        Tensor x() {
            return Operands.random(1, rows, columns);
        }

        IntTensor labels() {
            IntTensor labels = IntTensor.zeros(rows);
            for (int i = 0; i < rows; i++) {
                labels.array()[i] = (int) (i * 1597L % columns);
            }
            return labels;
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor x = x();
            IntTensor labels = labels();
            Tensor loss = Tensor.zeros(rows);
            Tensor kept = Tensor.zeros(rows);
            Tensor largest = Tensor.zeros(rows);
            Tensor logSum = Tensor.zeros(rows);
            Runnable forward =
                    () -> kernels.loss().crossEntropy(PLAIN, x, labels, null, loss, kept, largest, logSum);
            if (!gradient) {
                return Workload.task(forward, loss);
            }
            Tensor ones = Tensor.zeros(rows);
            ones.fill(1f);
            Tensor dx = Tensor.zeros(rows, columns);
            return Workload.task(
                    () -> {
                        forward.run();
                        kernels.loss().crossEntropyBackward(PLAIN, x, labels, null, largest, logSum, ones, dx);
                    },
                    dx);
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        return List.of(
                new LogSoftmax(1024, 1024, false),
                new LogSoftmax(1024, 1024, true),
                new CrossEntropy(1024, 1024, false),
                new CrossEntropy(1024, 1024, true),
                new CrossEntropy(256, 32_000, true));
    }
}
