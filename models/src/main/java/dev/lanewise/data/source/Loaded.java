package dev.lanewise.data.source;

import dev.lanewise.data.DataSplit;
import dev.lanewise.data.Dataset;
import java.util.List;

/**
 * Data that was read and prepared.
 *
 * @param split its parts, as they are measured on
 * @param training what a model is trained on: the training part, augmented if that is set
 * @param preparation how it was prepared
 * @param notes what was found out, in lines for people
 */
public record Loaded(DataSplit<?> split, Dataset training, Preparation preparation, List<String> notes) {
    /** Copies the notes. */
    public Loaded {
        notes = List.copyOf(notes);
    }

    /** Data without augmentation. */
    public Loaded(DataSplit<?> split, Preparation preparation, List<String> notes) {
        this(split, split.train(), preparation, notes);
    }
}
