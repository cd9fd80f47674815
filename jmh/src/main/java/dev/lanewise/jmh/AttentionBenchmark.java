package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Attention. */
public class AttentionBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({"attention.maskedSoftmax 12x256x256", "attention.maskedSoftmax 12x256x256 causal"})
    public String work;

    @Override
    String work() {
        return work;
    }
}
