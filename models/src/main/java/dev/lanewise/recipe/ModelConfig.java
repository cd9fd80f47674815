package dev.lanewise.recipe;

import dev.lanewise.init.Draws;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.Shape;

/** The description of a model: a record of its sizes and options, from which the model is built. */
public interface ModelConfig {
    /**
     * Builds the model with fresh parameters.
     *
     * @param sample the shape of one sample
     * @param classes the number of classes
     * @throws IllegalArgumentException if the model can't take such samples, saying what it expects
     */
    Unary build(Shape sample, int classes, Draws draws);
}
