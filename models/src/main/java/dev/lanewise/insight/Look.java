package dev.lanewise.insight;

import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Network;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One forward pass of a model in evaluation mode, with all that went on in it. */
final class Look {
    private final Network model;
    private final Tape tape;
    private Var[] inputs;
    private Var output;

    /**
     * A look at a model.
     *
     * @param recording whether gradients will be asked for
     */
    Look(Network model, boolean recording) {
        this.model = model;
        this.tape = Tape.of(Mode.EVAL, recording, 0);
    }

    /** Runs the model; what an earlier pass gave is no longer valid. */
    Look at(Value... values) {
        tape.begin(0);
        inputs = new Var[values.length];
        for (int i = 0; i < values.length; i++) {
            inputs[i] = switch (values[i]) {
                case Tensor floats -> tape.input(floats);
                case IntTensor ints -> tape.constant(ints);
            };
        }
        output = model.forward(inputs);
        return this;
    }

    Tape tape() {
        return tape;
    }

    Var input(int i) {
        return inputs[i];
    }

    Var output() {
        return output;
    }

    /** The first operation that reads integers which came in. */
    Optional<Tape.Recorded> readerOf(IntTensor ids) {
        for (Tape.Recorded recorded : tape.recorded()) {
            for (int i = 0; i < recorded.inputs().size(); i++) {
                Var operand = recorded.inputs().get(i) == null ? null : tape.operand(recorded, i);
                if (operand != null && operand.holdsInts() && operand.ints() == ids) {
                    return Optional.of(recorded);
                }
            }
        }
        return Optional.empty();
    }

    /** The operations that have a parameter of a name that ends so, in order: {@code weight} finds the layers. */
    List<Tape.Recorded> withParameter(String name) {
        Map<String, Parameter> parameters = model.parameters();
        return tape.recorded().stream()
                .filter(recorded -> recorded.parameters().stream()
                        .anyMatch(p -> parameters.entrySet().stream()
                                .anyMatch(e -> e.getValue() == p
                                        && (e.getKey().equals(name)
                                                || e.getKey().endsWith("." + name)))))
                .toList();
    }

    /** The operation whose parameter is called so. */
    Optional<Tape.Recorded> layer(String parameter) {
        Parameter wanted = model.parameters().get(parameter);
        return tape.recorded().stream()
                .filter(recorded -> recorded.parameters().contains(wanted))
                .findFirst();
    }
}
