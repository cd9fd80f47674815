package dev.lanewise.infer;

/** What a model says of one sample: a class, or quantities. */
public sealed interface Answer permits Prediction, Estimate {}
