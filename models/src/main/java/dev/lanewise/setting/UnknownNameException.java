package dev.lanewise.setting;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A name that stands for nothing: a recipe, a key, an optimiser. The message suggests the nearest that do. */
public final class UnknownNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * Says what is unknown.
     *
     * @param kind what the name should have been: {@code recipe}
     * @param name what was given
     * @param known what there is
     */
    public UnknownNameException(String kind, String name, List<String> known) {
        super("unknown " + kind + " '" + name + "': " + suggestion(name, known));
    }

    private static String suggestion(String name, List<String> known) {
        String lower = name.toLowerCase(Locale.ROOT);
        List<String> near = known.stream()
                .filter(k -> distance(lower, k) <= Math.max(2, k.length() / 3)
                        || (lower.length() > 1 && k.startsWith(lower)))
                .sorted(Comparator.comparingInt(k -> distance(lower, k)))
                .limit(3)
                .toList();
        return near.isEmpty()
                ? "expected one of " + String.join(", ", known)
                : "did you mean " + String.join(" or ", near) + "?";
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
