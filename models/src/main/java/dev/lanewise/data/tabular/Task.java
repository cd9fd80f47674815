package dev.lanewise.data.tabular;

import dev.lanewise.data.DataException;
import java.util.Locale;

/** What is learnt from a table. */
public enum Task {
    /** The target is one of some classes. */
    CLASSIFICATION,
    /** The target is a number. */
    REGRESSION;

    /** The task called {@code classification} or {@code regression}. */
    public static Task of(String name) {
        for (Task task : values()) {
            if (task.toString().equals(name.toLowerCase(Locale.ROOT))) {
                return task;
            }
        }
        throw new DataException("task is " + name + ", expected classification or regression");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
