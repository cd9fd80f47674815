package dev.lanewise.zoo.lenet;

import dev.lanewise.data.Signature;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Network;
import dev.lanewise.recipe.ModelConfig;
import dev.lanewise.tensor.Shape;

/** LeNet-5 for grey images of 28 x 28 pixels; it has nothing to choose. */
public record LeNet5Config() implements ModelConfig {
    private static final Shape SAMPLE = Shape.of(1, 28, 28);

    @Override
    public Network build(Signature signature, Draws draws) {
        Shape sample = signature.floats("lenet5");
        if (!sample.equals(SAMPLE)) {
            throw new IllegalArgumentException("lenet5 takes samples of shape " + SAMPLE + ", the data has " + sample);
        }
        return Network.of(LeNet5.of(signature.output().width(), draws));
    }
}
