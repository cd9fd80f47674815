package dev.lanewise.data.source;

import dev.lanewise.data.DataException;
import dev.lanewise.data.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A kind of data: images with classes, tables, series, labelled text.
 *
 * @param <O> what can be set about it: a record whose components are {@linkplain dev.lanewise.setting.RecordSettings
 *     settings}
 */
public interface DataKind<O extends Record> {
    /** Its name: {@code images}. */
    String name();

    /** What a path may hold, in a line for people. */
    String expected();

    /** What can be set, with defaults. */
    O options();

    /** The names of the data sets of this kind that are built in; the first is the default. */
    List<String> builtIn();

    /**
     * What is said to have been found if the path looks like data of this kind: {@code a folder of class folders}; null if
     * it does not. Looks at names and the first bytes only.
     */
    String recognise(Path path);

    /**
     * Reads data to train on, and fits its preparation to the training part.
     *
     * @param seed of what is held out, where the data does not say it, and of augmentation
     * @throws DataException if it cannot be read
     */
    Loaded read(Path path, O options, long seed);

    /**
     * A data set built in.
     *
     * @throws dev.lanewise.setting.UnknownNameException for another name
     */
    Loaded builtIn(String name, O options, long seed);

    /**
     * Reads the data that a trained model is to be measured on: the test part where the path holds one, else all of it.
     *
     * @param preparation the model's
     * @throws DataException if it cannot be read or is not such as the model takes
     */
    Dataset test(Path path, Preparation preparation, O options);

    /**
     * The preparation that a map of {@link Preparation#toMap} stands for.
     *
     * @throws RuntimeException if it is not one
     */
    Preparation preparation(Map<String, Object> saved);
}
