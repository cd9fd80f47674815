package dev.lanewise.golden;

import dev.lanewise.autograd.Var;
import dev.lanewise.golden.Options.Unsupported;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Interpolation.Mode;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.conv.AdaptiveAvgPool1d;
import dev.lanewise.nn.conv.AdaptiveAvgPool2d;
import dev.lanewise.nn.conv.AdaptiveMaxPool1d;
import dev.lanewise.nn.conv.AdaptiveMaxPool2d;
import dev.lanewise.nn.conv.AvgPool1d;
import dev.lanewise.nn.conv.AvgPool2d;
import dev.lanewise.nn.conv.Conv1d;
import dev.lanewise.nn.conv.Conv1dShape;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.nn.conv.Conv3d;
import dev.lanewise.nn.conv.Conv3dShape;
import dev.lanewise.nn.conv.ConvTranspose1d;
import dev.lanewise.nn.conv.ConvTranspose2d;
import dev.lanewise.nn.conv.MaxPool1d;
import dev.lanewise.nn.conv.MaxPool2d;
import dev.lanewise.nn.conv.PixelShuffle;
import dev.lanewise.nn.conv.PixelUnshuffle;
import dev.lanewise.nn.conv.Upsample;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** PyTorch's convolutions, poolings and resamplings. */
final class ConvKinds {
    static final Map<String, TorchKind> KINDS = Map.ofEntries(
            Map.entry("Conv1d", ConvKinds::conv1d),
            Map.entry("Conv2d", ConvKinds::conv2d),
            Map.entry("Conv3d", ConvKinds::conv3d),
            Map.entry("ConvTranspose1d", ConvKinds::convTranspose1d),
            Map.entry("ConvTranspose2d", ConvKinds::convTranspose2d),
            Map.entry("MaxPool1d", layer((golden, options) -> new MaxPool1d(maxPool(options, 1)))),
            Map.entry("MaxPool2d", layer((golden, options) -> new MaxPool2d(maxPool(options, 2)))),
            Map.entry("AvgPool1d", layer((golden, options) -> new AvgPool1d(pool(options, 1), counts(options)))),
            Map.entry("AvgPool2d", layer(ConvKinds::avgPool2d)),
            Map.entry("AdaptiveAvgPool1d", layer((golden, options) -> new AdaptiveAvgPool1d(sizes(options, 1)[0]))),
            Map.entry("AdaptiveMaxPool1d", layer((golden, options) -> new AdaptiveMaxPool1d(sizes(options, 1)[0]))),
            Map.entry(
                    "AdaptiveAvgPool2d",
                    layer((golden, options) -> new AdaptiveAvgPool2d(sizes(options, 2)[0], sizes(options, 2)[1]))),
            Map.entry(
                    "AdaptiveMaxPool2d",
                    layer((golden, options) -> new AdaptiveMaxPool2d(sizes(options, 2)[0], sizes(options, 2)[1]))),
            Map.entry("Upsample", layer(ConvKinds::upsample)),
            Map.entry("PixelShuffle", layer((golden, options) -> new PixelShuffle(options.integer("upscale_factor")))),
            Map.entry(
                    "PixelUnshuffle",
                    layer((golden, options) -> new PixelUnshuffle(options.integer("downscale_factor")))));

    private ConvKinds() {}

    private static TorchKind layer(BiFunction<TorchCase, Options, Unary> builder) {
        return (golden, options) -> new Var[] {builder.apply(golden, options).forward(golden.in("x"))};
    }

    /** An option of as many ints as there are axes; one number stands for all, a missing one of a list for 0. */
    private static int[] ints(Options options, String name, int axes, int byDefault) {
        int[] all = new int[axes];
        switch (options.raw(name)) {
            case null -> Arrays.fill(all, byDefault);
            case Number one -> Arrays.fill(all, one.intValue());
            case List<?> list -> {
                for (int i = 0; i < axes; i++) {
                    // A list of one for several axes is PyTorch's, too.
                    Object value = list.get(list.size() == 1 ? 0 : i);
                    all[i] = value == null ? 0 : ((Number) value).intValue();
                }
            }
            case Object other -> throw new Unsupported(name + "=" + other);
        }
        return all;
    }

    /** What the convolutions have in common, by axis. */
    private record Axes(int[] stride, int[] before, int[] after, int[] dilation, int groups, PadMode mode) {
        static Axes of(Options options, int axes) {
            options.ignore("in_channels", "out_channels", "bias");
            int[] kernel = ints(options, "kernel_size", axes, 1);
            int[] dilation = ints(options, "dilation", axes, 1);
            int[] before = new int[axes];
            int[] after = new int[axes];
            Object padding = options.raw("padding");
            if ("same".equals(padding)) {
                for (int i = 0; i < axes; i++) {
                    int total = dilation[i] * (kernel[i] - 1);
                    before[i] = total / 2;
                    after[i] = total - total / 2;
                }
            } else if (!"valid".equals(padding)) {
                before = ints(options, "padding", axes, 0);
                after = before;
            }
            int groups = (int) options.number("groups", 1);
            return new Axes(
                    ints(options, "stride", axes, 1), before, after, dilation, groups, ConvKinds.padding(options));
        }

        Conv1dShape line() {
            return new Conv1dShape(stride[0], before[0], after[0], dilation[0], groups);
        }

        /** The innermost two axes. */
        Conv2dShape plane() {
            int h = stride.length - 2;
            int w = stride.length - 1;
            return new Conv2dShape(
                    stride[h], stride[w], before[h], after[h], before[w], after[w], dilation[h], dilation[w], groups);
        }
    }

    private static PadMode padding(Options options) {
        Object mode = options.raw("padding_mode");
        return switch (mode == null ? "zeros" : (String) mode) {
            case "zeros" -> PadMode.CONSTANT;
            case "reflect" -> PadMode.REFLECT;
            case "replicate" -> PadMode.REPLICATE;
            case "circular" -> PadMode.CIRCULAR;
            default -> throw new Unsupported("padding_mode=" + mode);
        };
    }

    private static Var[] conv1d(TorchCase golden, Options options) {
        Axes axes = Axes.of(options, 1);
        Conv1d layer = new Conv1d(axes.line(), axes.mode, golden.parameter("weight"), golden.parameter("bias"));
        return new Var[] {layer.forward(golden.in("x"))};
    }

    private static Var[] conv2d(TorchCase golden, Options options) {
        Axes axes = Axes.of(options, 2);
        Conv2d layer = new Conv2d(axes.plane(), axes.mode, golden.parameter("weight"), golden.parameter("bias"));
        return new Var[] {layer.forward(golden.in("x"))};
    }

    private static Var[] conv3d(TorchCase golden, Options options) {
        Axes axes = Axes.of(options, 3);
        Conv3dShape conv =
                new Conv3dShape(axes.stride[0], axes.before[0], axes.after[0], axes.dilation[0], axes.plane());
        Conv3d layer = new Conv3d(conv, axes.mode, golden.parameter("weight"), golden.parameter("bias"));
        return new Var[] {layer.forward(golden.in("x"))};
    }

    private static Var[] convTranspose1d(TorchCase golden, Options options) {
        int extra = ints(options, "output_padding", 1, 0)[0];
        ConvTranspose1d layer = new ConvTranspose1d(
                Axes.of(options, 1).line(), extra, golden.parameter("weight"), golden.parameter("bias"));
        return new Var[] {layer.forward(golden.in("x"))};
    }

    private static Var[] convTranspose2d(TorchCase golden, Options options) {
        int[] extra = ints(options, "output_padding", 2, 0);
        ConvTranspose2d layer = new ConvTranspose2d(
                Axes.of(options, 2).plane(), extra[0], extra[1], golden.parameter("weight"), golden.parameter("bias"));
        return new Var[] {layer.forward(golden.in("x"))};
    }

    private static Pool2dShape maxPool(Options options, int axes) {
        if (options.flag("return_indices", false)) {
            throw new Unsupported("return_indices");
        }
        int[] dilation = ints(options, "dilation", axes, 1);
        return pool(options, axes).withDilation(axes == 1 ? 1 : dilation[0], dilation[axes - 1]);
    }

    private static Pool2dShape pool(Options options, int axes) {
        int[] kernel = ints(options, "kernel_size", axes, 1);
        int[] stride = options.raw("stride") == null ? kernel : ints(options, "stride", axes, 1);
        int[] padding = ints(options, "padding", axes, 0);
        Pool2dShape pool = axes == 1
                ? Pool2dShape.of1d(kernel[0], stride[0], padding[0])
                : new Pool2dShape(kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1]);
        return pool.withCeil(options.flag("ceil_mode", false));
    }

    private static boolean counts(Options options) {
        return options.flag("count_include_pad", true);
    }

    private static Unary avgPool2d(TorchCase golden, Options options) {
        int divisor = (int) options.number("divisor_override", 0);
        return new AvgPool2d(pool(options, 2), counts(options), divisor);
    }

    private static int[] sizes(Options options, int axes) {
        if (options.flag("return_indices", false)) {
            throw new Unsupported("return_indices");
        }
        return ints(options, "output_size", axes, 0);
    }

    private static Unary upsample(TorchCase golden, Options options) {
        int axes = golden.shape("x").rank() - 2;
        Object name = options.raw("mode");
        Mode mode = switch (name == null ? "nearest" : (String) name) {
            case "nearest" -> Mode.NEAREST;
            case "nearest-exact" -> Mode.NEAREST_EXACT;
            case "linear", "bilinear" -> Mode.LINEAR;
            default -> throw new Unsupported("mode=" + name);
        };
        boolean align = options.flag("align_corners", false);
        if (axes > 2) {
            throw new Unsupported("an input of rank " + (axes + 2));
        }
        if (options.raw("size") != null) {
            int[] size = ints(options, "size", axes, 1);
            return new Upsample(mode, align, 0, 0, axes == 1 ? 1 : size[0], size[axes - 1]);
        }
        double[] factor = options.raw("scale_factor") instanceof Number both
                ? new double[] {both.doubleValue(), both.doubleValue()}
                : options.numbers("scale_factor");
        double down = factor[0];
        double across = factor[factor.length - 1];
        if (options.flag("recompute_scale_factor", false)) {
            int height = axes == 1 ? 1 : (int) Math.floor(golden.shape("x").dim(2) * down);
            return new Upsample(mode, align, 0, 0, height, (int)
                    Math.floor(golden.shape("x").dim(-1) * across));
        }
        return new Upsample(mode, align, down, across, 0, 0);
    }
}
