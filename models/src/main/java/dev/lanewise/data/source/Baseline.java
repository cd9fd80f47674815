package dev.lanewise.data.source;

import dev.lanewise.data.series.SeasonalNaive;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How a prediction does that needs no model: what a model has to beat.
 *
 * @param name a word for it: {@code seasonal_naive}
 * @param errors on the data that the model is measured on, by the metrics' names; less is better
 */
public record Baseline(String name, SequencedMap<String, Double> errors) {
    /** What the names of figures of skill begin with. */
    public static final String SKILL = "skill_";

    /** Copies the errors. */
    public Baseline {
        errors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(errors));
    }

    /**
     * These errors and, of a model, the skill {@code 1 - error / baseline} for each that was measured of it as well: 1 is
     * perfect, 0 no better than this. The names are such as {@code seasonal_naive_rmse} and {@code skill_rmse}.
     *
     * @param figures of the model, by the metrics' names
     */
    public SequencedMap<String, Double> beside(Map<String, Double> figures) {
        SequencedMap<String, Double> all = new LinkedHashMap<>();
        errors.forEach((metric, error) -> all.put(name + "_" + metric, error));
        errors.forEach((metric, error) -> {
            if (figures.containsKey(metric)) {
                all.put(SKILL + metric, SeasonalNaive.skill(figures.get(metric), error));
            }
        });
        return all;
    }
}
