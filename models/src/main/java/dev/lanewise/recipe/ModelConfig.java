package dev.lanewise.recipe;

import dev.lanewise.data.Signature;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Network;

/**
 * The description of a model: a record of its sizes and options, from which the model is built. Its components are
 * settings of a recipe, so each has a {@link dev.lanewise.setting.Meaning}; a constructor without parameters gives the
 * defaults.
 */
public interface ModelConfig {
    /**
     * Builds the model with fresh parameters.
     *
     * @param signature what it takes and gives
     * @throws IllegalArgumentException if the model can't take such samples, saying what it expects
     */
    Network build(Signature signature, Draws draws);
}
