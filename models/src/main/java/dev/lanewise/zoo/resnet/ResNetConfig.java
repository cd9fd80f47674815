package dev.lanewise.zoo.resnet;

import dev.lanewise.data.Signature;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Dropout;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.Residual;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.nn.conv.GlobalAvgPool;
import dev.lanewise.nn.conv.MaxPool2d;
import dev.lanewise.nn.norm.BatchNorm2d;
import dev.lanewise.recipe.ModelConfig;
import dev.lanewise.setting.Meaning;
import dev.lanewise.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A small residual network (He et al., 2015) of basic blocks, for images of any size from 8 x 8: a stem, stages of blocks
 * each of which halves the image but the first, the mean over the image, and a linear layer. The stem of images of 64
 * pixels and more halves them twice.
 *
 * @param widths the channels of the stages
 * @param blocks residual blocks in each stage
 * @param dropout of the features before the last layer
 */
public record ResNetConfig(
        @Meaning("the channels of the stages, with commas") List<Integer> widths,

        @Meaning("residual blocks in each stage, at least 1")
        int blocks,

        @Meaning("the share of features dropped before the last layer, at least 0 and below 1")
        double dropout)
        implements ModelConfig {
    private static final int LARGE = 64;
    private static final int SMALLEST = 8;

    /** Four stages of one block, of 16 to 128 channels. */
    public ResNetConfig() {
        this(List.of(16, 32, 64, 128), 1, 0);
    }

    /** Checks the sizes. */
    public ResNetConfig {
        widths = List.copyOf(widths);
        if (widths.isEmpty() || widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("widths=" + widths + ", expected at least one, each at least 1");
        }
        if (blocks < 1) {
            throw new IllegalArgumentException("blocks=" + blocks + ", expected at least 1");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout=" + dropout + ", expected at least 0 and below 1");
        }
    }

    @Override
    public Network build(Signature signature, Draws draws) {
        Shape sample = signature.floats("resnet");
        if (sample.rank() != 3 || Math.min(sample.dim(1), sample.dim(2)) < SMALLEST) {
            throw new IllegalArgumentException("resnet takes images [C, H, W] of at least " + SMALLEST + " x "
                    + SMALLEST + ", the data has " + sample);
        }
        SequencedMap<String, Unary> layers = new LinkedHashMap<>();
        boolean large = Math.min(sample.dim(1), sample.dim(2)) >= LARGE;
        int width = widths.getFirst();
        layers.put("conv1", convolution(sample.dim(0), width, 3, large ? 2 : 1, draws));
        layers.put("bn1", BatchNorm2d.of(width));
        layers.put("relu", Activation.RELU);
        if (large) {
            layers.put("maxpool", new MaxPool2d(Pool2dShape.of(2)));
        }
        for (int s = 0; s < widths.size(); s++) {
            SequencedMap<String, Unary> stage = new LinkedHashMap<>();
            for (int b = 0; b < blocks; b++) {
                stage.put(String.valueOf(b), block(width, widths.get(s), s > 0 && b == 0 ? 2 : 1, draws));
                width = widths.get(s);
            }
            layers.put("layer" + (s + 1), new Sequential(stage));
        }
        layers.put("avgpool", new GlobalAvgPool());
        if (dropout > 0) {
            layers.put("dropout", new Dropout((float) dropout));
        }
        layers.put("fc", Linear.of(width, signature.output().width(), draws));
        return Network.of(new Sequential(layers));
    }

    /** Two convolutions with batch normalisation, added to their input, then ReLU. */
    private static Unary block(int inputs, int outputs, int stride, Draws draws) {
        SequencedMap<String, Unary> body = new LinkedHashMap<>();
        body.put("conv1", convolution(inputs, outputs, 3, stride, draws));
        body.put("bn1", BatchNorm2d.of(outputs));
        body.put("relu", Activation.RELU);
        body.put("conv2", convolution(outputs, outputs, 3, 1, draws));
        body.put("bn2", BatchNorm2d.of(outputs));
        Unary projection = stride == 1 && inputs == outputs
                ? null
                : Sequential.of(convolution(inputs, outputs, 1, stride, draws), BatchNorm2d.of(outputs));
        return Sequential.of(new Residual(new Sequential(body), projection), Activation.RELU);
    }

    /** A convolution that keeps the size but for its stride, without the bias that normalisation would take away. */
    private static Conv2d convolution(int inputs, int outputs, int kernel, int stride, Draws draws) {
        return Conv2d.of(
                inputs, outputs, kernel, kernel, Conv2dShape.of(stride, kernel / 2), PadMode.CONSTANT, false, draws);
    }
}
