package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Random numbers. */
public class RandomBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({"random.uniform 1048576", "random.normal 262144", "random.bernoulli 1048576"})
    public String work;

    @Override
    String work() {
        return work;
    }
}
