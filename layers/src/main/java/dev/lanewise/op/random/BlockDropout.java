package dev.lanewise.op.random;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.tensor.Shape;
import java.util.Arrays;

/**
 * In training, zeroes whole blocks with a probability and scales the others so that the expectation stays; in evaluation
 * the identity. A block is what stands under one index of the leading axes: with two of [N,C,*] a channel of a sample
 * (Tompson et al., 2015), with one of [N,*] a sample (stochastic depth, Huang et al., 2016). The output has the shape of x.
 *
 * @param axes how many leading axes there are, at least 1
 * @param probability of a block to be zeroed, in [0, 1]
 */
public record BlockDropout(int axes, float probability) implements DifferentiableOp {
    /** Checks the options. */
    public BlockDropout {
        if (axes < 1) {
            throw new IllegalArgumentException("blockDropout: " + axes + " leading axes, expected at least 1");
        }
        Masks.requireProbability("blockDropout", probability);
    }

    @Override
    public void infer(Infer infer) {
        Shape x = infer.shape(0);
        if (x.rank() < axes) {
            throw new IllegalArgumentException("blockDropout: x has shape " + x + ", rank " + x.rank()
                    + ", expected at least " + axes + " leading axes");
        }
        int[] blocks = x.toArray();
        Arrays.fill(blocks, axes, blocks.length, 1);
        infer.output(x);
        infer.saved(Shape.of(blocks));
    }

    @Override
    public void forward(Frame frame) {
        if (Masks.off(frame, probability)) {
            frame.y(0).copyFrom(frame.x(0));
        } else {
            Masks.draw(frame, probability, frame.saved(0));
            frame.kernels().broadcast().apply(Binary.MUL, frame.x(0), frame.saved(0), frame.y(0));
        }
    }

    @Override
    public void backward(Frame frame) {
        if (Masks.off(frame, probability)) {
            frame.dx(0).copyFrom(frame.dy(0));
        } else {
            frame.kernels().broadcast().apply(Binary.MUL, frame.dy(0), frame.saved(0), frame.dx(0));
        }
    }
}
