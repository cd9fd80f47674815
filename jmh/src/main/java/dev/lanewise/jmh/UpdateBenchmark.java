package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Steps of optimisers. */
public class UpdateBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "update.sgd momentum 1048576",
        "update.adam 1048576",
        "update.amsgrad 1048576",
        "update.nadam 1048576",
        "update.adamax 1048576",
        "update.adagrad 1048576",
        "update.adadelta 1048576",
        "update.rmsProp momentum 1048576",
        "update.average 1048576",
        "update.clamp 1048576",
        "update.powerSum 1048576"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
