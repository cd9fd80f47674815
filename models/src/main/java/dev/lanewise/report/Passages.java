package dev.lanewise.report;

import java.util.List;
import java.util.Objects;

/**
 * Texts, each piece of which may be coloured by how much it speaks for something, or against it.
 *
 * @param heading the section's heading
 * @param explain what the colours mean, a sentence; or empty
 * @param passages the texts
 */
public record Passages(String heading, String explain, List<Passage> passages) implements Section {
    private static final double FAINTEST = 0.04;

    /**
     * One text.
     *
     * @param pieces in order
     * @param scores one for each piece, above 0 for, below 0 against, any scale; empty to colour nothing
     * @param gap what stands between two pieces: a space between words, nothing between characters
     * @param verdict what the model made of it
     */
    public record Passage(List<String> pieces, float[] scores, String gap, String verdict) {
        /** Checks that there are as many scores as pieces. */
        public Passage {
            pieces = List.copyOf(pieces);
            Objects.requireNonNull(gap, "gap");
            Objects.requireNonNull(verdict, "verdict");
            if (scores.length != 0 && scores.length != pieces.size()) {
                throw new IllegalArgumentException(
                        "passage: " + scores.length + " scores for " + pieces.size() + " pieces");
            }
        }
    }

    /** Copies the passages. */
    public Passages {
        Objects.requireNonNull(heading, "heading");
        Objects.requireNonNull(explain, "explain");
        passages = List.copyOf(passages);
    }

    @Override
    public void write(Html out) {
        if (passages.isEmpty()) {
            out.element("p", "Nothing to show.", "class", "none");
            return;
        }
        if (!explain.isEmpty()) {
            out.element("p", explain, "class", "explain");
        }
        for (Passage passage : passages) {
            out.open("p", "class", "passage");
            write(out, passage);
            out.element("span", passage.verdict(), "class", "verdict").close();
        }
    }

    private static void write(Html out, Passage passage) {
        double most = 0;
        for (float score : passage.scores()) {
            most = Float.isFinite(score) ? Math.max(most, Math.abs(score)) : most;
        }
        for (int i = 0; i < passage.pieces().size(); i++) {
            String piece = passage.pieces().get(i);
            double share = most > 0 && Float.isFinite(passage.scores()[i]) ? passage.scores()[i] / most : 0;
            if (Math.abs(share) < FAINTEST) {
                out.text(piece);
            } else {
                String strength = String.valueOf(Math.round(70 * Math.abs(share)));
                out.element(
                        "span",
                        piece,
                        "class",
                        share > 0 ? "piece right" : "piece wrong",
                        "style",
                        "--s: " + strength + "%");
            }
            out.text(i + 1 < passage.pieces().size() ? passage.gap() : "");
        }
    }
}
