package dev.lanewise.runtime;

import static dev.lanewise.runtime.AllocationLine.ramp;

import dev.lanewise.kernel.UpdateKernels.AdadeltaStep;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.kernel.UpdateKernels.NadamStep;
import dev.lanewise.kernel.UpdateKernels.RmsPropStep;
import dev.lanewise.kernel.UpdateKernels.SgdStep;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Optimisers. */
final class UpdateLines {
    private static final SgdStep PLAIN = new SgdStep(1e-3f, 0f, 1f, false, 0f);
    private static final SgdStep NESTEROV = new SgdStep(1e-3f, 0.9f, 1f, true, 1e-4f);
    private static final AdamStep STEP = new AdamStep(0.9f, 0.999f, 1e-8f, 1e-3f, 1f, 1f, 0f);
    private static final NadamStep NADAM = new NadamStep(0.9f, 0.999f, 1e-8f, 1e-3f, 1e-3f, 1f, 1f, 0f);
    private static final AdadeltaStep ADADELTA = new AdadeltaStep(1e-3f, 0.9f, 0.1f, 1e-6f, 0f);
    private static final RmsPropStep RMS = new RmsPropStep(1e-3f, 0.9f, 0.1f, 1e-8f, 0f, 0f);
    private static final RmsPropStep RMS_MOMENTUM = new RmsPropStep(1e-3f, 0.9f, 0.1f, 1e-8f, 0.9f, 0f);

    private final Tensor u;
    private final Tensor v;
    private final Tensor z;
    private final Tensor m;
    private final Tensor m2;
    private double sum;

    UpdateLines(boolean large) {
        int n = large ? 150_001 : 333;
        u = ramp(n);
        v = ramp(n);
        z = ramp(n);
        m = ramp(n);
        m2 = Tensor.zeros(n);
    }

    List<AllocationLine> lines() {
        return List.of(
                new AllocationLine("update.sgd", k -> k.update().sgd(z, u, null, PLAIN)),
                new AllocationLine("update.sgd momentum", k -> k.update().sgd(z, u, m, NESTEROV)),
                new AllocationLine("update.adam", k -> k.update().adam(z, u, m, m2, STEP)),
                new AllocationLine("update.amsgrad", k -> k.update().amsgrad(z, u, m, m2, v, STEP)),
                new AllocationLine("update.nadam", k -> k.update().nadam(z, u, m, m2, NADAM)),
                new AllocationLine("update.adadelta", k -> k.update().adadelta(z, u, m, m2, ADADELTA)),
                new AllocationLine("update.adamax", k -> k.update().adamax(z, u, m, m2, STEP)),
                new AllocationLine("update.adagrad", k -> k.update().adagrad(z, u, m, 1e-3f, 1e-8f, 0f)),
                new AllocationLine("update.rmsProp", k -> k.update().rmsProp(z, u, m, m2, null, RMS)),
                new AllocationLine("update.rmsProp momentum", k -> k.update().rmsProp(z, u, m, null, v, RMS_MOMENTUM)),
                new AllocationLine("update.average", k -> k.update().average(m, u, 0.1f)),
                new AllocationLine("update.clamp", k -> k.update().clamp(z, 10f)),
                new AllocationLine("update.powerSum", k -> sum += k.update().powerSum(u, 2)));
    }
}
