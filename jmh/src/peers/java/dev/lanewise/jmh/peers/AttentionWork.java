package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Operands;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Attention, without and with its gradients. */
sealed interface AttentionWork extends Workload {
    /**
     * Self-attention without projections.
     *
     * @param backward true for the gradients of queries, keys and values as well
     */
    record Attention(int heads, int length, int depth, boolean causal, boolean backward) implements AttentionWork {
        @Override
        public String name() {
            return "attention " + heads + "x" + length + "x" + depth + (causal ? " causal" : "")
                    + (backward ? " forward and backward" : "");
        }

        /** Two products forward, five backward, of which one computes the scores again. */
        @Override
        public double gflop() {
            return (backward ? 7 : 2) * (causal ? 1e-9 : 2e-9) * heads * length * length * depth;
        }

        @Override
        public double bytes() {
            return 0;
        }

        /** A tape makes the gradients of its inputs anew in every step. */
        @Override
        public long bytesAllowed() {
            return backward ? 3L * Float.BYTES * heads * length * depth + TAPE_BYTES : 0;
        }

        Tensor operand(int stream) {
            return Operands.random(stream, 1, heads, length, depth);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor q = operand(1);
            Tensor k = operand(2);
            Tensor v = operand(3);
            ScaledDotProductAttention op = new ScaledDotProductAttention(causal, 0, Float.NaN, 0f, false);
            return backward
                    ? new AttentionWithGradient(op, new Tensor[] {q, k, v}, operand(4))
                    : new OnTape(tape -> op.on(tape.constant(q), tape.constant(k), tape.constant(v)));
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (int length : new int[] {128, 512, 2048}) {
            for (boolean backward : new boolean[] {false, true}) {
                all.add(new Attention(12, length, 64, false, backward));
                all.add(new Attention(12, length, 64, true, backward));
            }
        }
        return all;
    }
}
