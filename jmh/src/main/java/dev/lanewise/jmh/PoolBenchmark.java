package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Pooling. */
public class PoolBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "pool.max 2x2 64x56x56",
        "pool.maxBackward 2x2 64x56x56",
        "pool.average 2x2 64x56x56",
        "pool.averageBackward 2x2 64x56x56",
        "pool.max 3x3 s2 64x56x56",
        "pool.adaptiveAverage to 1x1 64x56x56"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
