package dev.lanewise.golden;

import dev.lanewise.autograd.Var;
import dev.lanewise.golden.Options.Unsupported;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.conv.AvgPool2d;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.nn.conv.MaxPool2d;
import dev.lanewise.tensor.Shape;
import java.util.Map;

/** PyTorch's convolutions, poolings and resamplings. */
final class ConvKinds {
    static final Map<String, TorchKind> KINDS = Map.ofEntries(
            Map.entry("Conv2d", ConvKinds::conv2d),
            Map.entry("MaxPool2d", ConvKinds::maxPool2d),
            Map.entry("AvgPool2d", ConvKinds::avgPool2d));

    private ConvKinds() {}

    private static Var[] conv2d(TorchCase golden, Options options) {
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
        Conv2d layer = new Conv2d(conv, golden.parameter("weight"), golden.parameter("bias"));
        return new Var[] {layer.forward(golden.in("x"))};
    }

    private static Var[] maxPool2d(TorchCase golden, Options options) {
        options.ignore("return_indices");
        int[] dilation = options.pair("dilation", 1, 1);
        if (dilation[0] != 1 || dilation[1] != 1) {
            throw new Unsupported("dilation=" + dilation[0] + "x" + dilation[1]);
        }
        return new Var[] {new MaxPool2d(pool(options, golden.shape("x"))).forward(golden.in("x"))};
    }

    private static Var[] avgPool2d(TorchCase golden, Options options) {
        if (options.number("divisor_override", 0) != 0) {
            throw new Unsupported("divisor_override");
        }
        boolean countPadding = options.flag("count_include_pad", true);
        return new Var[] {new AvgPool2d(pool(options, golden.shape("x")), countPadding).forward(golden.in("x"))};
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
}
