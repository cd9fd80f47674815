package dev.lanewise.op.random;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;

/**
 * In training, zeroes each element with a probability and scales the others so that the expectation stays; in evaluation
 * the identity (Srivastava et al., 2014). The mask is drawn by the tape's seed, the step and the operation's place.
 *
 * @param probability of an element to be zeroed, in [0, 1]
 */
public record Dropout(float probability) implements DifferentiableOp {
    /** Checks the probability. */
    public Dropout {
        requireProbability(probability);
    }

    /**
     * Checks a probability of dropping.
     *
     * @throws IllegalArgumentException outside [0, 1]
     */
    public static void requireProbability(float probability) {
        Masks.requireProbability("dropout", probability);
    }

    @Override
    public void infer(Infer infer) {
        infer.output(infer.shape(0));
        infer.saved(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        if (Masks.off(frame, probability)) {
            frame.y(0).copyFrom(frame.x(0));
        } else {
            Masks.draw(frame, probability, frame.saved(0));
            frame.kernels().elementwise().mul(frame.x(0), frame.saved(0), frame.y(0));
        }
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
