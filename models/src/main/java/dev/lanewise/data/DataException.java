package dev.lanewise.data;

/**
 * Data that cannot be used: missing, damaged, or not what was expected. The message is one line for the person who
 * named the data: which file, what was found, what was expected.
 */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DataException(String message) {
        super(oneLine(message));
    }

    public DataException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    // Names come from the file itself and may hold anything.
    private static String oneLine(String message) {
        return message.replaceAll("\\p{Cntrl}", "?");
    }
}
