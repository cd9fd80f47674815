package dev.lanewise.format;

/**
 * A file that is damaged, or not of the format it is read as. The message is one line for the person who named the
 * file: which file, what was found, what was expected.
 */
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FormatException(String message) {
        super(oneLine(message));
    }

    public FormatException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    // Names come from the file itself and may hold anything.
    private static String oneLine(String message) {
        return message.replaceAll("\\p{Cntrl}", "?");
    }
}
