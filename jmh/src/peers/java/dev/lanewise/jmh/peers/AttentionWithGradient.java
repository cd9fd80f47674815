package dev.lanewise.jmh.peers;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.tensor.Tensor;

/** Our side of an operation and its gradient; the result is the gradients one after another. */
final class AttentionWithGradient implements Task {
    private final Tape tape = Tape.training(1);
    private final ScaledDotProductAttention op;
    private final Tensor[] operands;
    private final Tensor dy;
    private final Var[] inputs = new Var[3];
    private Gradients gradients;
    private long step;

    AttentionWithGradient(ScaledDotProductAttention op, Tensor[] operands, Tensor dy) {
        this.op = op;
        this.operands = operands;
        this.dy = dy;
    }

    @Override
    public void run() {
        tape.begin(step++);
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = tape.input(operands[i]);
        }
        gradients = tape.backward(op.on(inputs), dy);
    }

    @Override
    public float[] result() {
        int size = operands[0].size();
        float[] all = new float[inputs.length * size];
        for (int i = 0; i < inputs.length; i++) {
            System.arraycopy(gradients.of(inputs[i]).toArray(), 0, all, i * size, size);
        }
        return all;
    }
}
