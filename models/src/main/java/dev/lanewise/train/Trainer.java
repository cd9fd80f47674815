package dev.lanewise.train;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.data.Batch;
import dev.lanewise.data.BatchReader;
import dev.lanewise.data.Batches;
import dev.lanewise.data.Dataset;
import dev.lanewise.nn.Layer;
import dev.lanewise.optim.GradientAccumulator;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import dev.lanewise.train.metric.Metric;
import dev.lanewise.train.metric.MetricKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Trains a model, step by step, and tells listeners about it.
 *
 * <p>What a step computes depends on the model, the options and the number of the step alone, so that a run that is
 * stopped and goes on from a {@link Checkpoint} ends with the same bits.
 */
public final class Trainer {
    /**
     * How long and in what pieces.
     *
     * @param steps updates in all
     * @param batch samples per update; the last batch of an epoch may be smaller
     * @param seed of the order of samples and of everything random in the model
     * @param accumulate the parts that a batch is computed in, one after another, their gradients added up: less memory
     *     for the same update, but for what depends on the batch as a whole, such as batch normalisation; at least 1
     * @param prefetch batches read ahead by a thread of its own; 0 to read them when they are needed
     * @param probeEvery updates between two measurements of gradient norms; 0 for none
     */
    public record Options(long steps, int batch, long seed, int accumulate, int prefetch, int probeEvery) {
        /** A batch at once, read when it is needed; no gradient norms. */
        public Options(long steps, int batch, long seed) {
            this(steps, batch, seed, 1, 0, 0);
        }

        public Options {
            if (accumulate < 1) {
                throw new IllegalArgumentException("accumulate=" + accumulate + ", expected at least 1");
            }
        }
    }

    /**
     * What is trained, and how.
     *
     * @param model its parameters are updated in place
     * @param objective what is made small
     * @param optimizer of the model's parameters; its steps say where training stands
     * @param schedule of the learning rate
     * @param metrics what evaluations measure; the first is measured in training, too
     */
    public record Plan(
            Layer model, Objective objective, Optimizer optimizer, Schedule schedule, List<MetricKind> metrics) {}

    /**
     * What it is trained and measured on.
     *
     * @param training the set to learn from
     * @param name of the part kept apart: {@code validation} or {@code test}
     * @param heldOut the part that is evaluated after each epoch
     */
    public record Data(Dataset training, String name, Dataset heldOut) {}

    /** How a run ended. */
    public enum End {
        /** All steps were made. */
        COMPLETE,
        /** It no longer improved. */
        NO_LONGER_IMPROVING,
        /** It was asked to stop. */
        STOPPED
    }

    private final Options options;
    private final Plan plan;
    private final Data data;
    private final Watch watch;
    private final Consumer<TrainingEvent> listener;
    private final Map<Parameter, Tensor> lastGood = new LinkedHashMap<>();
    private final Tape tape;
    private final GradientAccumulator accumulator;
    private final GradientNorms norms;
    private final Metric batchScore;
    private final Metric epochScore;
    private long lastGoodStep;
    private volatile boolean stopAsked;

    /** A trainer; the watch sees every evaluation. */
    public Trainer(Options options, Plan plan, Data data, Watch watch, Consumer<TrainingEvent> listener) {
        this.options = options;
        this.plan = plan;
        this.data = data;
        this.watch = watch;
        this.listener = listener;
        this.tape = Tape.training(options.seed());
        this.accumulator = new GradientAccumulator(plan.model().parameters().values());
        this.norms = new GradientNorms(plan.model());
        this.batchScore =
                plan.metrics().isEmpty() ? null : plan.metrics().getFirst().create();
        this.epochScore = batchScore == null ? null : plan.metrics().getFirst().create();
    }

    /** Asks a running {@link #run} to return after its current step; from any thread. */
    public void stop() {
        stopAsked = true;
    }

    /**
     * Trains from where the optimiser stands to the last step, or until the watch says stop.
     *
     * @throws DivergedException if the loss is not finite; the model is then back in its last good state
     */
    public End run() {
        Dataset training = data.training();
        Batches batches = Batches.shuffled(training.size(), options.batch(), options.seed());
        int count = batches.count();
        long step = plan.optimizer().steps();
        listener.accept(new TrainingEvent.Started(
                step, options.steps(), count, plan.metrics().stream().findFirst(), data.name()));
        remember(step);
        try (BatchReader reader = options.prefetch() == 0
                ? BatchReader.direct(training, batches)
                : BatchReader.prefetched(training, batches, options.prefetch() + 1)) {
            reader.start(step, options.steps());
            Sums sums = new Sums();
            while (step < options.steps() && !stopAsked && !watch.stop()) {
                update(step, reader.next(), sums);
                step++;
                Backend.beginWarmUp();
                if (step % count == 0 || step == options.steps()) {
                    endEpoch((int) ((step - 1) / count), step, sums);
                    sums = new Sums();
                }
            }
        }
        if (step == options.steps()) {
            return End.COMPLETE;
        }
        return watch.stop() ? End.NO_LONGER_IMPROVING : End.STOPPED;
    }

    /** What is summed over an epoch. */
    private static final class Sums {
        private final long begun = System.nanoTime();
        private double loss;
        private long samples;
        private int steps;
    }

    private void update(long step, Batch batch, Sums sums) {
        int n = batch.size();
        int parts = Math.min(options.accumulate(), n);
        float rate = plan.schedule().rate(step);
        boolean probed = options.probeEvery() > 0 && (step + 1) % options.probeEvery() == 0;
        TrainingEvent.Probed probe = null;
        double loss = 0;
        if (batchScore != null) {
            batchScore.reset();
        }
        for (int p = 0; p < parts; p++) {
            int from = (int) ((long) n * p / parts);
            int to = (int) ((long) n * (p + 1) / parts);
            Value[] values = parts == 1 ? batch.values() : batch.part(from, to);
            tape.begin(step * options.accumulate() + p);
            Objective.Outcome outcome = plan.objective().forward(tape, values);
            float part = outcome.loss().item();
            if (!Float.isFinite(part)) {
                throw diverged(step, batch.epoch(), part, rate);
            }
            score(outcome, values);
            Gradients gradients = tape.backward(outcome.loss());
            if (parts == 1) {
                probe = probed ? norms.of(step + 1, gradients) : null;
                plan.optimizer().step(gradients, rate);
                loss = part;
            } else {
                double weight = (double) (to - from) / n;
                accumulator.add(gradients, weight);
                loss += weight * part;
            }
        }
        if (parts > 1) {
            probe = probed ? norms.of(step + 1, accumulator) : null;
            accumulator.step(plan.optimizer(), rate);
        }
        sums.loss += loss;
        sums.samples += n;
        sums.steps++;
        double score = batchScore == null ? Double.NaN : batchScore.value();
        listener.accept(new TrainingEvent.Stepped(step + 1, batch.epoch() + 1, loss, score, rate, n));
        if (probe != null) {
            listener.accept(probe);
        }
    }

    private void score(Objective.Outcome outcome, Value... values) {
        if (batchScore != null) {
            Value predictions = plan.objective().predictions(outcome);
            Value truth = plan.objective().truth(values);
            batchScore.add(predictions, truth);
            epochScore.add(predictions, truth);
        }
    }

    private void endEpoch(int epoch, long step, Sums sums) {
        double seconds = (System.nanoTime() - sums.begun) / 1e9;
        String damaged = firstNonFiniteParameter();
        if (damaged != null) {
            restore();
            throw new DivergedException(
                    "step " + step + ": " + damaged + " is no longer finite, though the loss was; "
                            + "the model is back at step " + lastGoodStep + " (a smaller learning rate may help)",
                    lastGoodStep);
        }
        remember(step);
        Evaluation evaluation =
                Evaluation.of(plan.objective(), data.heldOut(), plan.metrics(), evaluationBatch(options.batch()));
        boolean best = watch.observe(step, evaluation);
        double score = epochScore == null ? Double.NaN : epochScore.value();
        if (epochScore != null) {
            epochScore.reset();
        }
        listener.accept(new TrainingEvent.EpochEnded(
                epoch + 1, step, sums.loss / Math.max(1, sums.steps), score, seconds, sums.samples, evaluation, best));
    }

    /** Samples at once in an evaluation: what fits the memory in training with its gradients does here. */
    public static int evaluationBatch(int batch) {
        return Math.min(256, Math.multiplyExact(2, batch));
    }

    private String firstNonFiniteParameter() {
        for (Map.Entry<String, Parameter> entry : plan.model().parameters().entrySet()) {
            if (!Backend.kernels().reduce().allFinite(entry.getValue().value())) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Copies the parameters, to come back to if the loss is lost. */
    private void remember(long step) {
        for (Parameter p : plan.model().parameters().values()) {
            lastGood.computeIfAbsent(p, q -> Tensor.zeros(q.shape())).copyFrom(p.value());
        }
        lastGoodStep = step;
    }

    private void restore() {
        lastGood.forEach((p, value) -> p.value().copyFrom(value));
    }

    private DivergedException diverged(long step, int epoch, float loss, float rate) {
        String where = firstNonFiniteLayer();
        restore();
        return new DivergedException(
                String.format(
                        Locale.ROOT,
                        "step %d (epoch %d): the loss is %s; first non-finite value in %s; learning rate %s; "
                                + "the model is back at step %d (a smaller learning rate may help)",
                        step + 1,
                        epoch + 1,
                        loss,
                        where,
                        rate,
                        lastGoodStep),
                lastGoodStep);
    }

    /** The first layer whose output is not finite: by the name of its parameters, or by the layer it follows. */
    private String firstNonFiniteLayer() {
        Tape.Recorded bad = tape.firstNonFinite();
        if (bad == null) {
            return "the loss itself";
        }
        if (!bad.parameters().isEmpty()) {
            return "layer " + layerOf(bad.parameters().getFirst()) + " ("
                    + bad.op().name() + ")";
        }
        String after = "the input";
        for (Tape.Recorded earlier : tape.recorded()) {
            if (earlier.ordinal() < bad.ordinal() && !earlier.parameters().isEmpty()) {
                after = layerOf(earlier.parameters().getFirst());
            }
        }
        return bad.op().name() + " after layer " + after;
    }

    private String layerOf(Parameter parameter) {
        for (Map.Entry<String, Parameter> entry : plan.model().parameters().entrySet()) {
            if (entry.getValue() == parameter) {
                return GradientNorms.layer(entry.getKey());
            }
        }
        return parameter.toString();
    }
}
