package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Softmax and cross-entropy. */
public class SoftmaxBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "softmax.softmax 1024x1024",
        "softmax.softmaxBackward 1024x1024",
        "softmax.logSoftmax 1024x1024",
        "softmax.logSoftmaxBackward 1024x1024",
        "softmax.crossEntropy 1024x1024"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
