package dev.lanewise.run;

import dev.lanewise.train.TrainingEvent;
import java.util.ArrayList;
import java.util.List;

/** How long training took, in this process. */
final class RunTimes {
    private final long begun = System.nanoTime();
    private final List<Double> epochs = new ArrayList<>();
    private long samples;
    private double trainLoss = Double.NaN;
    private double trainScore = Double.NaN;

    void accept(TrainingEvent event) {
        if (event instanceof TrainingEvent.EpochEnded ended) {
            epochs.add(ended.seconds());
            samples += ended.samples();
            trainLoss = ended.loss();
            trainScore = ended.score();
        }
    }

    /** Seconds since the data was read, evaluations and files included. */
    double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Seconds of training alone. */
    double trainingSeconds() {
        return epochs.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Seconds of training in each epoch. */
    List<Double> epochs() {
        return epochs;
    }

    double samplesPerSecond() {
        return samples / Math.max(1e-9, trainingSeconds());
    }

    double trainLoss() {
        return trainLoss;
    }

    double trainScore() {
        return trainScore;
    }
}
