package dev.lanewise.zoo.tabular;

import dev.lanewise.data.Field;
import dev.lanewise.data.Signature;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Normal;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Dropout;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.embed.Embedding;
import dev.lanewise.nn.norm.LayerNorm;
import dev.lanewise.recipe.ModelConfig;
import dev.lanewise.setting.Meaning;
import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A multilayer perceptron for rows of a table: numbers as they are, each column of categories as a vector that is learnt
 * (Guo and Berkhahn: Entity embeddings of categorical variables, 2016).
 *
 * @param hidden the widths of the hidden layers
 * @param activation what follows each hidden layer
 * @param norm what normalises the output of each hidden layer before the activation
 * @param dropout the probability of zeroing an output of a hidden layer in training, in [0, 1)
 * @param embedding the length of the vector of a category; 0 for {@code min(50, (n + 1) / 2)}, rounded down, where the
 *     column has n indices: its categories, unknown and missing
 */
public record TabularConfig(
        @Meaning("the widths of the hidden layers, with commas; empty for a linear model")
        List<Integer> hidden,

        @Meaning(
                value = "what follows a hidden layer: relu, gelu, silu, mish, elu, selu, tanh",
                names = {"relu", "gelu", "silu", "mish", "elu", "selu", "tanh"})
        String activation,

        @Meaning(
                value = "what normalises the output of a hidden layer: none or layer",
                names = {"none", "layer"})
        String norm,

        @Meaning("the probability of zeroing an output of a hidden layer in training, 0 to less than 1")
        double dropout,

        @Meaning("the length of a category's vector; 0 for half of the column's indices, at most 50")
        int embedding)
        implements ModelConfig {
    private static final int LONGEST = 50;
    private static final float INITIAL = 0.3f;

    /** Two hidden layers. */
    public TabularConfig() {
        this(List.of(64, 32), "relu", "none", 0, 0);
    }

    /** Checks the numbers. */
    public TabularConfig {
        hidden = List.copyOf(hidden);
        if (hidden.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("hidden=" + hidden + ", expected widths of at least 1");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout=" + dropout + ", expected at least 0 and below 1");
        }
        if (embedding < 0) {
            throw new IllegalArgumentException("embedding=" + embedding + ", expected at least 0");
        }
    }

    @Override
    public Network build(Signature signature, Draws draws) {
        boolean numbers = false;
        int width = 0;
        List<Embedding> embeddings = new ArrayList<>();
        for (Signature.Input input : signature.inputs()) {
            Field field = input.field();
            if (field.kind() == Field.Kind.FLOAT && !numbers && embeddings.isEmpty()) {
                numbers = true;
                width += field.shape().size();
            } else if (field.kind() == Field.Kind.INT
                    && embeddings.isEmpty()
                    && field.shape().equals(Shape.of(input.ids().size()))) {
                for (int ids : input.ids()) {
                    int length = embedding > 0 ? embedding : Math.min(LONGEST, (ids + 1) / 2);
                    embeddings.add(new Embedding(draws.parameter(new Normal(0f, INITIAL), Shape.of(ids, length))));
                    width += length;
                }
            } else {
                throw new IllegalArgumentException("tabular takes floats, then columns of categories, the data has "
                        + signature.inputs().stream()
                                .map(Signature.Input::field)
                                .toList());
            }
        }
        return new Tabular(embeddings, layers(width, signature.output().width(), draws), numbers);
    }

    private Sequential layers(int inputs, int outputs, Draws draws) {
        SequencedMap<String, Unary> layers = new LinkedHashMap<>();
        int width = inputs;
        for (int i = 0; i < hidden.size(); i++) {
            String number = Integer.toString(i + 1);
            layers.put("fc" + number, Linear.of(width, hidden.get(i), draws));
            width = hidden.get(i);
            if (norm.equals("layer")) {
                layers.put("norm" + number, LayerNorm.of(width));
            }
            layers.put("act" + number, function());
            if (dropout > 0) {
                layers.put("drop" + number, new Dropout((float) dropout));
            }
        }
        layers.put("out", Linear.of(width, outputs, draws));
        return new Sequential(layers);
    }

    private Activation function() {
        return switch (activation) {
            case "relu" -> Activation.RELU;
            case "gelu" -> Activation.GELU;
            case "silu" -> Activation.SILU;
            case "mish" -> Activation.MISH;
            case "elu" -> Activation.ELU;
            case "selu" -> Activation.SELU;
            case "tanh" -> Activation.TANH;
            default -> throw new IllegalStateException("activation " + activation);
        };
    }
}
