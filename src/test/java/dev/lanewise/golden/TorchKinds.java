package dev.lanewise.golden;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.golden.Options.Unsupported;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.AvgPool2d;
import dev.lanewise.nn.Conv2d;
import dev.lanewise.nn.Dense;
import dev.lanewise.nn.MaxPool2d;
import dev.lanewise.nn.Unary;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.optim.Sgd;
import dev.lanewise.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How to build what a PyTorch class is called here, from its options and parameters. */
final class TorchKinds {
    /** Parameters by PyTorch's name; null for one that is not there. */
    interface Parameters extends Function<String, Parameter> {}

    /** Builds a layer for inputs of a shape. */
    interface LayerBuilder {
        Unary build(Options options, Parameters parameters, Shape x);
    }

    /** Builds an optimiser of one parameter. */
    interface OptimizerBuilder {
        Optimizer build(Options options, List<Parameter> parameters);
    }

    static final Map<String, LayerBuilder> LAYERS = Map.ofEntries(
            Map.entry("Linear", TorchKinds::linear),
            Map.entry("Conv2d", TorchKinds::conv2d),
            Map.entry("MaxPool2d", TorchKinds::maxPool2d),
            Map.entry("AvgPool2d", TorchKinds::avgPool2d),
            Map.entry("ReLU", plain(Activation.RELU)),
            Map.entry("Sigmoid", plain(Activation.SIGMOID)),
            Map.entry("Tanh", plain(Activation.TANH)),
            Map.entry("GELU", TorchKinds::gelu),
            Map.entry("Softmax", innermost(Activation.SOFTMAX)),
            Map.entry("LogSoftmax", innermost(Activation.LOG_SOFTMAX)));

    static final Map<String, OptimizerBuilder> OPTIMIZERS = Map.of(
            "optim.SGD", TorchKinds::sgd,
            "optim.Adam", (options, parameters) -> adam(options, parameters, false),
            "optim.AdamW", (options, parameters) -> adam(options, parameters, true));

    static final Map<String, Function<Options, Schedule>> SCHEDULES =
            Map.of("schedule.CosineAnnealingLR", TorchKinds::cosine);

    private TorchKinds() {}

    static boolean has(String kind) {
        return LAYERS.containsKey(kind) || OPTIMIZERS.containsKey(kind) || SCHEDULES.containsKey(kind);
    }

    private static Unary linear(Options options, Parameters parameters, Shape x) {
        options.ignore("in_features", "out_features", "bias");
        return new Dense(parameters.apply("weight"), parameters.apply("bias"));
    }

    private static Unary conv2d(Options options, Parameters parameters, Shape x) {
        options.ignore("in_channels", "out_channels", "kernel_size", "bias");
        int[] stride = options.pair("stride", 1, 1);
        int[] dilation = options.pair("dilation", 1, 1);
        int[] padding = options.pair("padding", 0, 0);
        if (padding[0] + padding[1] > 0) {
            options.only("padding_mode", "zeros");
        }
        // Without padding its mode means nothing.
        options.ignore("padding_mode");
        Conv2dShape conv = new Conv2dShape(
                stride[0], stride[1], padding[0], padding[0], padding[1], padding[1], dilation[0], dilation[1], (int)
                        options.number("groups", 1));
        return new Conv2d(conv, parameters.apply("weight"), parameters.apply("bias"));
    }

    private static Unary maxPool2d(Options options, Parameters parameters, Shape x) {
        options.ignore("return_indices");
        int[] dilation = options.pair("dilation", 1, 1);
        if (dilation[0] != 1 || dilation[1] != 1) {
            throw new Unsupported("dilation=" + dilation[0] + "x" + dilation[1]);
        }
        return new MaxPool2d(pool(options, x));
    }

    private static Unary avgPool2d(Options options, Parameters parameters, Shape x) {
        if (options.number("divisor_override", 0) != 0) {
            throw new Unsupported("divisor_override");
        }
        return new AvgPool2d(pool(options, x), options.flag("count_include_pad", true));
    }

    private static Pool2dShape pool(Options options, Shape x) {
        int[] kernel = options.pair("kernel_size");
        int[] stride = options.pair("stride", kernel);
        int[] padding = options.pair("padding", 0, 0);
        boolean ceil = options.flag("ceil_mode", false);
        for (int axis = 0; axis < 2; axis++) {
            int beyond = x.dim(axis - 2) + 2 * padding[axis] - kernel[axis];
            if (ceil && beyond % stride[axis] != 0) {
                throw new Unsupported("ceil_mode where it makes a difference");
            }
        }
        return new Pool2dShape(kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1]);
    }

    private static LayerBuilder plain(Unary layer) {
        return (options, parameters, x) -> {
            options.ignore("inplace");
            return layer;
        };
    }

    private static Unary gelu(Options options, Parameters parameters, Shape x) {
        options.only("approximate", "none");
        return Activation.GELU;
    }

    private static LayerBuilder innermost(Unary layer) {
        return (options, parameters, x) -> {
            int dim = options.integer("dim");
            if (dim != -1 && dim != x.rank() - 1) {
                throw new Unsupported("dim=" + dim + " of rank " + x.rank());
            }
            return layer;
        };
    }

    private static Optimizer sgd(Options options, List<Parameter> parameters) {
        options.only("dampening", 0);
        options.only("maximize", false);
        return new Sgd(parameters, (float) options.number("momentum", 0), options.flag("nesterov", false), (float)
                options.number("weight_decay", 0));
    }

    private static Optimizer adam(Options options, List<Parameter> parameters, boolean decoupled) {
        options.only("amsgrad", false);
        options.only("maximize", false);
        double[] betas = options.numbers("betas", 0.9, 0.999);
        return new Adam(
                parameters,
                new Adam.Options(
                        betas[0],
                        betas[1],
                        options.number("eps", 1e-8),
                        options.number("weight_decay", decoupled ? 1e-2 : 0),
                        decoupled));
    }

    private static Schedule cosine(Options options) {
        float peak = (float) options.number("lr", 0);
        return new Schedule.Cosine(peak, (float) options.number("eta_min", 0), options.integer("T_max"));
    }
}
