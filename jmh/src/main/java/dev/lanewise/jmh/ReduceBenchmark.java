package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Sums and maxima. */
public class ReduceBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "reduce.rowSums 1024x1024",
        "reduce.rowMax 1024x1024",
        "reduce.rowArgmax 1024x1024",
        "reduce.columnSums 1024x1024",
        "reduce.sum 1024x1024",
        "reduce.topK 8 of 1024x1024",
        "reduce.extremes of columns 1024x1024",
        "reduce.allFinite 1024x1024",
        "reduce.dot 1024x1024"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
