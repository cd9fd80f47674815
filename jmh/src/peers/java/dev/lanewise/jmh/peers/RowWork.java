package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Operands;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.NormKernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Softmax and layer normalisation of rows, and their gradients. */
sealed interface RowWork extends Workload {
    /** Softmax over rows. */
    record Softmax(int rows, int columns) implements RowWork {
        @Override
        public String name() {
            return "softmax " + rows + "x" + columns;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 8.0 * rows * columns;
        }

        Tensor x() {
            return Operands.random(1, rows, columns);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor x = x();
            Tensor y = Tensor.zeros(rows, columns);
            return Workload.task(() -> kernels.softmax().softmax(x, y), y);
        }
    }

    /** Layer normalisation of rows, with weight and bias. */
    record LayerNorm(int rows, int columns) implements RowWork {
        static final float EPS = 1e-5f;

        @Override
        public String name() {
            return "layer norm " + rows + "x" + columns;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 8.0 * rows * columns;
        }

        Tensor x() {
            return Operands.random(1, rows, columns);
        }

        Tensor weight() {
            return Operands.random(2, columns);
        }

        Tensor bias() {
            return Operands.random(3, columns);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor x = x();
            Tensor weight = weight();
            Tensor bias = bias();
            dev.lanewise.op.norm.LayerNorm op = new dev.lanewise.op.norm.LayerNorm(1, EPS);
            return new OnTape(tape -> op.on(tape.constant(x), tape.constant(weight), tape.constant(bias)));
        }
    }

    /** The gradient of {@link Softmax}, given its output. */
    record SoftmaxBackward(int rows, int columns) implements RowWork {
        @Override
        public String name() {
            return "softmax backward " + rows + "x" + columns;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 12.0 * rows * columns;
        }

        Tensor dy() {
            return Operands.random(4, rows, columns);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor y = Tensor.zeros(rows, columns);
            kernels.softmax().softmax(new Softmax(rows, columns).x(), y);
            Tensor dy = dy();
            Tensor dx = Tensor.zeros(rows, columns);
            return Workload.task(() -> kernels.softmax().softmaxBackward(y, dy, dx), dx);
        }
    }

    /** The gradients of {@link LayerNorm}: those of x, weight and bias one after another. */
    record LayerNormBackward(int rows, int columns) implements RowWork {
        @Override
        public String name() {
            return "layer norm backward " + rows + "x" + columns;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 12.0 * rows * columns;
        }

        LayerNorm forward() {
            return new LayerNorm(rows, columns);
        }

        Tensor dy() {
            return Operands.random(4, rows, columns);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor x = forward().x().reshape(rows, columns, 1);
            Tensor weight = forward().weight();
            Tensor centre = Tensor.zeros(2, rows);
            Tensor rstd = Tensor.zeros(rows);
            Tensor dy = dy().reshape(rows, columns, 1);
            float[] all = new float[rows * columns + 2 * columns];
            Tensor dx = Tensor.window(all, 0, Shape.of(rows, columns, 1));
            Tensor dWeight = Tensor.window(all, rows * columns, Shape.of(columns));
            Tensor dBias = Tensor.window(all, rows * columns + columns, Shape.of(columns));
            Workspace work = new Workspace();
            NormKernels norm = kernels.norm();
            norm.groups(1, LayerNorm.EPS, x, weight, forward().bias(), Tensor.zeros(rows, columns, 1), centre, rstd);
            return Workload.task(
                    () -> norm.groupsBackward(1, x, weight, centre, rstd, dy, dx, dWeight, dBias, work),
                    Tensor.window(all, 0, Shape.of(all.length)));
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        return List.of(
                new Softmax(1024, 1024),
                new LayerNorm(1024, 768),
                new SoftmaxBackward(1024, 1024),
                new LayerNormBackward(1024, 768));
    }
}
