package dev.lanewise.op.random;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.BroadcastKernels;
import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.tensor.Tensor;

/**
 * In training, sets each element with a probability p to the value where SELU saturates, {@code s = -1.7580993}, and then
 * maps all by {@code a y + b} so that mean 0 and variance 1 stay: {@code a = ((1 - p) (1 + p s^2))^(-1/2)}, {@code b = -a p
 * s}; in evaluation the identity (Klambauer et al., 2017). With p = 1 the output is 0, as in PyTorch.
 *
 * @param probability p of an element to be dropped, in [0, 1]
 */
public record AlphaDropout(float probability) implements DifferentiableOp {
    /** Minus scale times alpha of SELU. */
    private static final double SATURATED = -1.7580993408473766;

    /** Checks the probability. */
    public AlphaDropout {
        Masks.requireProbability("alphaDropout", probability);
    }

    @Override
    public void infer(Infer infer) {
        infer.output(infer.shape(0));
        infer.saved(infer.shape(0));
    }

    private double slope() {
        double p = probability;
        return p == 1 ? 0 : 1 / Math.sqrt((1 - p) * (1 + p * SATURATED * SATURATED));
    }

    @Override
    public void forward(Frame frame) {
        if (Masks.off(frame, probability)) {
            frame.y(0).copyFrom(frame.x(0));
            return;
        }
        // (x - s) * (a where kept, else 0) + (a s + b): a x + b where kept, else a s + b.
        double a = slope();
        Tensor mask = frame.saved(0);
        frame.kernels().random().bernoulli(frame.seed(), frame.stream(), 1f - probability, (float) a, mask);
        BroadcastKernels broadcast = frame.kernels().broadcast();
        broadcast.apply(Binary.SUB, frame.x(0), Tensor.scalar((float) SATURATED), frame.y(0));
        frame.kernels().elementwise().mul(frame.y(0), mask, frame.y(0));
        float shift = (float) (a * SATURATED - a * probability * SATURATED);
        broadcast.apply(Binary.ADD, frame.y(0), Tensor.scalar(shift), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        if (Masks.off(frame, probability)) {
            frame.dx(0).copyFrom(frame.dy(0));
        } else {
            frame.kernels().elementwise().mul(frame.dy(0), frame.saved(0), frame.dx(0));
        }
    }
}
