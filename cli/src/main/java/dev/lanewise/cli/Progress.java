package dev.lanewise.cli;

import dev.lanewise.train.TrainingEvent;
import java.util.function.Consumer;

/** Tells a person how training goes. */
interface Progress extends Consumer<TrainingEvent> {
    /** Tells nothing. */
    static Progress none() {
        return _ -> {};
    }

    /** A bar on a terminal, plain lines elsewhere. */
    static Progress on(Shell shell) {
        return shell.errTerminal() ? new ProgressBar(shell) : new ProgressLines(shell);
    }

    /** Leaves the terminal so that other text may follow. */
    default void end() {}
}
