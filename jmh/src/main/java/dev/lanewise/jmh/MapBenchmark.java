package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Activations and elementary functions. */
public class MapBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "map.apply silu 1048576",
        "map.apply mish 1048576",
        "map.apply softplus 1048576",
        "map.apply elu 1048576",
        "map.apply leaky_relu 1048576",
        "map.apply gelu_tanh 1048576",
        "map.apply log 1048576",
        "map.apply sqrt 1048576",
        "map.apply rsqrt 1048576",
        "map.apply sin 1048576",
        "map.apply cos 1048576",
        "map.apply pow 1048576",
        "map.apply erf 1048576",
        "map.backward silu 1048576",
        "map.prelu 1024x1024 1048576",
        "map.maskedFill 1048576",
        "map.where 1048576",
        "map.winner 1048576"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
