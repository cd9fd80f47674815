package dev.lanewise.runtime;

import static dev.lanewise.runtime.AllocationLine.filled;
import static dev.lanewise.runtime.AllocationLine.ramp;

import dev.lanewise.kernel.CellKernels.Function;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Recurrent cells. */
final class CellLines {
    private final Workspace work = new Workspace();
    private final Tensor a;
    private final Tensor h;
    private final Tensor previous;
    private final Tensor c;
    private final Tensor tanhC;
    private final Tensor bn;
    private final Tensor gates4;
    private final Tensor hidden4;
    private final Tensor gates3;
    private final Tensor hidden3;
    private final Tensor dy;
    private final Tensor dh;
    private final Tensor dc;
    private final Tensor da;
    private final Tensor da4;
    private final Tensor da3;
    private final Tensor db3;
    private final Tensor dPrevious;
    private final Tensor sequence;
    private final Tensor masked;
    private final IntTensor lengths;

    CellLines(boolean large) {
        int samples = large ? 60 : 3;
        int units = large ? 128 : 10;
        a = ramp(samples, units);
        h = ramp(samples, units);
        previous = ramp(samples, units);
        c = ramp(samples, units);
        tanhC = ramp(samples, units);
        bn = ramp(samples, units);
        dy = ramp(samples, units);
        dh = ramp(samples, units);
        dc = ramp(samples, units);
        da = ramp(samples, units);
        dPrevious = ramp(samples, units);
        gates4 = ramp(samples, 4 * units);
        hidden4 = ramp(samples, 4 * units);
        da4 = ramp(samples, 4 * units);
        gates3 = ramp(samples, 3 * units);
        hidden3 = ramp(samples, 3 * units);
        da3 = ramp(samples, 3 * units);
        db3 = ramp(samples, 3 * units);
        sequence = ramp(2, samples, units);
        masked = ramp(2, samples, units);
        lengths = filled(1, samples);
    }

    List<AllocationLine> lines() {
        return List.of(
                new AllocationLine("cell.rnn", k -> k.cell().rnn(Function.TANH, a, dy, h, work)),
                new AllocationLine("cell.rnn relu", k -> k.cell().rnn(Function.RELU, a, dy, h, work)),
                new AllocationLine("cell.rnnBackward", k -> k.cell().rnnBackward(Function.TANH, h, dy, dh, da, work)),
                new AllocationLine(
                        "cell.rnnBackward relu", k -> k.cell().rnnBackward(Function.RELU, h, dy, dh, da, work)),
                new AllocationLine("cell.lstm", k -> k.cell().lstm(gates4, hidden4, previous, c, tanhC, h, work)),
                new AllocationLine(
                        "cell.lstmBackward",
                        k -> k.cell().lstmBackward(gates4, previous, tanhC, dy, dh, dc, da4, dPrevious, work)),
                new AllocationLine("cell.gru", k -> k.cell().gru(gates3, hidden3, previous, bn, h, work)),
                new AllocationLine(
                        "cell.gruBackward",
                        k -> k.cell().gruBackward(gates3, bn, previous, dy, dh, da3, db3, dPrevious, work)),
                new AllocationLine("cell.hold", k -> k.cell().hold(lengths, 1, previous, h)),
                new AllocationLine("cell.hold zeros", k -> k.cell().hold(lengths, 1, null, h)),
                new AllocationLine("cell.mask", k -> k.cell().mask(lengths, sequence, masked)));
    }
}
