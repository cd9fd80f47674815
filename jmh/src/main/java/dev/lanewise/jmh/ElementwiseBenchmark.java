package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Functions of one element. */
public class ElementwiseBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "elementwise.add 1048576",
        "elementwise.mul 1048576",
        "elementwise.relu 1048576",
        "elementwise.reluBackward 1048576",
        "elementwise.exp 1048576",
        "elementwise.tanh 1048576",
        "elementwise.sigmoid 1048576",
        "elementwise.gelu 1048576",
        "elementwise.geluBackward 1048576",
        "elementwise.tanhBackward 1048576",
        "elementwise.sigmoidBackward 1048576",
        "elementwise.axpy 1048576",
        "elementwise.exp 2048",
        "elementwise.gelu 2048",
        "elementwise.add 2048"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
