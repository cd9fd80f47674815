package dev.lanewise.recipe;

import dev.lanewise.data.source.DataKind;

/**
 * A model with everything that is needed to train it well: what {@code lanewise train NAME} runs.
 *
 * @param name as typed
 * @param summary one line
 * @param data the kind of data it trains on
 * @param builtIn the data set that it trains on unless given another, one of the kind's own
 * @param settings how it is trained unless the user says otherwise: those of training, of the data and of the model
 * @param expected what to expect, for people
 */
public record Recipe(
        String name, String summary, DataKind<?> data, String builtIn, Settings settings, String expected) {}
