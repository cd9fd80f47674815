package dev.lanewise.zoo.lenet;

import dev.lanewise.init.Draws;
import dev.lanewise.nn.Unary;
import dev.lanewise.recipe.ModelConfig;
import dev.lanewise.recipe.Recipe;
import dev.lanewise.recipe.Settings;
import dev.lanewise.tensor.Shape;

/** LeNet-5 for grey images of 28 x 28 pixels; it has nothing to choose. */
public record LeNet5Config() implements ModelConfig {
    private static final Shape SAMPLE = Shape.of(1, 28, 28);

    /** The recipe {@code lenet5}. */
    public static final Recipe RECIPE = new Recipe(
            "lenet5",
            "LeNet-5: a small convolutional network for 28x28 grey images",
            new LeNet5Config(),
            Settings.DEFAULT.with("epochs", "10").with("batch", "64").with("lr", "0.001"),
            "99 % on MNIST after 10 epochs");

    @Override
    public Unary build(Shape sample, int classes, Draws draws) {
        if (!sample.equals(SAMPLE)) {
            throw new IllegalArgumentException("lenet5 takes samples of shape " + SAMPLE + ", the data has " + sample);
        }
        return LeNet5.of(classes, draws);
    }
}
