package dev.lanewise.runtime;

import static dev.lanewise.runtime.Exercises.ramp;

import dev.lanewise.kernel.AttentionGradients;
import dev.lanewise.kernel.AttentionInputs;
import dev.lanewise.kernel.AttentionRule;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.function.Consumer;

/** The exercise of attention: fused and of rows, forward and backward, every rule. */
final class AttentionExercise implements Consumer<Kernels> {
    private final Tensor[] scores = {ramp(1, 2, 5, 10), ramp(1, 1, 3, 77)};
    private final Tensor[] weights = {ramp(1, 2, 5, 10), ramp(1, 1, 3, 77)};
    private final Workspace work = new Workspace();
    // Whole panels and a part of one, two blocks of keys, depths with and without an edge.
    private final Fused whole = new Fused(70, 200, 32, null, null);
    private final Fused small = new Fused(7, 9, 5, null, null);
    // Every number of rows that a tile may have, in a first block and in a second.
    private final Fused[] rows = new Fused[7];
    private final Fused edges = new Fused(9, 20, 21, ramp(1, 1, 9, 20), IntTensor.zeros(1, 20));
    // Squares of masks, and what is left of them.
    private final Fused masks = new Fused(70, 200, 32, ramp(1, 1, 70, 200), IntTensor.zeros(1, 200));
    private int round;

    AttentionExercise() {
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new Fused(i + 1, 129 + i, 36, null, null);
        }
    }

    @Override
    public void accept(Kernels k) {
        for (int i = 0; i < scores.length; i++) {
            k.attention().maskedSoftmax(scores[i], null, null, false, 0, weights[i]);
            k.attention().maskedSoftmax(scores[i], null, null, true, 0, weights[i]);
        }
        edges.run(k, Fused.CAUSAL, work);
        small.run(k, Fused.PLAIN, work);
        // The same loops on more numbers: now and then is enough.
        if (round++ % 4 == 0) {
            whole.run(k, Fused.PLAIN, work);
            whole.run(k, Fused.CAUSAL, work);
            masks.run(k, Fused.CAUSAL, work);
            for (Fused few : rows) {
                few.run(k, Fused.PLAIN, work);
            }
            edges.run(k, Fused.DROPPED, work);
        }
    }

    private static final class Fused {
        private static final AttentionRule PLAIN = new AttentionRule(false, 0, 0.1f);
        private static final AttentionRule CAUSAL = new AttentionRule(true, 3, 0.1f);
        private static final AttentionRule DROPPED = new AttentionRule(false, 0, 0.1f, 0.5f, 1, 2);

        private final AttentionInputs in;
        private final Tensor y;
        private final Tensor dy;
        private final Tensor peak;
        private final Tensor norm;
        private final AttentionGradients to;

        Fused(int queries, int keys, int depth, Tensor mask, IntTensor ignored) {
            in = new AttentionInputs(
                    ramp(1, 2, queries, depth), ramp(1, 1, keys, depth), ramp(1, 1, keys, depth), mask, ignored);
            y = ramp(1, 2, queries, depth);
            dy = ramp(1, 2, queries, depth);
            peak = ramp(1, 2, queries);
            norm = ramp(1, 2, queries);
            to = new AttentionGradients(
                    ramp(1, 2, queries, depth),
                    false,
                    ramp(1, 1, keys, depth),
                    false,
                    ramp(1, 1, keys, depth),
                    false,
                    mask == null ? null : ramp(1, 2, queries, keys));
        }

        void run(Kernels k, AttentionRule rule, Workspace work) {
            k.attention().forward(rule, in, y, peak, norm, work);
            k.attention().backward(rule, in, y, peak, norm, dy, to, work);
        }
    }
}
