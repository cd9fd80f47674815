package dev.lanewise.nn;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.random.BlockDropout;

/**
 * Zeroes whole channels of samples in training and scales the others by {@code 1 / (1 - probability)} (Tompson et al.,
 * 2015); the identity in evaluation. x:[N,C,*], of rank 3 at least: PyTorch's Dropout1d, Dropout2d and Dropout3d.
 *
 * @param probability of a channel to be zeroed, in [0, 1]
 */
public record ChannelDropout(float probability) implements Unary {
    /** Checks the probability. */
    public ChannelDropout {
        if (!(probability >= 0f && probability <= 1f)) {
            throw new IllegalArgumentException("channelDropout: probability " + probability + ", expected 0 to 1");
        }
    }

    @Override
    public Var forward(Var x) {
        if (x.shape().rank() < 3) {
            throw new IllegalArgumentException(
                    "channelDropout: x has shape " + x.shape() + ", expected rank 3 or more (contract x:[N,C,*])");
        }
        return new BlockDropout(2, probability).on(x);
    }
}
