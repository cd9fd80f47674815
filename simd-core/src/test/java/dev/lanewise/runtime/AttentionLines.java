package dev.lanewise.runtime;

import static dev.lanewise.runtime.AllocationLine.ramp;

import dev.lanewise.kernel.AttentionGradients;
import dev.lanewise.kernel.AttentionInputs;
import dev.lanewise.kernel.AttentionRule;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Attention in one piece. */
final class AttentionLines {
    private static final AttentionRule PLAIN = new AttentionRule(false, 0, 0.1f);
    private static final AttentionRule CAUSAL = new AttentionRule(true, 2, 0.1f);
    private static final AttentionRule DROPPED = new AttentionRule(false, 0, 0.1f, 0.5f, 1, 2);

    private final Workspace work = new Workspace();
    private final AttentionInputs plain;
    private final AttentionInputs masked;
    private final Tensor y;
    private final Tensor dy;
    private final Tensor peak;
    private final Tensor norm;
    private final AttentionGradients to;

    AttentionLines(boolean large) {
        int queries = large ? 201 : 7;
        int keys = large ? 300 : 9;
        int depth = large ? 64 : 5;
        Tensor q = ramp(1, 4, queries, depth);
        Tensor k = ramp(1, 2, keys, depth);
        plain = new AttentionInputs(q, k, k, null, null);
        masked = new AttentionInputs(q, k, k, ramp(1, 1, queries, keys), IntTensor.zeros(1, keys));
        y = ramp(1, 4, queries, depth);
        dy = ramp(1, 4, queries, depth);
        peak = ramp(1, 4, queries);
        norm = ramp(1, 4, queries);
        to = new AttentionGradients(
                ramp(1, 4, queries, depth),
                false,
                ramp(1, 2, keys, depth),
                true,
                ramp(1, 2, keys, depth),
                false,
                ramp(1, 4, queries, keys));
    }

    private void forward(Kernels k, AttentionRule rule, AttentionInputs in) {
        k.attention().forward(rule, in, y, peak, norm, work);
    }

    private void backward(Kernels k, AttentionRule rule, AttentionInputs in) {
        k.attention().backward(rule, in, y, peak, norm, dy, to, work);
    }

    List<AllocationLine> lines() {
        return List.of(
                new AllocationLine("attention.forward", k -> forward(k, PLAIN, plain)),
                new AllocationLine("attention.forward causal, masks", k -> forward(k, CAUSAL, masked)),
                new AllocationLine("attention.forward dropout", k -> forward(k, DROPPED, plain)),
                new AllocationLine("attention.backward", k -> backward(k, PLAIN, plain)),
                new AllocationLine("attention.backward causal, masks", k -> backward(k, CAUSAL, masked)),
                new AllocationLine("attention.backward dropout", k -> backward(k, DROPPED, plain)));
    }
}
