package dev.lanewise.cli;

import dev.lanewise.train.TrainingEvent;
import dev.lanewise.train.metric.MetricKind;
import java.util.Optional;

/** What a progress line tells: means since the last line, and how long it will take. */
final class Meter {
    // Between quick to follow and calm to read.
    private static final double KEPT = 0.6;
    private static final long PACE_NANOS = 1_000_000_000L;

    private long steps;
    private int stepsPerEpoch;
    private Optional<MetricKind> score = Optional.empty();
    private String heldOut = "";
    private TrainingEvent.Stepped last;
    private double loss;
    private double scored;
    private long samples;
    private int summed;
    private long since;
    private long paceSince;
    private long paceStep;
    private double secondsPerStep;

    void started(TrainingEvent.Started event) {
        steps = event.steps();
        stepsPerEpoch = event.stepsPerEpoch();
        score = event.score();
        heldOut = event.heldOut();
        since = System.nanoTime();
    }

    /** Takes in a step; the time now. */
    long stepped(TrainingEvent.Stepped event) {
        last = event;
        loss += event.loss();
        scored += event.score() * event.samples();
        samples += event.samples();
        summed++;
        long now = System.nanoTime();
        if (paceStep == 0) {
            // The first step runs code that nothing has compiled yet.
            paceStep = event.step();
            paceSince = now;
        }
        if (now - paceSince >= PACE_NANOS) {
            double measured = (now - paceSince) / 1e9 / (event.step() - paceStep);
            secondsPerStep = secondsPerStep == 0 ? measured : KEPT * secondsPerStep + (1 - KEPT) * measured;
            paceSince = now;
            paceStep = event.step();
        }
        return now;
    }

    /** Begins to sum anew. */
    void reset() {
        loss = 0;
        scored = 0;
        samples = 0;
        summed = 0;
        since = System.nanoTime();
    }

    /** {@code epoch 3/10}. */
    String epoch(int epoch) {
        return "epoch " + epoch + "/" + Math.ceilDiv(steps, stepsPerEpoch);
    }

    /** {@code step 1200/9380}. */
    String step(long step) {
        return "step " + step + "/" + steps;
    }

    /** The last step. */
    TrainingEvent.Stepped last() {
        return last;
    }

    /** How much of the epoch is done, 0 to 1. */
    double share() {
        long into = last.step() - (long) (last.epoch() - 1) * stepsPerEpoch;
        return Math.min(1, (double) into / stepsPerEpoch);
    }

    /** {@code loss 0.0312  accuracy 99.1 %  61,000 samples/s  left 12 s}; the last two once they can be told. */
    String figures() {
        StringBuilder text = new StringBuilder("loss ").append(Figures.fixed(loss / summed, 4));
        score.ifPresent(metric -> text.append("  ")
                .append(metric.name())
                .append(' ')
                .append(Figures.metric(metric, scored / samples, 1)));
        double seconds = (System.nanoTime() - since) / 1e9;
        if (summed > 1 && seconds > 0) {
            text.append("  ").append(Figures.count(rounded(samples / seconds))).append(" samples/s");
        }
        if (secondsPerStep > 0) {
            text.append("  left ").append(Figures.coarse(Math.round((steps - last.step()) * secondsPerStep)));
        }
        return text.toString();
    }

    // Three digits: the rest is noise.
    private static long rounded(double value) {
        long whole = Math.round(value);
        long unit = 1;
        while (whole / unit >= 1000) {
            unit *= 10;
        }
        return Math.round(value / unit) * unit;
    }

    /** {@code loss 0.0312  accuracy 99.1 %  test loss 0.0401  test accuracy 98.71 %  2.1 s}. */
    String figures(TrainingEvent.EpochEnded event) {
        StringBuilder text = new StringBuilder("loss ").append(Figures.fixed(event.loss(), 4));
        score.ifPresent(metric ->
                text.append("  ").append(metric.name()).append(' ').append(Figures.metric(metric, event.score(), 1)));
        text.append("  ").append(heldOut).append(" loss ");
        text.append(Figures.fixed(event.heldOut().loss(), 4));
        score.ifPresent(metric -> text.append("  ")
                .append(heldOut)
                .append(' ')
                .append(metric.name())
                .append(' ')
                .append(Figures.metric(metric, event.heldOut().figure(metric.name()), 2)));
        return text.append("  ").append(Figures.elapsed(event.seconds())).toString();
    }
}
