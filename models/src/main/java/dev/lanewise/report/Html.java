package dev.lanewise.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Builds an HTML page with inline SVG. What it writes is also well-formed XML: every tag is closed, every text and
 * every attribute value is escaped, characters that XML forbids become U+FFFD. Not thread-safe.
 *
 * <p>Attributes are given as name, value, name, value ...; a {@code null} value leaves the attribute out, a {@link
 * Double} or {@link Float} is written with at most two decimals. Tag and attribute names are constants of the caller
 * and are not escaped.
 */
public final class Html {
    // A line of their own keeps the page readable in an editor. Inline tags are not here: a line break would draw as a
    // space.
    private static final Set<String> OWN_LINE = Set.of(
            "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "footer", "figure", "div",
            "table", "tr", "svg", "g", "path", "ul", "ol", "li", "dl");

    private final StringBuilder out = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();
    private int ids;

    Html() {}

    /** Opens a tag; {@link #close()} ends it. */
    public Html open(String tag, Object... attributes) {
        startTag(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /**
     * Ends the tag that was opened last.
     *
     * @throws IllegalStateException when no tag is open
     */
    public Html close() {
        if (open.isEmpty()) {
            throw new IllegalStateException("html: close() without an open tag");
        }
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** A tag with text in it. */
    public Html element(String tag, String text, Object... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** A tag without content: {@code <img/>}, {@code <path/>}. Only for tags that HTML closes by itself and for SVG. */
    public Html empty(String tag, Object... attributes) {
        startTag(tag, attributes);
        out.append("/>");
        return this;
    }

    /** Text, escaped. */
    public Html text(String text) {
        escape(text);
        return this;
    }

    /** An id that is unique in this page; the same sequence of calls gives the same ids. */
    public String id() {
        return "u" + ++ids;
    }

    /** How many tags are open: a section leaves as many as it found. */
    int depth() {
        return open.size();
    }

    /** Our own style sheet. HTML reads it raw, XML does not, so it may not hold what the two read differently. */
    void style(String css) {
        if (css.indexOf('<') >= 0 || css.indexOf('&') >= 0) {
            throw new IllegalArgumentException("html: a style sheet may not contain '<' or '&'");
        }
        startTag("style");
        out.append(">\n").append(css).append("</style>");
    }

    void doctype() {
        out.append("<!DOCTYPE html>");
    }

    /** The page. */
    String page() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("html: still open: " + open);
        }
        return out.append('\n').toString();
    }

    private void startTag(String tag, Object... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("html: <" + tag + "> has an attribute without a value");
        }
        if (OWN_LINE.contains(tag)) {
            out.append('\n');
        }
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            if (value != null) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(
                        value instanceof Double || value instanceof Float
                                ? coordinate(((Number) value).doubleValue())
                                : value.toString());
                out.append('"');
            }
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
            }
        }
    }

    /** XML 1.0, production 2 (Char), without the C1 controls that HTML discourages. */
    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || (c >= 0x20 && c < 0x7F)
                || (c >= 0xA0 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }

    /**
     * A number of an SVG attribute: at most two decimals, no exponent, no negative zero.
     *
     * @throws IllegalArgumentException when it is not finite: a gap has to be decided on before drawing
     */
    static String coordinate(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("html: a coordinate is " + value);
        }
        long hundredths = Math.round(value * 100);
        long whole = Math.abs(hundredths) / 100;
        long rest = Math.abs(hundredths) % 100;
        String sign = hundredths < 0 ? "-" : "";
        if (rest == 0) {
            return sign + whole;
        }
        return sign + whole + '.' + (rest % 10 == 0 ? Long.toString(rest / 10) : (rest < 10 ? "0" : "") + rest);
    }
}
