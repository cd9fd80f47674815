package dev.lanewise.nn.norm;

import dev.lanewise.autograd.Buffer;
import dev.lanewise.kernel.ElementwiseKernels;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Running statistics of channels, in the buffers of a layer. */
final class Running {
    private Running() {}

    /** A buffer of one value. */
    static Buffer filled(float value, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        tensor.fill(value);
        return new Buffer(tensor);
    }

    /** Checks that all statistics are there or none is, and their shapes. */
    static void check(String layer, int channels, Buffer mean, Buffer variance, Buffer count) {
        if ((mean == null) != (variance == null) || (mean == null) != (count == null)) {
            throw new IllegalArgumentException(layer + ": of running_mean, running_var and num_batches_tracked some are"
                    + " absent, expected all or none");
        }
        if (mean != null) {
            Affine.channels(layer, channels, "running_mean", mean.shape());
            Affine.channels(layer, channels, "running_var", variance.shape());
            if (count.shape().size() != 1) {
                throw new IllegalArgumentException(
                        layer + ": num_batches_tracked has shape " + count.shape() + ", expected []");
            }
        }
    }

    static void momentum(String layer, Float momentum) {
        if (momentum != null && !(momentum >= 0f && momentum <= 1f)) {
            throw new IllegalArgumentException(layer + ": momentum " + momentum + ", expected 0 to 1");
        }
    }

    /** Checks x:[N,C,...]. */
    static void input(String layer, Shape x, int channels, String contract, int... ranks) {
        boolean fits = false;
        for (int rank : ranks) {
            fits |= x.rank() == rank;
        }
        if (!fits || x.dim(1) != channels) {
            throw new IllegalArgumentException(layer + ": x has shape " + x + ", expected " + channels
                    + " channels (contract " + contract + ", C=" + channels + ")");
        }
    }

    /** Checks that a channel has a variance. */
    static void several(String layer, Shape x, int values, String what) {
        if (values < 2) {
            throw new IllegalArgumentException(layer + ": x has shape " + x + ": " + values + " value per " + what
                    + ", expected at least 2, of which there is a variance");
        }
    }

    /** Counts a batch; returns the share of the new statistics: the momentum, or 1/count for a cumulative average. */
    static float counted(Buffer count, Float momentum) {
        Tensor value = count.value();
        value.array()[value.offset()] += 1f;
        return momentum == null ? 1f / value.array()[value.offset()] : momentum;
    }

    /** {@code running = (1 - share) * running + share * factor * now}. */
    static void update(Buffer running, Tensor now, float share, double factor) {
        ElementwiseKernels kernels = Backend.kernels().elementwise();
        kernels.scale(1f - share, running.value(), running.value());
        kernels.axpy((float) (share * factor), now, running.value());
    }
}
