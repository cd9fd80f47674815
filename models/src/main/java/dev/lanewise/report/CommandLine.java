package dev.lanewise.report;

import java.util.Objects;

/**
 * A command to copy: one click selects all of it.
 *
 * @param heading the section's heading: {@code Repeat this run}
 * @param note    a line below the command, or empty
 * @param command the command line, as typed
 */
public record CommandLine(String heading, String note, String command) implements Section {
    public CommandLine {
        Objects.requireNonNull(heading, "heading");
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(command, "command");
    }

    @Override
    public void write(Html out) {
        out.open("pre", "class", "command").element("code", command).close();
        if (!note.isEmpty()) {
            out.element("p", note, "class", "explain");
        }
    }
}
