package dev.lanewise.recipe;

/**
 * A model with everything that is needed to train it well: what {@code lanewise train NAME} runs.
 *
 * @param name as typed
 * @param summary one line
 * @param model the model
 * @param settings how it is trained unless the user says otherwise
 * @param expected what to expect, for people
 */
public record Recipe(String name, String summary, ModelConfig model, Settings settings, String expected) {}
