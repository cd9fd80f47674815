package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Normalisation. */
public class NormBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "norm.groups layer 1024x768",
        "norm.groupsBackward layer 1024x768",
        "norm.addGroups layer 1024x768",
        "norm.groups rms 1024x768",
        "norm.limitRows 1024x768",
        "norm.statistics batch 16x64x784",
        "norm.channels batch 16x64x784",
        "norm.channelsBackward batch 16x64x784",
        "norm.groups 16x64x784, 8 groups"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
