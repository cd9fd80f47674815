package dev.lanewise.op.random;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;

/**
 * In training, zeroes each element with a probability and scales the others so that the expectation stays; in evaluation
 * the identity (Srivastava et al., 2014). The mask is drawn by the tape's seed, the step and the operation's place.
 *
 * @param probability of an element to be zeroed, in [0, 1)
 */
public record Dropout(float probability) implements DifferentiableOp {
    public Dropout {
        requireProbability(probability);
    }

    /**
     * Checks a probability of dropping.
     *
     * @throws IllegalArgumentException outside [0, 1)
     */
    public static void requireProbability(float probability) {
        if (!(probability >= 0f && probability < 1f)) {
            throw new IllegalArgumentException("dropout: probability " + probability + ", expected 0 to less than 1");
        }
    }

    @Override
    public void infer(Infer infer) {
        infer.output(infer.shape(0));
        infer.saved(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        if (!frame.training() || probability == 0f) {
            frame.y(0).copyFrom(frame.x(0));
            return;
        }
        float keep = 1f - probability;
        frame.kernels().random().bernoulli(frame.seed(), frame.stream(), keep, 1f / keep, frame.saved(0));
        frame.kernels().elementwise().mul(frame.x(0), frame.saved(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        if (!frame.training() || probability == 0f) {
            frame.dx(0).copyFrom(frame.dy(0));
        } else {
            frame.kernels().elementwise().mul(frame.dy(0), frame.saved(0), frame.dx(0));
        }
    }
}
