package dev.lanewise.jmh.peers;

import dev.lanewise.jmh.StepWork;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The same step in libtorch: its operators, its autograd, its optimisers, from our first weights. */
final class TorchTraining implements Task {
    private static final double EPS = 1e-5;
    private static final int HEADS = 6;
    private static final int BLOCKS = 6;

    private final TrainingWork.Training work;
    private final Model timed;

    TorchTraining(TrainingWork.Training work) {
        this.work = work;
        timed = new Model(work.model(), 0);
    }

    @Override
    public void run() {
        timed.step();
    }

    @Override
    public float[] result() {
        Model learning = new Model(work.model(), work.rate());
        float[] losses = new float[TrainingWork.Training.STEPS];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = learning.step();
        }
        return losses;
    }

    /** Weights, inputs and an optimiser. */
    private static final class Model {
        private final StepWork.Model which;
        private final Map<String, Tensor> weights = new LinkedHashMap<>();
        private final Optimizer optimizer;
        private final Tensor input;
        private final Tensor classes;

        Model(StepWork.Model which, double rate) {
            this.which = which;
            StepWork start = new StepWork(which);
            TensorVector all = new TensorVector();
            start.parameters().forEach((name, parameter) -> {
                Tensor weight = LibtorchPeer.tensor(parameter.value()).set_requires_grad(true);
                weights.put(name, weight);
                all.push_back(weight);
            });
            optimizer =
                    switch (which) {
                        case LENET -> new SGD(all, new SGDOptions(rate));
                        case MLP -> new Adam(all, new AdamOptions(rate));
                        case GPT -> new AdamW(all, new AdamWOptions(rate));
                    };
            input = which == StepWork.Model.GPT ? LibtorchRows.longs(start.ids()) : LibtorchPeer.tensor(start.x());
            classes = LibtorchRows.longs(start.classes());
        }

        float step() {
            try (PointerScope _ = new PointerScope()) {
                optimizer.zero_grad();
                Tensor loss = torch.cross_entropy_loss(logits(), classes);
                loss.backward();
                optimizer.step();
                return loss.item_float();
            }
        }

        private Tensor logits() {
            return switch (which) {
                case LENET -> lenet();
                case MLP -> {
                    Tensor x = torch.relu(linear(input.view(input.size(0), -1), "fc1"));
                    yield linear(torch.relu(linear(x, "fc2")), "fc3");
                }
                case GPT -> gpt();
            };
        }

        private Tensor lenet() {
            Tensor x = torch.max_pool2d(torch.relu(conv(input, "conv1", 2)), 2, 2);
            x = torch.max_pool2d(torch.relu(conv(x, "conv2", 0)), 2, 2);
            x = torch.relu(linear(x.flatten(1, -1), "fc1"));
            return linear(torch.relu(linear(x, "fc2")), "fc3");
        }

        private Tensor conv(Tensor x, String name, long padding) {
            TensorOptional bias = new TensorOptional(weight(name + ".bias"));
            long[] one = {1, 1};
            return torch.conv2d(x, weight(name + ".weight"), bias, one, new long[] {padding, padding}, one, 1);
        }

        private Tensor gpt() {
            Tensor x = torch.embedding(weight("tokens.weight"), input).add(weight("positions.weight"));
            for (int i = 0; i < BLOCKS; i++) {
                String block = "blocks.layers." + i + ".";
                x = x.add(attention(norm(x, block + "norm1"), block + "self_attn."));
                Tensor inner = torch.gelu(linear(norm(x, block + "norm2"), block + "linear1"));
                x = x.add(linear(inner, block + "linear2"));
            }
            Tensor last = weights.containsKey("blocks.norm.weight") ? norm(x, "blocks.norm") : x;
            Tensor logits = linear(last, "head");
            return logits.view(-1, logits.size(2));
        }

        private Tensor attention(Tensor x, String name) {
            long batch = x.size(0);
            long length = x.size(1);
            long width = x.size(2);
            Tensor bias = weight(name + "in_proj_bias");
            TensorVector qkv = torch.linear(x, weight(name + "in_proj_weight"), new TensorOptional(bias)).chunk(3, 2);
            Tensor[] heads = new Tensor[3];
            for (int i = 0; i < heads.length; i++) {
                heads[i] = qkv.get(i).view(batch, length, HEADS, width / HEADS).transpose(1, 2);
            }
            Tensor mixed = torch.scaled_dot_product_attention(
                    heads[0], heads[1], heads[2], new TensorOptional(), 0.0, true, new DoubleOptional(), false);
            return linear(mixed.transpose(1, 2).reshape(batch, length, width), name + "out_proj");
        }

        private Tensor norm(Tensor x, String name) {
            TensorOptional weight = new TensorOptional(weight(name + ".weight"));
            TensorOptional bias = new TensorOptional(weight(name + ".bias"));
            return torch.layer_norm(x, new long[] {x.size(2)}, weight, bias, EPS, false);
        }

        private Tensor linear(Tensor x, String name) {
            return torch.linear(x, weight(name + ".weight"), new TensorOptional(weight(name + ".bias")));
        }

        private Tensor weight(String name) {
            Tensor weight = weights.get(name);
            if (weight == null) {
                throw new IllegalStateException("no weight " + name + ", there are " + weights.keySet());
            }
            return weight;
        }
    }
}
