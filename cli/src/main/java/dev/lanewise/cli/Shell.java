package dev.lanewise.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a command runs: what it prints to, and where relative paths begin.
 *
 * @param out data
 * @param err progress, notes and errors
 * @param folder the current folder; empty for the process's own, so that paths are shown as they were typed
 * @param outTerminal whether a person reads {@code out} on a terminal
 * @param errTerminal likewise {@code err}
 * @param signals whether Ctrl-C is for this command: false inside another program
 */
record Shell(PrintStream out, PrintStream err, Path folder, boolean outTerminal, boolean errTerminal, boolean signals) {
    /** The process's own. */
    static Shell system() {
        return new Shell(System.out, System.err, Path.of(""), isTerminal(1), isTerminal(2), true);
    }

    /** A path as typed, seen from the current folder. */
    Path path(String typed) {
        return folder.resolve(typed);
    }

    /** Whether colours are wanted on {@code err}: see no-color.org. */
    boolean errColours() {
        return errTerminal && colours();
    }

    /** Whether colours are wanted on {@code out}. */
    boolean outColours() {
        return outTerminal && colours();
    }

    /** A note for the person at the keyboard, with whose it is. */
    void note(String line) {
        err.println("lanewise: " + line);
    }

    /** JSON is UTF-8, whatever the terminal's encoding is. */
    void json(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static boolean colours() {
        String none = System.getenv("NO_COLOR");
        return none == null || none.isEmpty();
    }

    // Console.isTerminal speaks of standard input and output together and takes long to load: ask the system if it
    // tells.
    private static boolean isTerminal(int descriptor) {
        String term = System.getenv("TERM");
        if (term == null || term.equals("dumb")) {
            return false;
        }
        Path self = Path.of("/proc/self/fd");
        try {
            if (Files.isDirectory(self)) {
                String target = Files.readSymbolicLink(self.resolve(Integer.toString(descriptor)))
                        .toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            }
        } catch (IOException _) {
            return false;
        }
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
