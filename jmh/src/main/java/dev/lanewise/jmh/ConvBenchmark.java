package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Convolutions. */
public class ConvBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "conv.forward 1x64x56x56, 64x64x3x3, pad 1",
        "conv.backwardData 1x64x56x56, 64x64x3x3, pad 1",
        "conv.backwardWeights 1x64x56x56, 64x64x3x3, pad 1",
        "conv.forward 1x256x14x14, 256x256x3x3, pad 1",
        "conv.forward 1x3x224x224, 64x3x7x7, stride 2, pad 3",
        "conv.forward 1x256x56x56, 64x256x1x1",
        "conv.forward 1x96x112x112, 96x1x3x3, pad 1",
        "conv.backwardData 1x96x112x112, 96x1x3x3, pad 1",
        "conv.backwardWeights 1x96x112x112, 96x1x3x3, pad 1",
        "conv.forward 64x1x28x28, 6x1x5x5, pad 2",
        "conv.backwardWeights 64x1x28x28, 6x1x5x5, pad 2",
        "conv.forward 64x6x14x14, 16x6x5x5",
        "conv.backwardData 64x6x14x14, 16x6x5x5",
        "conv.backwardWeights 64x6x14x14, 16x6x5x5"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
