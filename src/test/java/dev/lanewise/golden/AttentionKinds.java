package dev.lanewise.golden;

import dev.lanewise.autograd.Var;
import dev.lanewise.golden.Options.Unsupported;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.attention.Attended;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.attention.MultiheadAttention;
import dev.lanewise.nn.attention.MultiheadOptions;
import dev.lanewise.nn.norm.LayerNorm;
import dev.lanewise.nn.transformer.TransformerDecoderLayer;
import dev.lanewise.nn.transformer.TransformerEncoderLayer;
import dev.lanewise.nn.transformer.TransformerOptions;
import dev.lanewise.op.Ops;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.tensor.Shape;
import java.util.List;
import java.util.Map;

/** PyTorch's attention. */
final class AttentionKinds {
    static final Map<String, TorchKind> KINDS = Map.ofEntries(
            Map.entry("MultiheadAttention", AttentionKinds::multihead),
            Map.entry("scaled_dot_product_attention", AttentionKinds::scaledDotProduct),
            Map.entry("TransformerEncoderLayer", AttentionKinds::encoderLayer),
            Map.entry("TransformerDecoderLayer", AttentionKinds::decoderLayer));

    private AttentionKinds() {}

    private static Var[] scaledDotProduct(TorchCase golden, Options options) {
        options.ignore("additive_mask", "enable_gqa");
        boolean causal = options.flag("causal", false) | options.flag("is_causal", false);
        float scale = (float) options.number("scale", Double.NaN);
        float dropout = (float) options.number("dropout_p", 0);
        Var q = golden.in("q");
        Shape given = q.shape();
        ScaledDotProductAttention op = new ScaledDotProductAttention(causal, 0, scale, dropout, false);
        Var y = op.on(rank4(q), rank4(golden.in("k")), rank4(golden.in("v")), added(golden, "mask"));
        return new Var[] {y.reshape(given.with(-1, y.dim(3)).toArray())};
    }

    /** Leading axes of extent 1 up to rank 4. */
    private static Var rank4(Var x) {
        int[] extents = {1, 1, 1, 1};
        int rank = x.shape().rank();
        System.arraycopy(x.shape().toArray(), 0, extents, 4 - rank, rank);
        return x.reshape(extents);
    }

    /** A mask that is added, or a rule that hides where it is true; null if there is none. */
    private static Var added(TorchCase golden, String name) {
        if (!golden.has(name)) {
            return null;
        }
        return rank4(
                golden.holdsFloats(name) ? golden.in(name) : golden.tape().constant(Mask.hiding(golden.ints(name))));
    }

    private static Var[] multihead(TorchCase golden, Options options) {
        Object[] outputs = options.list("outputs", List.of("y")).toArray();
        boolean batchFirst = options.flag("batch_first", false);
        boolean causal = options.flag("causal", false);
        int width = options.integer("embed_dim");
        Var query = golden.in("query");
        Var key = golden.has("key") ? golden.in("key") : query;
        Var value = golden.has("value") ? golden.in("value") : key;
        MultiheadOptions of = MultiheadOptions.of(width, options.integer("num_heads"))
                .withWidths((int) options.number("kdim", width), (int) options.number("vdim", width))
                .withBias(options.flag("bias", true))
                .withAppended(options.flag("add_bias_kv", false), options.flag("add_zero_attn", false))
                .withDropout((float) options.number("dropout", 0));
        MultiheadAttention layer = attention(golden, "", of);
        Mask mask = mask(golden, "attn_mask", "key_padding_mask", causal, of.heads());
        Var q = swapped(query, batchFirst);
        Var k = key == query ? q : swapped(key, batchFirst);
        Var v = value == key ? k : swapped(value, batchFirst);
        Attended attended = layer.forward(q, k, v, mask, outputs.length > 1);
        Var y = swapped(attended.y(), batchFirst);
        if (outputs.length == 1) {
            return new Var[] {y};
        }
        return switch ((String) outputs[1]) {
            case "weights per head" -> new Var[] {y, attended.weights()};
            case "weights" -> new Var[] {y, attended.meanWeights()};
            default -> throw new Unsupported("outputs=" + List.of(outputs));
        };
    }

    private static MultiheadAttention attention(TorchCase golden, String prefix, MultiheadOptions options) {
        return new MultiheadAttention(
                golden.parameter(prefix + "in_proj_weight"),
                golden.parameter(prefix + "q_proj_weight"),
                golden.parameter(prefix + "k_proj_weight"),
                golden.parameter(prefix + "v_proj_weight"),
                golden.parameter(prefix + "in_proj_bias"),
                golden.parameter(prefix + "bias_k"),
                golden.parameter(prefix + "bias_v"),
                linear(golden, prefix + "out_proj"),
                options);
    }

    private static Mask mask(TorchCase golden, String added, String ignored, boolean causal, int heads) {
        Mask mask = causal ? Mask.CAUSAL : Mask.NONE;
        if (golden.has(added)) {
            mask = mask.withAdded(perHead(added(golden, added), golden.shape(added), heads));
        }
        if (golden.has(ignored)) {
            mask = golden.holdsFloats(ignored)
                    ? mask.withAdded(perKey(golden.in(ignored), mask.added()))
                    : mask.withIgnored(golden.ints(ignored));
        }
        return mask;
    }

    /** PyTorch joins samples and heads in a mask of rank 3. */
    private static Var perHead(Var mask, Shape given, int heads) {
        return given.rank() == 3 ? mask.reshape(given.dim(0) / heads, heads, given.dim(1), given.dim(2)) : mask;
    }

    private static Var perKey(Var padding, Var added) {
        Var all = padding.reshape(padding.dim(0), 1, 1, padding.dim(1));
        return added == null ? all : Ops.add(all, added);
    }

    private static Var[] encoderLayer(TorchCase golden, Options options) {
        TransformerOptions of = transformer(options);
        boolean batchFirst = options.flag("batch_first", false);
        boolean bias = options.flag("bias", true);
        boolean causal = options.flag("causal", false) | options.flag("is_causal", false);
        TransformerEncoderLayer layer = new TransformerEncoderLayer(
                attention(golden, "self_attn.", multihead(of, bias)),
                linear(golden, "linear1"),
                linear(golden, "linear2"),
                norm(golden, "norm1", of),
                norm(golden, "norm2", of),
                of.activation(),
                of.dropout(),
                of.normFirst());
        String x = golden.has("x") ? "x" : "src";
        Mask mask = mask(golden, golden.has("mask") ? "mask" : "src_mask", "src_key_padding_mask", causal, of.heads());
        return new Var[] {swapped(layer.forward(swapped(golden.in(x), batchFirst), mask), batchFirst)};
    }

    private static Var[] decoderLayer(TorchCase golden, Options options) {
        TransformerOptions of = transformer(options);
        boolean batchFirst = options.flag("batch_first", false);
        boolean bias = options.flag("bias", true);
        boolean causal = options.flag("causal", false) | options.flag("tgt_is_causal", false);
        boolean memoryCausal = options.flag("memory_is_causal", false);
        TransformerDecoderLayer layer = new TransformerDecoderLayer(
                attention(golden, "self_attn.", multihead(of, bias)),
                attention(golden, "multihead_attn.", multihead(of, bias)),
                linear(golden, "linear1"),
                linear(golden, "linear2"),
                norm(golden, "norm1", of),
                norm(golden, "norm2", of),
                norm(golden, "norm3", of),
                of.activation(),
                of.dropout(),
                of.normFirst());
        Mask target = mask(golden, "tgt_mask", "tgt_key_padding_mask", causal, of.heads());
        Mask memory = mask(golden, "memory_mask", "memory_key_padding_mask", memoryCausal, of.heads());
        Var y = layer.forward(
                swapped(golden.in("tgt"), batchFirst), swapped(golden.in("memory"), batchFirst), target, memory);
        return new Var[] {swapped(y, batchFirst)};
    }

    /** Time first to batch first, and back. */
    private static Var swapped(Var x, boolean batchFirst) {
        return batchFirst ? x : Ops.transpose(x, 0, 1);
    }

    private static MultiheadOptions multihead(TransformerOptions of, boolean bias) {
        return MultiheadOptions.of(of.width(), of.heads()).withBias(bias).withDropout(of.dropout());
    }

    private static TransformerOptions transformer(Options options) {
        options.ignore("dim_feedforward");
        Activation activation = switch (options.text("activation", "relu")) {
            case "relu" -> Activation.RELU;
            case "gelu" -> Activation.GELU;
            default -> throw new Unsupported("activation");
        };
        int heads = options.integer("nhead");
        return new TransformerOptions(
                options.integer("d_model"),
                heads,
                heads,
                (int) options.number("dim_feedforward", 2048),
                (float) options.number("dropout", 0.1),
                activation,
                options.flag("norm_first", false),
                (float) options.number("layer_norm_eps", TransformerOptions.EPS));
    }

    private static Linear linear(TorchCase golden, String name) {
        return new Linear(golden.parameter(name + ".weight"), golden.parameter(name + ".bias"));
    }

    private static LayerNorm norm(TorchCase golden, String name, TransformerOptions of) {
        return new LayerNorm(
                golden.parameter(name + ".weight"), golden.parameter(name + ".bias"), List.of(of.width()), of.eps());
    }
}
