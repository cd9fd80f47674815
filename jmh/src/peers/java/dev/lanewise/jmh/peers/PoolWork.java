package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Operands;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Pooling. */
sealed interface PoolWork extends Workload {
    /** Pooling of square images by square windows: the maximum (ours writes its place, too) or the mean. */
    record Pool(boolean maximum, int images, int channels, int side, int kernel, int stride, int padding)
            implements PoolWork {
        @Override
        public String name() {
            return (maximum ? "max" : "average") + " pool " + images + "x" + channels + "x" + side + "x" + side + ", "
                    + kernel + "x" + kernel + ", stride " + stride + (padding > 0 ? ", pad " + padding : "");
        }

        int out() {
            return (side + 2 * padding - kernel) / stride + 1;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 4.0 * images * channels * (side * side + (maximum ? 2 : 1) * out() * out());
        }

        Pool2dShape shape() {
            return Pool2dShape.of(kernel, stride, padding);
        }

        Tensor x() {
            return Operands.random(1, images, channels, side, side);
        }

        Tensor dy() {
            return Operands.random(2, images, channels, out(), out());
        }

        @Override
        public Task ours(Kernels kernels) {
            Pool2dShape shape = shape();
            Tensor x = x();
            Tensor y = Tensor.zeros(images, channels, out(), out());
            IntTensor places = IntTensor.zeros(images, channels, out(), out());
            return maximum
                    ? Workload.task(() -> kernels.pool().max(shape, x, y, places), y)
                    : Workload.task(() -> kernels.pool().average(shape, true, x, y), y);
        }
    }

    /** The gradient of a pooling. */
    record PoolGradient(Pool pool) implements PoolWork {
        @Override
        public String name() {
            return pool.name() + ", dx";
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return pool.bytes();
        }

        @Override
        public Task ours(Kernels kernels) {
            Pool2dShape shape = pool.shape();
            Tensor x = pool.x();
            Tensor dy = pool.dy();
            Tensor dx = Tensor.zeros(x.shape());
            IntTensor places = IntTensor.zeros(dy.shape().toArray());
            if (pool.maximum()) {
                kernels.pool().max(shape, x, Tensor.zeros(dy.shape()), places);
                return Workload.task(() -> kernels.pool().maxBackward(shape, dy, places, dx), dx);
            }
            return Workload.task(() -> kernels.pool().averageBackward(shape, true, dy, dx), dx);
        }
    }

    /** The mean of windows that cover square images, or its gradient. */
    record AdaptivePool(int images, int channels, int side, int out, boolean backward) implements PoolWork {
        @Override
        public String name() {
            return "adaptive average pool " + images + "x" + channels + "x" + side + "x" + side + " to " + out + "x" + out
                    + (backward ? ", dx" : "");
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 4.0 * images * channels * (side * side + out * out);
        }

        Tensor x() {
            return Operands.random(1, images, channels, side, side);
        }

        Tensor dy() {
            return Operands.random(2, images, channels, out, out);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor x = x();
            Tensor y = dy();
            return backward
                    ? Workload.task(() -> kernels.pool().adaptiveAverageBackward(y, x), x)
                    : Workload.task(() -> kernels.pool().adaptiveAverage(x, y), y);
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        List<Pool> pools = List.of(
                new Pool(true, 16, 64, 56, 2, 2, 0),
                new Pool(true, 64, 6, 28, 2, 2, 0),
                new Pool(true, 64, 16, 10, 2, 2, 0),
                new Pool(true, 1, 512, 14, 2, 2, 0),
                new Pool(true, 1, 64, 112, 3, 2, 1),
                new Pool(true, 16, 64, 56, 3, 2, 1),
                new Pool(true, 1, 64, 28, 3, 1, 1),
                new Pool(false, 16, 64, 56, 2, 2, 0),
                new Pool(false, 1, 64, 56, 3, 1, 1),
                new Pool(false, 16, 512, 7, 7, 1, 0));
        all.addAll(pools);
        for (Pool pool : pools) {
            all.add(new PoolGradient(pool));
        }
        for (boolean backward : new boolean[] {false, true}) {
            all.add(new AdaptivePool(1, 512, 7, 1, backward));
            all.add(new AdaptivePool(16, 2048, 7, 1, backward));
            all.add(new AdaptivePool(1, 64, 56, 7, backward));
            all.add(new AdaptivePool(1, 64, 56, 1, backward));
        }
        return all;
    }
}
