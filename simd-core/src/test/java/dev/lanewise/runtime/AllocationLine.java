package dev.lanewise.runtime;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A kernel of a set on prepared operands, for {@link KernelAllocationTest}.
 *
 * @param name family.method, then what tells the lines apart
 * @param regions how many parallel regions a large call has at most
 */
record AllocationLine(String name, int regions, Consumer<Kernels> call) {
    AllocationLine(String name, Consumer<Kernels> call) {
        this(name, 2, call);
    }

    /** All lines: on small problems that run on their caller, or on large ones that are split. */
    static List<AllocationLine> all(boolean large) {
        return Stream.of(
                        new MatrixLines(large).lines(),
                        new ImageLines(large).lines(),
                        new LossLines(large).lines(),
                        new ElementLines(large).lines(),
                        new SegmentLines(large).lines(),
                        new AttentionLines(large).lines(),
                        new RowLines(large).lines(),
                        new UpdateLines(large).lines(),
                        new CopyLines(large).lines(),
                        NormLines.of(large),
                        new CellLines(large).lines(),
                        QuantLines.of(large))
                .flatMap(List::stream)
                .toList();
    }

    String method() {
        return name.split(" ")[0];
    }

    static Tensor ramp(int... shape) {
        Tensor t = Tensor.zeros(Shape.of(shape));
        for (int i = 0; i < t.size(); i++) {
            t.array()[i] = (i * 37 % 101 - 50) / 64f;
        }
        return t;
    }

    static IntTensor filled(int value, int size) {
        IntTensor ints = IntTensor.zeros(size);
        Arrays.fill(ints.array(), value);
        return ints;
    }
}
