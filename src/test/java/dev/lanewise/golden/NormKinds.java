package dev.lanewise.golden;

import dev.lanewise.autograd.Buffer;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.embed.Embedding;
import dev.lanewise.nn.norm.BatchNorm1d;
import dev.lanewise.nn.norm.BatchNorm2d;
import dev.lanewise.nn.norm.GroupNorm;
import dev.lanewise.nn.norm.InstanceNorm1d;
import dev.lanewise.nn.norm.InstanceNorm2d;
import dev.lanewise.nn.norm.LayerNorm;
import dev.lanewise.nn.norm.RmsNorm;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PyTorch's normalisation and embedding layers. */
final class NormKinds {
    static final Map<String, TorchKind> KINDS = Map.ofEntries(
            Map.entry("BatchNorm1d", batchNorm(false)),
            Map.entry("BatchNorm2d", batchNorm(true)),
            Map.entry("LayerNorm", NormKinds::layerNorm),
            Map.entry("RMSNorm", NormKinds::rmsNorm),
            Map.entry("GroupNorm", NormKinds::groupNorm),
            Map.entry("InstanceNorm1d", instanceNorm(3)),
            Map.entry("InstanceNorm2d", instanceNorm(4)),
            Map.entry("Embedding", NormKinds::embedding));

    private NormKinds() {}

    private static Buffer count(Buffer mean) {
        return mean == null ? null : new Buffer(Tensor.scalar(0f));
    }

    private static TorchKind batchNorm(boolean images) {
        return (golden, options) -> {
            options.ignore("affine", "track_running_stats");
            mode(golden, options);
            int features = options.integer("num_features");
            double share = options.number("momentum", Double.NaN);
            Float momentum = Double.isNaN(share) ? null : (float) share;
            float eps = (float) options.number("eps", 1e-5);
            Parameter weight = golden.parameter("weight");
            Parameter bias = golden.parameter("bias");
            Buffer mean = golden.buffer("running_mean");
            Buffer variance = golden.buffer("running_var");
            Unary layer = images
                    ? new BatchNorm2d(weight, bias, mean, variance, count(mean), features, momentum, eps)
                    : new BatchNorm1d(weight, bias, mean, variance, count(mean), features, momentum, eps);
            return new Var[] {layer.forward(golden.in("x"))};
        };
    }

    private static void mode(TorchCase golden, Options options) {
        golden.mode(options.text("mode", "train").equals("eval") ? Mode.EVAL : Mode.TRAIN);
    }

    private static TorchKind instanceNorm(int rank) {
        return (golden, options) -> {
            options.ignore("affine", "track_running_stats");
            mode(golden, options);
            int features = options.integer("num_features");
            float momentum = (float) options.number("momentum", 0.1);
            float eps = (float) options.number("eps", 1e-5);
            Parameter weight = golden.parameter("weight");
            Parameter bias = golden.parameter("bias");
            Buffer mean = golden.buffer("running_mean");
            Buffer variance = golden.buffer("running_var");
            Unary layer = rank == 4
                    ? new InstanceNorm2d(weight, bias, mean, variance, count(mean), features, momentum, eps)
                    : new InstanceNorm1d(weight, bias, mean, variance, count(mean), features, momentum, eps);
            return new Var[] {layer.forward(golden.in("x"))};
        };
    }

    private static List<Integer> normalizedShape(Options options) {
        List<Integer> extents = new ArrayList<>();
        for (double extent : options.numbers("normalized_shape")) {
            extents.add((int) extent);
        }
        return extents;
    }

    private static Var[] layerNorm(TorchCase golden, Options options) {
        options.ignore("elementwise_affine", "bias");
        float eps = (float) options.number("eps", 1e-5);
        LayerNorm layer =
                new LayerNorm(golden.parameter("weight"), golden.parameter("bias"), normalizedShape(options), eps);
        return new Var[] {layer.forward(golden.in("x"))};
    }

    private static Var[] rmsNorm(TorchCase golden, Options options) {
        options.ignore("elementwise_affine");
        float eps = (float) options.number("eps", RmsNorm.EPS);
        RmsNorm layer = new RmsNorm(golden.parameter("weight"), normalizedShape(options), eps);
        return new Var[] {layer.forward(golden.in("x"))};
    }

    private static Var[] groupNorm(TorchCase golden, Options options) {
        options.ignore("affine");
        GroupNorm layer = new GroupNorm(
                golden.parameter("weight"),
                golden.parameter("bias"),
                options.integer("num_groups"),
                options.integer("num_channels"),
                (float) options.number("eps", 1e-5));
        return new Var[] {layer.forward(golden.in("x"))};
    }

    private static Var[] embedding(TorchCase golden, Options options) {
        options.ignore("num_embeddings", "embedding_dim", "sparse");
        options.only("scale_grad_by_freq", false);
        double limit = options.number("max_norm", Double.NaN);
        double padding = options.number("padding_idx", Double.NaN);
        Embedding layer = new Embedding(
                golden.parameter("weight"),
                Double.isNaN(padding) ? null : (int) padding,
                Double.isNaN(limit) ? null : (float) limit,
                options.number("norm_type", 2));
        return new Var[] {layer.forward(golden.tape().constant(golden.ints("ids")))};
    }
}
