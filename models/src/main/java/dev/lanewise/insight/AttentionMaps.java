package dev.lanewise.insight;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Network;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model attends to: the weights of its attention, {@code softmax(scale * q k^T + mask)}. A model that is trained or
 * used does not keep them; here each of its attention operations is run once more, on the operands it had, and asked for
 * them.
 */
public final class AttentionMaps {
    private AttentionMaps() {}

    /**
     * The weights of a pass over a batch, in evaluation mode.
     *
     * @return a tensor [N,H,Tq,Tk] for each attention operation of the model, in order, whose rows sum to 1, or to 0 where a
     *     query may see no key; none for a model without attention. The caller's
     */
    public static List<Tensor> of(Network model, Value... inputs) {
        Look look = new Look(model, false).at(inputs);
        Tape tape = look.tape();
        List<Tensor> maps = new ArrayList<>();
        for (Tape.Recorded recorded : List.copyOf(tape.recorded())) {
            if (recorded.op() instanceof ScaledDotProductAttention op) {
                Var[] operands = new Var[recorded.inputs().size()];
                for (int i = 0; i < operands.length; i++) {
                    operands[i] = recorded.inputs().get(i) == null ? null : tape.operand(recorded, i);
                }
                Var weights = tape.record(
                                new ScaledDotProductAttention(op.causal(), op.offset(), op.scale(), 0f, true),
                                operands)[1];
                Tensor copy = Tensor.zeros(weights.shape());
                copy.copyFrom(weights.tensor());
                maps.add(copy);
            }
        }
        return maps;
    }
}
