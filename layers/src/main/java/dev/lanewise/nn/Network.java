package dev.lanewise.nn;

import dev.lanewise.autograd.Buffer;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import java.util.Map;

/**
 * A whole model: from the inputs of a batch, one or several, to one value. What takes one input is a {@link Unary}, and
 * {@link #of} makes it a network.
 */
public interface Network extends Layer {
    /**
     * Computes the output on the tape of the inputs.
     *
     * @param inputs in the order of the data's fields, each [N, ...]
     * @throws IllegalArgumentException if there are more or fewer than the model takes, or of other shapes
     */
    Var forward(Var... inputs);

    /** A model of one input; parameters and buffers keep their names. */
    static Network of(Unary model) {
        return new OneInput(model);
    }

    /**
     * See {@link #of}.
     *
     * @param model what it stands for
     */
    record OneInput(Unary model) implements Network {
        @Override
        public Var forward(Var... inputs) {
            if (inputs.length != 1) {
                throw new IllegalArgumentException("network: " + inputs.length + " inputs, the model takes one");
            }
            return model.forward(inputs[0]);
        }

        @Override
        public Map<String, Parameter> parameters() {
            return model.parameters();
        }

        @Override
        public Map<String, Buffer> buffers() {
            return model.buffers();
        }
    }
}
