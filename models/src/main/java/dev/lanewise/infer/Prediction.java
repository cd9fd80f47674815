package dev.lanewise.infer;

/**
 * What a classifier says of one sample.
 *
 * @param index the most probable class
 * @param label its name
 * @param probability its probability
 * @param probabilities of all classes, in their order; the caller's to keep
 */
public record Prediction(int index, String label, float probability, float[] probabilities) implements Answer {}
