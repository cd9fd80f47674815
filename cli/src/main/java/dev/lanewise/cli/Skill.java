package dev.lanewise.cli;

import dev.lanewise.data.source.Baseline;
import java.util.Map;

/** The line that says how a model does against a prediction without one. */
final class Skill {
    private Skill() {}

    /**
     * {@code against seasonal_naive  rmse 3.2081, skill 24.10 %  mae 2.5012, skill 23.84 %}.
     *
     * @param baseline its name
     * @param figures with those of {@link Baseline#beside} among them
     */
    static String line(String baseline, Map<String, ?> figures) {
        StringBuilder text = new StringBuilder("against ").append(baseline);
        for (Map.Entry<String, ?> entry : figures.entrySet()) {
            if (entry.getKey().startsWith(baseline + "_") && entry.getValue() instanceof Number error) {
                String metric = entry.getKey().substring(baseline.length() + 1);
                text.append("  ").append(metric).append(' ').append(Figures.fixed(error.doubleValue(), 4));
                if (figures.get(Baseline.SKILL + metric) instanceof Number skill) {
                    text.append(", skill ").append(Figures.percent(skill.doubleValue(), 2));
                }
            }
        }
        return text.toString();
    }
}
