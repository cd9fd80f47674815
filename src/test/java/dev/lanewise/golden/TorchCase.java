package dev.lanewise.golden;

import dev.lanewise.autograd.Buffer;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a kind is built from: operands, parameters and buffers of one golden, by PyTorch's names. */
final class TorchCase {
    private final Golden golden;
    private final Map<String, Var> inputs = new LinkedHashMap<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Buffer> buffers = new LinkedHashMap<>();
    private Tape tape;

    TorchCase(Golden golden) {
        this.golden = golden;
        mode(Mode.TRAIN);
    }

    /** The mode to run in; training unless said otherwise, and to be said before anything else. */
    void mode(Mode mode) {
        tape = Tape.of(mode, true, 0);
        tape.begin(0);
    }

    Tape tape() {
        return tape;
    }

    /** True if the golden has an operand. */
    boolean has(String name) {
        return golden.tensors().containsKey("in." + name);
    }

    /** True if an operand that is there holds floats, not integers or booleans. */
    boolean holdsFloats(String name) {
        return golden.tensors().get("in." + name) instanceof Tensor;
    }

    /** The shape of an operand. */
    Shape shape(String name) {
        return golden.tensors().get("in." + name).shape();
    }

    /** An operand of floats; null if it is absent. */
    Var in(String name) {
        if (!has(name)) {
            return null;
        }
        return inputs.computeIfAbsent(
                name, n -> tape.input(golden.tensor("in." + n).copy()));
    }

    /** An operand of integers or booleans; null if it is absent. */
    IntTensor ints(String name) {
        return has(name) ? golden.ints("in." + name) : null;
    }

    /** An operand of floats as plain data, for weights and masks without a gradient; null if it is absent. */
    Tensor data(String name) {
        return has(name) ? golden.tensor("in." + name) : null;
    }

    /** A parameter; null if it is absent. */
    Parameter parameter(String name) {
        if (!golden.tensors().containsKey("param." + name)) {
            return null;
        }
        return parameters.computeIfAbsent(
                name, n -> new Parameter(golden.tensor("param." + n).copy()));
    }

    /** A buffer of floats; null if it is absent. */
    Buffer buffer(String name) {
        if (!golden.tensors().containsKey("buffer." + name)) {
            return null;
        }
        return buffers.computeIfAbsent(
                name, n -> new Buffer(golden.tensor("buffer." + n).copy()));
    }

    Map<String, Var> inputs() {
        return inputs;
    }

    Map<String, Parameter> parameters() {
        return parameters;
    }

    Map<String, Buffer> buffers() {
        return buffers;
    }
}
