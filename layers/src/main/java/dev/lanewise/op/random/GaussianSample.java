package dev.lanewise.op.random;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.ElementwiseKernels;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;

/**
 * A draw from a Gaussian that gradients flow through (Kingma and Welling, 2014): {@code z = mean + exp(logvar / 2) * eps},
 * eps standard normal, drawn by the tape's seed, the step and the operation's place, in training and in evaluation alike.
 * mean:[*] logvar:[*] z:[*].
 */
public record GaussianSample() implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("mean:[*] logvar:[*]");

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.output(infer.shape(0));
        infer.saved(infer.shape(0));
        infer.scratch(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        ElementwiseKernels elementwise = frame.kernels().elementwise();
        Tensor noise = frame.saved(0);
        Tensor deviation = frame.scratch(0);
        frame.kernels().random().normal(frame.seed(), frame.stream(), 0f, 1f, noise);
        elementwise.scale(0.5f, frame.x(1), deviation);
        elementwise.exp(deviation, deviation);
        // What is kept for the gradient is eps times the deviation.
        elementwise.mul(noise, deviation, noise);
        elementwise.add(frame.x(0), noise, frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        if (frame.wants(0)) {
            frame.dx(0).copyFrom(frame.dy(0));
        }
        if (frame.wants(1)) {
            ElementwiseKernels elementwise = frame.kernels().elementwise();
            elementwise.mul(frame.dy(0), frame.saved(0), frame.dx(1));
            elementwise.scale(0.5f, frame.dx(1), frame.dx(1));
        }
    }
}
