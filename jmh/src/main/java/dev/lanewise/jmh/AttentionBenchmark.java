package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Attention. */
public class AttentionBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "attention.forward 12x512x64",
        "attention.forward 12x512x64 causal",
        "attention.backward 12x512x64",
        "attention.backward 12x512x64 causal",
        "attention.maskedSoftmax 12x256x256",
        "attention.maskedSoftmax 12x256x256 causal"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
