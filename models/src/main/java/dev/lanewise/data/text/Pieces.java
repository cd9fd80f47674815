package dev.lanewise.data.text;

import java.util.function.Consumer;

/**
 * Cuts text into the pieces within which bytes are merged: runs of letters, of digits, of white space, of anything else;
 * one space before a run that is not white space belongs to that run. Put together, the pieces are the text.
 */
final class Pieces {
    /** The most chars of a piece: merging takes quadratic time in the length of a piece. */
    static final int LONGEST = 64;

    /** The most bytes of a piece: a char takes at most three in UTF-8. */
    static final int LONGEST_BYTES = 3 * LONGEST;

    private static final int SPACE = 0;
    private static final int LETTER = 1;
    private static final int DIGIT = 2;
    private static final int OTHER = 3;

    private Pieces() {}

    static void forEach(String text, Consumer<String> piece) {
        int from = 0;
        while (from < text.length()) {
            int to = end(text, from);
            piece.accept(text.substring(from, to));
            from = to;
        }
    }

    private static int end(String text, int from) {
        int at = from;
        boolean leading = text.charAt(at) == ' ' && at + 1 < text.length() && kind(text.codePointAt(at + 1)) != SPACE;
        at += leading ? 1 : 0;
        int kind = kind(text.codePointAt(at));
        while (at < text.length()) {
            int point = text.codePointAt(at);
            int next = at + Character.charCount(point);
            if (kind(point) != kind || next - from > LONGEST) {
                break;
            }
            at = next;
        }
        // The last space of several belongs to the word behind it.
        boolean lends = kind == SPACE && at < text.length() && at - from > 1 && text.charAt(at - 1) == ' ';
        return lends && kind(text.codePointAt(at)) != SPACE ? at - 1 : at;
    }

    private static int kind(int point) {
        if (WordTokenizer.isSpace(point)) {
            return SPACE;
        }
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> LETTER;
            case Character.DECIMAL_DIGIT_NUMBER -> DIGIT;
            default -> Character.isLetter(point) ? LETTER : OTHER;
        };
    }
}
