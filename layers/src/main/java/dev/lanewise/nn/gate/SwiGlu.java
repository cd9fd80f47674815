package dev.lanewise.nn.gate;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;

/**
 * A feed-forward block whose hidden features are gated (Shazeer, 2020): {@code y = down_proj(silu(gate_proj(x)) *
 * up_proj(x))}; x:[*,I] y:[*,O]. The names are those of Llama's weights.
 *
 * @param gate_proj from I to H features
 * @param up_proj from I to H features
 * @param down_proj from H to O features
 */
public record SwiGlu(Linear gate_proj, Linear up_proj, Linear down_proj) implements Unary {
    /**
     * Checks that the weights fit together.
     *
     * @throws IllegalArgumentException naming their shapes
     */
    public SwiGlu {
        boolean fits = gate_proj.weight().shape().equals(up_proj.weight().shape())
                && down_proj.weight().shape().dim(1) == up_proj.weight().shape().dim(0);
        if (!fits) {
            throw new IllegalArgumentException("SwiGlu: gate_proj.weight has shape "
                    + gate_proj.weight().shape() + ", up_proj.weight "
                    + up_proj.weight().shape() + ", down_proj.weight "
                    + down_proj.weight().shape() + " (contract gate_proj:[H,I] up_proj:[H,I] down_proj:[O,H])");
        }
    }

    /**
     * A block without biases; each weight is uniform in +-1/sqrt(its inputs), as in PyTorch's Linear.
     *
     * @param inputs the extent I
     * @param hidden the extent H; two thirds of what an ungated block has cost the same
     * @param outputs the extent O
     */
    public static SwiGlu of(int inputs, int hidden, int outputs, Draws draws) {
        return new SwiGlu(
                Linear.withoutBias(inputs, hidden, draws),
                Linear.withoutBias(inputs, hidden, draws),
                Linear.withoutBias(hidden, outputs, draws));
    }

    @Override
    public Var forward(Var x) {
        Var gate = Activation.SILU.forward(gate_proj.forward(x));
        return down_proj.forward(Ops.mul(gate, up_proj.forward(x)));
    }
}
