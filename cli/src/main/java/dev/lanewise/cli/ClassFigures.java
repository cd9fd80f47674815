package dev.lanewise.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well one class is recognised.
 *
 * @param name the class
 * @param samples that belong to it
 * @param hits those of them that were given this class
 * @param given samples that were given this class, rightly or not
 */
record ClassFigures(String name, long samples, long hits, long given) {
    /** One for each class, from [true class][predicted class] counts. */
    static List<ClassFigures> of(long[][] confusion, List<String> names) {
        List<ClassFigures> figures = new ArrayList<>();
        for (int k = 0; k < confusion.length; k++) {
            long samples = 0;
            long given = 0;
            for (int j = 0; j < confusion.length; j++) {
                samples += confusion[k][j];
                given += confusion[j][k];
            }
            figures.add(new ClassFigures(names.get(k), samples, confusion[k][k], given));
        }
        return figures;
    }

    /** Of the samples given this class, the share that belongs to it; NaN if there are none. */
    double precision() {
        return (double) hits / given;
    }

    /** Of the samples of this class, the share that was found; NaN if there are none. */
    double recall() {
        return (double) hits / samples;
    }

    /** The harmonic mean of precision and recall. */
    double f1() {
        return 2.0 * hits / (samples + given);
    }

    static String table(List<ClassFigures> classes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("class", "samples", "precision", "recall", "F1"));
        for (ClassFigures c : classes) {
            rows.add(List.of(
                    Text.clean(c.name), Figures.count(c.samples), text(c.precision()), text(c.recall()), text(c.f1())));
        }
        return Text.table(new boolean[] {false, true, true, true, true}, rows);
    }

    private static String text(double share) {
        return Double.isNaN(share) ? "-" : Figures.percent(share, 2);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("class", name);
        map.put("samples", samples);
        map.put("precision", orNull(precision()));
        map.put("recall", orNull(recall()));
        map.put("f1", orNull(f1()));
        return map;
    }

    private static Double orNull(double share) {
        return Double.isNaN(share) ? null : share;
    }
}
