package dev.lanewise.report;

/** One headed part of a {@link Report}. Implementations are immutable and write the same HTML every time. */
public interface Section {
    /** How much of the page's width a section takes on a wide screen; on a narrow one every section is full. */
    enum Span {
        FULL,
        HALF
    }

    /** The heading, plain text. The report writes it, and a link to it at the top of the page. */
    String heading();

    /**
     * Writes the content below the heading. Every tag that it opens it also closes; it must cope with having nothing to
     * show.
     *
     * @param out the page so far; everything given to it as text is escaped
     */
    void write(Html out);

    /** Two neighbours of {@code HALF} stand side by side where there is room. */
    default Span span() {
        return Span.FULL;
    }
}
