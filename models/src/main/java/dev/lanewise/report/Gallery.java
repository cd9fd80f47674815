package dev.lanewise.report;

import java.util.List;
import java.util.Objects;

/**
 * Pictures with words below them.
 *
 * @param heading the section's heading
 * @param explain what is to be seen, a sentence; or empty
 * @param items the first 48 are drawn
 */
public record Gallery(String heading, String explain, List<Item> items) implements Section {
    private static final int MOST = 48;

    /**
     * One picture.
     *
     * @param picture what is shown
     * @param verdict a line below it
     * @param detail a second, smaller line; or empty
     */
    public record Item(Picture picture, String verdict, String detail) {
        /** Checks that all is there. */
        public Item {
            Objects.requireNonNull(picture, "picture");
            Objects.requireNonNull(verdict, "verdict");
            Objects.requireNonNull(detail, "detail");
        }
    }

    /** Copies the items. */
    public Gallery {
        Objects.requireNonNull(heading, "heading");
        Objects.requireNonNull(explain, "explain");
        items = List.copyOf(items);
    }

    @Override
    public void write(Html out) {
        if (items.isEmpty()) {
            out.element("p", "Nothing to show.", "class", "none");
            return;
        }
        if (!explain.isEmpty()) {
            out.element("p", explain, "class", "explain");
        }
        out.open("div", "class", "gallery");
        for (Item item : items.subList(0, Math.min(MOST, items.size()))) {
            out.open("figure");
            out.empty("img", "class", "pixels", "src", item.picture().dataUri(), "alt", item.verdict());
            out.open("figcaption").element("span", item.verdict(), "class", "verdict");
            if (!item.detail().isEmpty()) {
                out.element("span", item.detail(), "class", "detail");
            }
            out.close().close();
        }
        out.close();
    }
}
