package dev.lanewise.infer;

import java.util.List;

/**
 * The quantities that a model predicts for one sample.
 *
 * @param names of the quantities
 * @param values in the units of the data the model was trained on; for a forecast of several steps, all quantities of the
 *     first step, then of the next. The caller's to keep.
 */
public record Estimate(List<String> names, float[] values) implements Answer {}
