package dev.lanewise.zoo.mlp;

import dev.lanewise.data.Signature;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Flatten;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.Unary;
import dev.lanewise.recipe.ModelConfig;
import dev.lanewise.setting.Meaning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A multilayer perceptron: dense layers with ReLU between them, on samples of any shape.
 *
 * @param hidden the widths of the hidden layers
 */
public record MlpConfig(
        @Meaning("the widths of the hidden layers, with commas")
        List<Integer> hidden) implements ModelConfig {
    /** Two hidden layers of 512. */
    public MlpConfig() {
        this(List.of(512, 512));
    }

    /** Checks the widths. */
    public MlpConfig {
        hidden = List.copyOf(hidden);
        if (hidden.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("hidden=" + hidden + ", expected widths of at least 1");
        }
    }

    @Override
    public Network build(Signature signature, Draws draws) {
        SequencedMap<String, Unary> layers = new LinkedHashMap<>();
        layers.put("flatten", new Flatten());
        int width = signature.floats("mlp").size();
        for (int i = 0; i < hidden.size(); i++) {
            layers.put("fc" + (i + 1), Linear.of(width, hidden.get(i), draws));
            layers.put("relu" + (i + 1), Activation.RELU);
            width = hidden.get(i);
        }
        layers.put(
                "fc" + (hidden.size() + 1), Linear.of(width, signature.output().width(), draws));
        return Network.of(new Sequential(layers));
    }
}
