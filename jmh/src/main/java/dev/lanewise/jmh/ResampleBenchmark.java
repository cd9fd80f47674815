package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Padding and interpolation. */
public class ResampleBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "resample.pad 64x56x56",
        "resample.interpolate linear to 64x56x56",
        "resample.interpolateBackward linear from 64x56x56"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
