package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Steps of optimisers. */
public class UpdateBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({"update.sgd momentum 1048576", "update.adam 1048576"})
    public String work;

    @Override
    String work() {
        return work;
    }
}
