package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Operands;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
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

        Tensor x() {
            return Operands.random(1, images, channels, side, side);
        }

        @Override
        public Task ours(Kernels kernels) {
            Pool2dShape shape = new Pool2dShape(kernel, kernel, stride, stride, padding, padding);
            Tensor x = x();
            Tensor y = Tensor.zeros(images, channels, out(), out());
            IntTensor places = IntTensor.zeros(images, channels, out(), out());
            return maximum
                    ? Workload.task(() -> kernels.pool().max(shape, x, y, places), y)
                    : Workload.task(() -> kernels.pool().average(shape, true, x, y), y);
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        return List.of(
                new Pool(true, 16, 64, 56, 2, 2, 0),
                new Pool(true, 1, 64, 112, 3, 2, 1),
                new Pool(false, 16, 64, 56, 2, 2, 0),
                new Pool(false, 16, 512, 7, 7, 1, 0));
    }
}
