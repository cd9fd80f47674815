package dev.lanewise.train;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.data.Batches;
import dev.lanewise.data.LabelledDataset;
import dev.lanewise.nn.Unary;
import dev.lanewise.optim.GradientAccumulator;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
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
     * How long and on what.
     *
     * @param steps updates in all
     * @param batch samples per update; the last batch of an epoch may be smaller
     * @param seed of the order of samples and of everything random in the model
     * @param accumulate the parts that a batch is computed in, one after another, their gradients added up: less memory
     *     for the same update, but for what depends on the batch as a whole, such as batch normalisation; at least 1
     */
    public record Options(long steps, int batch, long seed, int accumulate) {
        /** A batch at once. */
        public Options(long steps, int batch, long seed) {
            this(steps, batch, seed, 1);
        }

        public Options {
            if (accumulate < 1) {
                throw new IllegalArgumentException("accumulate=" + accumulate + ", expected at least 1");
            }
        }
    }

    private final Options options;
    private final Unary model;
    private final Objective objective;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final LabelledDataset train;
    private final LabelledDataset test;
    private final Consumer<TrainingEvent> listener;
    private final Map<Parameter, Tensor> lastGood = new LinkedHashMap<>();
    private final Tape tape;
    private final GradientAccumulator accumulator;
    private long lastGoodStep;
    private volatile boolean stopAsked;

    /** A trainer; the model's parameters are updated in place. */
    public Trainer(
            Options options,
            Unary model,
            Objective objective,
            Optimizer optimizer,
            Schedule schedule,
            LabelledDataset train,
            LabelledDataset test,
            Consumer<TrainingEvent> listener) {
        this.options = options;
        this.model = model;
        this.objective = objective;
        this.optimizer = optimizer;
        this.schedule = schedule;
        this.train = train;
        this.test = test;
        this.listener = listener;
        this.tape = Tape.training(options.seed());
        this.accumulator = new GradientAccumulator(model.parameters().values());
    }

    /** Asks a running {@link #run} to return after its current step; from any thread. */
    public void stop() {
        stopAsked = true;
    }

    /**
     * Trains from where the optimiser stands to the last step.
     *
     * @return the number of updates made in all; fewer than asked for after {@link #stop}
     * @throws DivergedException if the loss is not finite; the model is then back in its last good state
     */
    public long run() {
        Batches batches = Batches.shuffled(train.size(), options.batch(), options.seed());
        Tensor x = Tensor.zeros(train.sampleShape().prepend(options.batch()));
        IntTensor y = IntTensor.zeros(options.batch());
        long step = optimizer.steps();
        listener.accept(new TrainingEvent.Started(step, options.steps(), batches.count()));
        remember(step);
        while (step < options.steps() && !stopAsked) {
            int epoch = (int) (step / batches.count());
            batches.start(epoch);
            LabelledDataset samples = train.epoch(epoch);
            Sums sums = new Sums();
            int b = (int) (step % batches.count());
            for (; b < batches.count() && step < options.steps() && !stopAsked; b++) {
                int n = batches.size(b);
                samples.read(batches.order(), batches.from(b), batches.to(b), x.outer(0, n), y.outer(0, n));
                update(step, epoch, x.outer(0, n), y.outer(0, n), sums);
                step++;
            }
            if (b == batches.count() || step == options.steps()) {
                endEpoch(epoch, step, sums);
            }
        }
        return step;
    }

    /** What is summed over an epoch. */
    private static final class Sums {
        private final long begun = System.nanoTime();
        private double loss;
        private long correct;
        private long samples;
        private int steps;
    }

    private void update(long step, int epoch, Tensor x, IntTensor y, Sums sums) {
        int n = y.size();
        int parts = Math.min(options.accumulate(), n);
        float rate = schedule.rate(step);
        double loss = 0;
        int correct = 0;
        for (int p = 0; p < parts; p++) {
            int from = (int) ((long) n * p / parts);
            int to = (int) ((long) n * (p + 1) / parts);
            Tensor xs = x.outer(from, to);
            IntTensor ys = y.outer(from, to);
            tape.begin(step * options.accumulate() + p);
            Objective.Outcome outcome = objective.forward(tape, xs, ys);
            float part = outcome.loss().item();
            if (!Float.isFinite(part)) {
                throw diverged(step, epoch, part, rate);
            }
            correct += objective.correct(outcome, xs, ys);
            Gradients gradients = tape.backward(outcome.loss());
            if (parts == 1) {
                optimizer.step(gradients, rate);
                loss = part;
            } else {
                double weight = (double) (to - from) / n;
                accumulator.add(gradients, weight);
                loss += weight * part;
            }
        }
        if (parts > 1) {
            accumulator.step(optimizer, rate);
        }
        sums.loss += loss;
        sums.correct += correct;
        sums.samples += n;
        sums.steps++;
        listener.accept(new TrainingEvent.Stepped(step + 1, epoch + 1, loss, (double) correct / n, rate, n));
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
        Evaluation evaluation = Evaluation.of(model, test);
        int steps = Math.max(1, sums.steps);
        double accuracy = (double) sums.correct / Math.max(1, sums.samples);
        listener.accept(new TrainingEvent.EpochEnded(
                epoch + 1, step, sums.loss / steps, accuracy, seconds, sums.samples, evaluation));
    }

    private String firstNonFiniteParameter() {
        for (Map.Entry<String, Parameter> entry : model.parameters().entrySet()) {
            if (!Backend.kernels().reduce().allFinite(entry.getValue().value())) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Copies the parameters, to come back to if the loss is lost. */
    private void remember(long step) {
        for (Parameter p : model.parameters().values()) {
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
        for (Map.Entry<String, Parameter> entry : model.parameters().entrySet()) {
            if (entry.getValue() == parameter) {
                int dot = entry.getKey().lastIndexOf('.');
                return dot < 0 ? entry.getKey() : entry.getKey().substring(0, dot);
            }
        }
        return parameter.toString();
    }
}
