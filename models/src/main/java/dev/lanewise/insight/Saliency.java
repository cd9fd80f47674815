package dev.lanewise.insight;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Network;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.Optional;

/**
 * What an output depends on: its gradient by the input (Simonyan, Vedaldi and Zisserman, 2013). For measured values that is
 * the gradient itself; for tokens, which have none, the gradient by the token's vector times the vector, which tells how
 * much the token spoke for the output or, below 0, against it.
 */
public final class Saliency {
    private Saliency() {}

    /**
     * How an output of one sample depends on an input.
     *
     * @param inputs a batch of one sample
     * @param input which of them
     * @param output which number of the model's output
     * @return for floats, the gradient in the shape of the input; for integers [T], one number each. The caller's
     * @throws IllegalArgumentException if there is more than one sample, or nothing reads the integers
     */
    public static float[] of(Network model, Value[] inputs, int input, int output) {
        if (inputs[input].shape().dim(0) != 1) {
            throw new IllegalArgumentException(
                    "saliency: a batch of " + inputs[input].shape().dim(0) + " samples, expected 1");
        }
        Look look = new Look(model, true).at(inputs);
        Tensor dy = Tensor.zeros(look.output().shape());
        dy.array()[output] = 1;
        return switch (inputs[input]) {
            case Tensor _ ->
                look.tape().backward(look.output(), dy).of(look.input(input)).toArray();
            case IntTensor ids -> tokens(look, ids, dy);
        };
    }

    private static float[] tokens(Look look, IntTensor ids, Tensor dy) {
        Optional<Tape.Recorded> reader = look.readerOf(ids);
        if (reader.isEmpty()) {
            throw new IllegalArgumentException("saliency: nothing reads the integers of shape " + ids.shape());
        }
        Gradients gradients = look.tape().backward(look.output(), dy);
        Var vectors = look.tape().output(reader.get(), 0);
        float[] gradient = gradients.of(vectors).toArray();
        float[] value = vectors.tensor().toArray();
        float[] scores = new float[ids.size()];
        int width = value.length / scores.length;
        for (int t = 0; t < scores.length; t++) {
            double sum = 0;
            for (int d = 0; d < width; d++) {
                sum += (double) gradient[t * width + d] * value[t * width + d];
            }
            scores[t] = (float) sum;
        }
        return scores;
    }

    /**
     * A gradient by an image as a heat map: the largest magnitude over the channels, divided by the 99th percentile and cut
     * off at 1, so that a few pixels do not leave the rest dark.
     *
     * @param gradient [C,H,W]
     * @return [H,W] in [0, 1]
     */
    public static float[] heat(float[] gradient, int channels) {
        float[] heat = new float[gradient.length / channels];
        for (int i = 0; i < gradient.length; i++) {
            heat[i % heat.length] = Math.max(heat[i % heat.length], Math.abs(gradient[i]));
        }
        float[] sorted = heat.clone();
        java.util.Arrays.sort(sorted);
        float top = sorted[Math.min(sorted.length - 1, (int) (0.99 * sorted.length))];
        for (int i = 0; i < heat.length; i++) {
            heat[i] = top > 0 ? Math.min(1, heat[i] / top) : 0;
        }
        return heat;
    }
}
