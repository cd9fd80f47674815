package dev.lanewise.data.text;

import java.util.Locale;

/** A token that stands for no text. The special tokens of a tokeniser have its first ids. */
public enum Special {
    /** Fills a sequence up to its longest; decoded to nothing. */
    PADDING("<pad>"),
    /** Stands for whatever the vocabulary does not hold. */
    UNKNOWN("<unk>"),
    /** Before the first token of a sequence; decoded to nothing. */
    BEGIN("<s>"),
    /** Behind the last token of a sequence; decoded to nothing. */
    END("</s>");

    private final String token;

    Special(String token) {
        this.token = token;
    }

    /** How it is shown to people. */
    public String token() {
        return token;
    }

    String saved() {
        return name().toLowerCase(Locale.ROOT);
    }
}
