package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Losses. */
public class LossBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "loss.crossEntropy 1024x1024",
        "loss.crossEntropyBackward 1024x1024",
        "loss.multiMargin 1024x1024",
        "loss.distance 1024x1024",
        "loss.unitRows 1024x1024",
        "loss.unitRowsBackward 1024x1024",
        "loss.pair squared 1024x1024",
        "loss.pairBackward huber 1024x1024",
        "loss.pair huber 1024x1024"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
