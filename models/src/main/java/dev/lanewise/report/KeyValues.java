package dev.lanewise.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Names and values in two columns: the configuration, the environment.
 *
 * @param heading the section's heading
 * @param caption a line above the table, or empty
 * @param entries names and values, drawn in their order
 */
public record KeyValues(String heading, String caption, SequencedMap<String, String> entries) implements Section {
    public KeyValues {
        Objects.requireNonNull(heading, "heading");
        Objects.requireNonNull(caption, "caption");
        entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    @Override
    public Span span() {
        return Span.HALF;
    }

    @Override
    public void write(Html out) {
        if (entries.isEmpty()) {
            out.element("p", "Nothing recorded.", "class", "none");
            return;
        }
        out.open("div", "class", "scroll").open("table", "class", "pairs");
        if (!caption.isEmpty()) {
            out.element("caption", caption);
        }
        out.open("tbody");
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            out.open("tr");
            out.element("th", entry.getKey(), "scope", "row").element("td", entry.getValue());
            out.close();
        }
        out.close().close().close();
    }
}
