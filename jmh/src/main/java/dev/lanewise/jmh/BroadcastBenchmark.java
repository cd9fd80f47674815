package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Broadcasting. */
public class BroadcastBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "broadcast.apply add row 1024x768",
        "broadcast.apply mul column 1024x768",
        "broadcast.expand row 1024x768",
        "broadcast.sumTo row 1024x768"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
