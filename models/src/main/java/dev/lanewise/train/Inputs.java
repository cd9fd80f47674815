package dev.lanewise.train;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Network;
import dev.lanewise.tensor.Value;

/** Feeds a batch to a model. */
final class Inputs {
    private Inputs() {}

    /** The model's output for all values of a batch but the last, which is the target. */
    static Var forward(Network model, Tape tape, Value... batch) {
        Var[] inputs = new Var[batch.length - 1];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = tape.constant(batch[i]);
        }
        return model.forward(inputs);
    }
}
