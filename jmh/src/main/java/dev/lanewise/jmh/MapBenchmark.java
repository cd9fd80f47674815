package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Activations and elementary functions. */
public class MapBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({"map.apply silu 1048576", "map.apply mish 1048576", "map.apply log 1048576", "map.backward silu 1048576"})
    public String work;

    @Override
    String work() {
        return work;
    }
}
