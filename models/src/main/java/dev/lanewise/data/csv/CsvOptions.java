package dev.lanewise.data.csv;

import dev.lanewise.data.DataException;
import java.util.Optional;

/**
 * What a person says about a file of text; what is left out is found out.
 *
 * @param format delimiter and quotes, if given; a decimal comma is found out all the same
 * @param header whether the first line holds names, if given
 */
public record CsvOptions(Optional<CsvFormat> format, Optional<Boolean> header) {
    /** Everything is found out. */
    public static final CsvOptions GUESS = new CsvOptions(Optional.empty(), Optional.empty());

    /** The same with a delimiter given. */
    public CsvOptions withFormat(CsvFormat given) {
        return new CsvOptions(Optional.of(given), header);
    }

    /** The same with a header that is there, or is not. */
    public CsvOptions withHeader(boolean given) {
        return new CsvOptions(format, Optional.of(given));
    }

    /**
     * From the words of a command line.
     *
     * @param delimiter {@code auto}, {@code comma}, {@code semicolon}, {@code tab}, {@code bar}, or the character
     * @param header {@code auto}, {@code yes} or {@code no}; also {@code true}, {@code false}
     * @throws DataException for another word, naming those there are
     */
    public static CsvOptions of(String delimiter, String header) {
        Optional<Character> character = switch (delimiter) {
            case "auto", "" -> Optional.empty();
            case "comma" -> Optional.of(',');
            case "semicolon" -> Optional.of(';');
            case "tab", "\\t" -> Optional.of('\t');
            case "bar", "pipe" -> Optional.of('|');
            case "space" -> Optional.of(' ');
            default -> Optional.of(single(delimiter));
        };
        Optional<Boolean> names = switch (header) {
            case "auto", "" -> Optional.empty();
            case "yes", "true" -> Optional.of(true);
            case "no", "false" -> Optional.of(false);
            default -> throw new DataException("header is " + header + ", expected auto, yes or no");
        };
        try {
            return new CsvOptions(character.map(c -> new CsvFormat(c, true, '.')), names);
        } catch (IllegalArgumentException e) {
            throw new DataException(e.getMessage(), e);
        }
    }

    private static char single(String delimiter) {
        if (delimiter.length() != 1) {
            throw new DataException("delimiter is " + delimiter
                    + ", expected auto, comma, semicolon, tab, bar, space or one character");
        }
        return delimiter.charAt(0);
    }
}
