package dev.lanewise.runtime;

import dev.lanewise.kernel.LossKernels.CtcOptions;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** Sequences and targets for {@link KernelAllocationTest}. */
final class CtcOperands {
    private static final int LENGTH = 2;

    final CtcOptions options = new CtcOptions(0, false);
    final Tensor x;
    final Tensor dx;
    final IntTensor targets;
    final IntTensor inputLengths;
    final IntTensor targetLengths;
    final Tensor loss;

    CtcOperands(boolean large) {
        int samples = large ? 5 : 1;
        x = Tensor.zeros(6, samples, 3);
        dx = Tensor.zeros(6, samples, 3);
        targets = filled(1, samples * LENGTH).reshape(Shape.of(samples, LENGTH));
        inputLengths = filled(6, samples);
        targetLengths = filled(LENGTH, samples);
        loss = Tensor.zeros(samples);
    }

    static IntTensor filled(int value, int size) {
        IntTensor ints = IntTensor.zeros(size);
        Arrays.fill(ints.array(), value);
        return ints;
    }
}
