package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Normalisation. */
public class NormBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "norm.groups layer 1024x768",
        "norm.groupsBackward layer 1024x768",
        "norm.statistics batch 16x64x784",
        "norm.channels batch 16x64x784"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
