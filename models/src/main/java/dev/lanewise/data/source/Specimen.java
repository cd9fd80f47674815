package dev.lanewise.data.source;

import dev.lanewise.tensor.Shape;
import java.util.List;

/** A sample as people see it, for reports. */
public sealed interface Specimen {
    /**
     * A picture.
     *
     * @param pixels in [0, 1], of the shape
     * @param shape {@code [C, H, W]}, grey or red, green, blue
     */
    record Picture(float[] pixels, Shape shape) implements Specimen {}

    /**
     * A text.
     *
     * @param pieces what the model sees of it, piece by piece; together the text
     */
    record Passage(List<String> pieces) implements Specimen {
        /** Copies the list. */
        public Passage {
            pieces = List.copyOf(pieces);
        }
    }

    /**
     * A row of a table.
     *
     * @param columns their names
     * @param cells as they stand in the file
     */
    record Row(List<String> columns, List<String> cells) implements Specimen {
        /** Copies the lists. */
        public Row {
            columns = List.copyOf(columns);
            cells = List.copyOf(cells);
        }
    }

    /**
     * A stretch of a series and what followed, of the quantity that is forecast.
     *
     * @param label when the forecast begins
     * @param before in the data's units
     * @param after in the data's units
     */
    record Stretch(String label, float[] before, float[] after) implements Specimen {}
}
