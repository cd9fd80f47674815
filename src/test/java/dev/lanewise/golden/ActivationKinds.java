package dev.lanewise.golden;

import dev.lanewise.autograd.Var;
import dev.lanewise.golden.Options.Unsupported;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import java.util.Map;

/** PyTorch's activations, and its layers of matrix products. */
final class ActivationKinds {
    static final Map<String, TorchKind> KINDS = Map.ofEntries(
            Map.entry("Linear", ActivationKinds::linear),
            Map.entry("ReLU", plain(Activation.RELU)),
            Map.entry("Sigmoid", plain(Activation.SIGMOID)),
            Map.entry("Tanh", plain(Activation.TANH)),
            Map.entry("GELU", ActivationKinds::gelu),
            Map.entry("Softmax", innermost(Activation.SOFTMAX)),
            Map.entry("LogSoftmax", innermost(Activation.LOG_SOFTMAX)));

    private ActivationKinds() {}

    private static Var[] linear(TorchCase golden, Options options) {
        options.ignore("in_features", "out_features", "bias");
        Linear layer = new Linear(golden.parameter("weight"), golden.parameter("bias"));
        return new Var[] {layer.forward(golden.in("x"))};
    }

    private static TorchKind plain(Unary layer) {
        return (golden, options) -> {
            options.ignore("inplace");
            return new Var[] {layer.forward(golden.in("x"))};
        };
    }

    private static Var[] gelu(TorchCase golden, Options options) {
        options.only("approximate", "none");
        return new Var[] {Activation.GELU.forward(golden.in("x"))};
    }

    private static TorchKind innermost(Unary layer) {
        return (golden, options) -> {
            int dim = options.integer("dim");
            if (dim != -1 && dim != golden.shape("x").rank() - 1) {
                throw new Unsupported("dim=" + dim);
            }
            return new Var[] {layer.forward(golden.in("x"))};
        };
    }
}
