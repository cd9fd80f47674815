package dev.lanewise.train;

import dev.lanewise.autograd.Tape;
import dev.lanewise.data.Batches;
import dev.lanewise.data.Dataset;
import dev.lanewise.data.Field;
import dev.lanewise.tensor.Value;
import dev.lanewise.train.metric.Metric;
import dev.lanewise.train.metric.MetricKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * How a model does on a data set.
 *
 * @param loss the mean over the samples
 * @param figures the metrics by name, in order
 * @param detail how each sample did
 */
public record Evaluation(double loss, SequencedMap<String, Double> figures, Detail detail) {
    /** What is known of each sample. */
    public sealed interface Detail {
        /** The loss of each sample. */
        float[] losses();
    }

    /**
     * Of a classifier.
     *
     * @param confusion [true class][predicted class], counts
     * @param predicted the most probable class of each sample
     * @param confidence its probability
     * @param losses the cross-entropy of each sample, in nats
     */
    public record ClassDetail(long[][] confusion, int[] predicted, float[] confidence, float[] losses)
            implements Detail {}

    /**
     * Of a regressor.
     *
     * @param predicted [samples, width], in the units of the data
     * @param truth likewise
     * @param width how many quantities a sample has
     * @param losses of each sample, of standardised quantities
     */
    public record QuantityDetail(float[] predicted, float[] truth, int width, float[] losses) implements Detail {}

    /**
     * Runs the model over the whole set, in evaluation mode.
     *
     * @param batch samples at once; the result does not depend on it
     * @throws IllegalArgumentException if the set has no samples, or a metric cannot look at such predictions
     */
    public static Evaluation of(Objective objective, Dataset data, List<MetricKind> metrics, int batch) {
        int size = data.size();
        if (size == 0) {
            throw new IllegalArgumentException("evaluation: the data has no samples");
        }
        Batches batches = Batches.inOrder(size, Math.min(size, batch));
        Tape tape = Tape.inference();
        List<Value> whole = new ArrayList<>();
        for (Field field : data.fields()) {
            whole.add(field.allocate(batches.size(0)));
        }
        List<Metric> measures = metrics.stream().map(MetricKind::create).toList();
        Objective.Examiner examiner = objective.examiner(size);
        for (int b = 0; b < batches.count(); b++) {
            int n = batches.size(b);
            Value[] values = whole.stream().map(value -> value.outer(0, n)).toArray(Value[]::new);
            data.read(batches.order(), batches.from(b), batches.to(b), values);
            tape.begin(b);
            Objective.Outcome outcome = objective.forward(tape, values);
            examiner.add(outcome, values);
            Value predictions = objective.predictions(outcome);
            Value truth = objective.truth(values);
            for (Metric metric : measures) {
                metric.add(predictions, truth);
            }
        }
        Detail detail = examiner.detail();
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        for (int i = 0; i < measures.size(); i++) {
            figures.put(metrics.get(i).name(), measures.get(i).value());
        }
        return new Evaluation(mean(detail.losses()), figures, detail);
    }

    private static double mean(float[] losses) {
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        return sum / losses.length;
    }

    /**
     * The loss or a metric.
     *
     * @throws IllegalArgumentException if there is no such figure, naming those there are
     */
    public double figure(String name) {
        if (name.equals("loss")) {
            return loss;
        }
        Double value = figures.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "no figure " + name + ", there are loss, " + String.join(", ", figures.keySet()));
        }
        return value;
    }
}
