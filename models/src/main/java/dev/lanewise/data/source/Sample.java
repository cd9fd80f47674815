package dev.lanewise.data.source;

import dev.lanewise.tensor.Value;
import java.util.function.Supplier;

/**
 * Something to be predicted, which may be one of several that a person named at once: a row of a file.
 *
 * @param name what a person knows it by
 * @param inputs prepares it when it is needed: a batch of one, a value for each input of the signature; throws a {@link
 *     dev.lanewise.data.DataException} if it is not such as the model takes
 */
public record Sample(String name, Supplier<Value[]> inputs) {}
