package dev.lanewise.train.metric;

import java.util.function.Function;

/**
 * A metric by name: what it is, and how one is made.
 *
 * @param name as in tables, files and settings: {@code f1_macro}
 * @param goal which way is better
 * @param unit of the value: {@code share} (0 to 1), {@code %}, {@code nats}, {@code bits}, {@code target} (that of the
 *     targets), {@code target^2}, {@code classes} or {@code loss} (that of the loss); empty: none
 * @param about one line for people
 * @param maker makes a metric of scores of the given sort
 */
public record MetricKind(String name, Goal goal, String unit, String about, Function<Scores, Metric> maker) {
    /** True if its values lie in [0, 1] and people read them as percents. */
    public boolean share() {
        return unit.equals("share");
    }

    /** A new metric for a model that gives logits (or classes, or quantities). */
    public Metric create() {
        return create(Scores.LOGITS);
    }

    /** A new metric for a model that gives scores of some sort. */
    public Metric create(Scores scores) {
        return maker.apply(scores);
    }
}
