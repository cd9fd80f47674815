package dev.lanewise.gradient;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.transformer.FeedForward;
import dev.lanewise.nn.transformer.TransformerDecoder;
import dev.lanewise.nn.transformer.TransformerDecoderLayer;
import dev.lanewise.nn.transformer.TransformerEncoder;
import dev.lanewise.nn.transformer.TransformerEncoderLayer;
import dev.lanewise.nn.transformer.TransformerOptions;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The gradients of Transformer layers and stacks, pre- and post-norm. GELU, since differences trip over ReLU's kink. */
class TransformerGradientTest {
    private static final int WIDTH = 4;

    private static TransformerOptions options(boolean normFirst, boolean grouped, boolean drops) {
        return TransformerOptions.of(WIDTH, 2, 5)
                .withKeyValueHeads(grouped ? 1 : 2)
                .withActivation(Activation.GELU)
                .withDropout(drops ? 0.2f : 0f)
                .withNormFirst(normFirst);
    }

    /** Moves every parameter off its initial value, so that scales of 1 and biases of 0 hide nothing. */
    private static void move(Layer layer, long seed) {
        Inputs in = new Inputs(seed ^ 99);
        for (Parameter p : layer.parameters().values()) {
            float[] moved = in.floats(p.shape()).toArray();
            for (int i = 0; i < moved.length; i++) {
                p.value().array()[p.value().offset() + i] += 0.1f * moved[i];
            }
        }
    }

    @Property(tries = 15)
    void feedForward_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 4) int width,
            @ForAll @IntRange(min = 1, max = 5) int inner,
            @ForAll boolean drops,
            @ForAll long seed) {
        FeedForward layer = FeedForward.of(width, inner, Activation.GELU, drops ? 0.3f : 0f, new Draws(seed));
        GradientCheck.of("feed-forward", v -> new Var[] {layer.forward(v[0])})
                .input("x", new Inputs(seed).floats(Shape.of(2, 3, width)))
                .parameters(layer.parameters())
                .output(2, 3, width)
                .seed(seed)
                .check();
    }

    @Property(tries = 25)
    void encoderLayer_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 4) int length,
            @ForAll boolean normFirst,
            @ForAll boolean grouped,
            @ForAll boolean drops,
            @ForAll boolean causal,
            @ForAll long seed) {
        TransformerEncoderLayer layer = TransformerEncoderLayer.of(options(normFirst, grouped, drops), new Draws(seed));
        move(layer, seed);
        Mask mask = (causal ? Mask.CAUSAL : Mask.NONE).withIgnored(lastIgnored(length));
        GradientCheck.of("encoder layer, pre-norm " + normFirst, v -> new Var[] {layer.forward(v[0], mask)})
                .input("x", new Inputs(seed).floats(Shape.of(2, length, WIDTH)))
                .parameters(layer.parameters())
                .output(2, length, WIDTH)
                .seed(seed)
                .check();
    }

    /** The last position of the second sequence is padding, if it has another. */
    private static IntTensor lastIgnored(int length) {
        int[] ignored = new int[2 * length];
        ignored[2 * length - 1] = length > 1 ? 1 : 0;
        return IntTensor.of(ignored, 2, length);
    }

    @Property(tries = 25)
    void decoderLayer_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 3) int length,
            @ForAll @IntRange(min = 1, max = 3) int memory,
            @ForAll boolean normFirst,
            @ForAll boolean drops,
            @ForAll long seed) {
        boolean dropout = drops && length != memory;
        TransformerDecoderLayer layer = TransformerDecoderLayer.of(options(normFirst, false, dropout), new Draws(seed));
        move(layer, seed);
        Mask memoryMask = Mask.ignoring(lastIgnored(memory));
        GradientCheck.of("decoder layer, pre-norm " + normFirst, v ->
                        new Var[] {layer.forward(v[0], v[1], Mask.CAUSAL, memoryMask)})
                .input("target", new Inputs(seed).floats(Shape.of(2, length, WIDTH)))
                .input("memory", new Inputs(seed + 1).floats(Shape.of(2, memory, WIDTH)))
                .parameters(layer.parameters())
                .output(2, length, WIDTH)
                .seed(seed)
                .check();
    }

    @Property(tries = 8)
    void stacks_matchDifferences(@ForAll boolean normFirst, @ForAll long seed) {
        TransformerOptions options = options(normFirst, false, false);
        TransformerEncoder encoder = TransformerEncoder.of(options, 2, new Draws(seed));
        TransformerDecoder decoder = TransformerDecoder.of(options, 2, new Draws(seed + 1));
        GradientCheck.of("stacks, pre-norm " + normFirst, v ->
                        new Var[] {decoder.forward(v[0], encoder.forward(v[1]), Mask.CAUSAL, Mask.NONE)})
                .input("target", new Inputs(seed).floats(Shape.of(2, 2, WIDTH)))
                .input("source", new Inputs(seed + 1).floats(Shape.of(2, 3, WIDTH)))
                .parameters(encoder.parameters())
                .parameters(decoder.parameters())
                .output(2, 2, WIDTH)
                .seed(seed)
                .check();
    }

    /** A stack whose norms divide by so little that only the shortest steps are short enough. */
    @Test
    void stackThatBendsSharply_matchesDifferences() {
        stacks_matchDifferences(true, 1340088);
    }
}
