package dev.lanewise.golden;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.golden.Options.Unsupported;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Bilinear;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.activation.LogSoftmax;
import dev.lanewise.nn.activation.PRelu;
import dev.lanewise.nn.activation.Softmax;
import dev.lanewise.nn.activation.Softmin;
import dev.lanewise.nn.gate.Glu;
import java.util.Map;
import java.util.function.Function;

/** PyTorch's activations, and its layers of matrix products. */
final class ActivationKinds {
    static final Map<String, TorchKind> KINDS = Map.ofEntries(
            Map.entry("Linear", ActivationKinds::linear),
            Map.entry("Bilinear", ActivationKinds::bilinear),
            Map.entry("PReLU", ActivationKinds::prelu),
            Map.entry("GLU", unary(o -> new Glu((int) o.number("dim", -1)))),
            Map.entry("ReLU", unary(o -> Activation.RELU)),
            Map.entry("ReLU6", unary(o -> Activation.RELU6)),
            Map.entry("LeakyReLU", unary(o -> Activation.leakyRelu(number(o, "negative_slope", 1e-2)))),
            Map.entry("ELU", unary(o -> Activation.elu(number(o, "alpha", 1)))),
            Map.entry("SELU", unary(o -> Activation.SELU)),
            Map.entry("CELU", unary(o -> Activation.celu(number(o, "alpha", 1)))),
            Map.entry("GELU", unary(ActivationKinds::gelu)),
            Map.entry("SiLU", unary(o -> Activation.SILU)),
            Map.entry("Mish", unary(o -> Activation.MISH)),
            Map.entry("Softplus", unary(o -> Activation.softplus(number(o, "beta", 1), number(o, "threshold", 20)))),
            Map.entry("Softsign", unary(o -> Activation.SOFTSIGN)),
            Map.entry("Hardsigmoid", unary(o -> Activation.HARD_SIGMOID)),
            Map.entry("Hardswish", unary(o -> Activation.HARD_SWISH)),
            Map.entry("Hardtanh", unary(o -> Activation.hardTanh(number(o, "min_val", -1), number(o, "max_val", 1)))),
            Map.entry("Sigmoid", unary(o -> Activation.SIGMOID)),
            Map.entry("Tanh", unary(o -> Activation.TANH)),
            Map.entry("LogSigmoid", unary(o -> Activation.LOG_SIGMOID)),
            Map.entry("Tanhshrink", unary(o -> Activation.TANH_SHRINK)),
            Map.entry("Softshrink", unary(o -> Activation.softShrink(number(o, "lambd", 0.5)))),
            Map.entry("Hardshrink", unary(o -> Activation.hardShrink(number(o, "lambd", 0.5)))),
            Map.entry("Softmax", unary(o -> new Softmax(o.integer("dim")))),
            Map.entry("LogSoftmax", unary(o -> new LogSoftmax(o.integer("dim")))),
            Map.entry("Softmin", unary(o -> new Softmin(o.integer("dim")))));

    private ActivationKinds() {}

    private static float number(Options options, String name, double byDefault) {
        return (float) options.number(name, byDefault);
    }

    private static TorchKind unary(Function<Options, Unary> layer) {
        return (golden, options) -> {
            options.ignore("inplace");
            return new Var[] {layer.apply(options).forward(golden.in("x"))};
        };
    }

    private static Unary gelu(Options options) {
        String approximate = options.text("approximate", "none");
        return switch (approximate) {
            case "none" -> Activation.GELU;
            case "tanh" -> Activation.GELU_TANH;
            default -> throw new Unsupported("approximate=" + approximate);
        };
    }

    private static Var[] linear(TorchCase golden, Options options) {
        options.ignore("in_features", "out_features", "bias");
        Linear layer = new Linear(golden.parameter("weight"), golden.parameter("bias"));
        return new Var[] {layer.forward(golden.in("x"))};
    }

    private static Var[] bilinear(TorchCase golden, Options options) {
        options.ignore("in1_features", "in2_features", "out_features", "bias");
        Bilinear layer = new Bilinear(golden.parameter("weight"), golden.parameter("bias"));
        return new Var[] {layer.forward(golden.in("x1"), golden.in("x2"))};
    }

    private static Var[] prelu(TorchCase golden, Options options) {
        // The initial value: the golden has the slopes themselves.
        options.ignore("num_parameters", "init");
        Parameter weight = golden.parameter("weight");
        return new Var[] {new PRelu(weight).forward(golden.in("x"))};
    }
}
