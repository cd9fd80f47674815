package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Products with weights in fewer bits. */
public class QuantBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "quant.linear 1x4096x4096 Q8_0",
        "quant.linear 1x4096x4096 BF16",
        "quant.linear 1x4096x4096 FP16",
        "quant.linear 32x3072x768 Q8_0"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
