package dev.lanewise.data.source;

import dev.lanewise.data.DataException;
import dev.lanewise.data.Dataset;
import dev.lanewise.data.Signature;
import dev.lanewise.tensor.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How raw data becomes what a model takes: fitted to training data, saved with the model. Immutable. */
public interface Preparation {
    /** What a model of such data takes and gives. */
    Signature signature();

    /** As values of JSON, for {@link DataKind#preparation}. */
    Map<String, Object> toMap();

    /** True if raw inputs are names of files; false if they are what is to be looked at itself. */
    boolean readsFiles();

    /**
     * Prepares a raw input as people give it: the name of a picture, a row of a table, a text.
     *
     * @return a batch of one: a value for each input of the signature
     * @throws DataException if it cannot be read or is not such as the model takes
     */
    Value[] inputs(String raw);

    /**
     * What a raw input as people give it holds: one sample, or several where it is a file of them.
     *
     * @param raw as for {@link #inputs}
     * @param folder where relative names of files begin
     * @throws DataException if a file cannot be read
     */
    default List<Sample> samples(String raw, Path folder) {
        return List.of(
                new Sample(raw, () -> inputs(readsFiles() ? folder.resolve(raw).toString() : raw)));
    }

    /** A sample as people see it. */
    Specimen specimen(Dataset data, int sample);

    /** How well such data can be predicted without a model, if there is a usual way. */
    default Optional<Baseline> baseline(Dataset data) {
        return Optional.empty();
    }
}
