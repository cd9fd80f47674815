package dev.lanewise.runtime;

import static dev.lanewise.runtime.AllocationLine.ramp;

import dev.lanewise.kernel.QuantMatrix;
import dev.lanewise.kernel.QuantMatrix.Format;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Products with weights in fewer bits. */
final class QuantLines {
    private QuantLines() {}

    static List<AllocationLine> of(boolean large) {
        Workspace work = new Workspace();
        int n = large ? 500 : 70;
        int k = large ? 262 : 39;
        Tensor bias = ramp(n);
        List<AllocationLine> lines = new ArrayList<>();
        for (Format format : Format.values()) {
            QuantMatrix w = QuantMatrix.of(format, ramp(n, k));
            for (int m : new int[] {1, 2, 5}) {
                Tensor x = ramp(m, k);
                Tensor y = ramp(m, n);
                String what = " " + format + " " + m;
                lines.add(
                        new AllocationLine("quant.linear" + what, s -> s.quant().linear(w, x, bias, y, work)));
                lines.add(new AllocationLine(
                        "quant.linearBackward" + what, s -> s.quant().linearBackward(w, y, x, work)));
            }
        }
        return lines;
    }
}
