package dev.lanewise.insight;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.data.SplitMix64;
import dev.lanewise.nn.Network;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Optional;

/**
 * The picture that excites a unit or a channel most: found by climbing from faint noise along the gradient of its mean
 * activation (Erhan et al., 2009). Between steps the picture is moved by a pixel and slightly blurred, which keeps it from
 * the fine patterns that no photograph has (Olah, Mordvintsev and Schubert, 2017).
 *
 * @param steps of the climb
 * @param rate how far a step goes, in deviations of the data
 * @param seed of the noise and the moves
 */
public record FeatureVisualisation(int steps, float rate, long seed) {
    private static final float START = 0.1f;
    private static final int BLUR_EVERY = 4;

    /** Enough for a clear picture. */
    public static final FeatureVisualisation DEFAULT = new FeatureVisualisation(48, 0.25f, 1);

    /**
     * The picture for one unit.
     *
     * @param sample {@code [C, H, W]}: what the model takes
     * @param parameter the name of a parameter of the layer: {@code conv2.weight}
     * @param unit the channel of a convolution, or the unit of a linear layer
     * @param least the smallest value of each channel of a normalised picture
     * @param most the largest
     * @return normalised, of the sample's shape; the caller's
     * @throws IllegalArgumentException if no layer has the parameter or it has no such unit
     */
    public float[] of(Network model, Shape sample, String parameter, int unit, float[] least, float[] most) {
        Look look = new Look(model, true);
        Tensor x = Tensor.zeros(sample.prepend(1));
        long stream = SplitMix64.stream(seed, unit);
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] = START * (2 * SplitMix64.unit(SplitMix64.word(stream, i)) - 1);
        }
        for (int step = 0; step < steps; step++) {
            int dy = SplitMix64.below(3, SplitMix64.word(stream, x.size() + 2L * step)) - 1;
            int dx = SplitMix64.below(3, SplitMix64.word(stream, x.size() + 2L * step + 1)) - 1;
            Tensor moved = moved(x, dy, dx);
            climb(look, moved, parameter, unit);
            x.copyFrom(moved(moved, -dy, -dx));
            if (step % BLUR_EVERY == BLUR_EVERY - 1 && step < steps - 1) {
                x.copyFrom(blurred(x));
            }
            clamp(x, least, most);
        }
        return x.toArray();
    }

    private void climb(Look look, Tensor x, String parameter, int unit) {
        look.at(x);
        Optional<Tape.Recorded> layer = look.layer(parameter);
        if (layer.isEmpty()) {
            throw new IllegalArgumentException("feature visualisation: no layer uses a parameter " + parameter);
        }
        Var out = look.tape().output(layer.get(), 0);
        if (out.shape().rank() < 2 || unit < 0 || unit >= out.dim(1)) {
            throw new IllegalArgumentException(
                    "feature visualisation: unit " + unit + " of " + parameter + ", whose layer gives " + out.shape());
        }
        Tensor dy = Tensor.zeros(out.shape());
        int plane = out.shape().size() / out.dim(1);
        java.util.Arrays.fill(dy.array(), unit * plane, (unit + 1) * plane, 1f / plane);
        float[] g = look.tape().backward(out, dy).of(look.input(0)).toArray();
        double squares = 0;
        for (float v : g) {
            squares += (double) v * v;
        }
        float scale = (float) (rate / Math.max(1e-12, Math.sqrt(squares / g.length)));
        for (int i = 0; i < g.length; i++) {
            x.array()[i] += scale * g[i];
        }
    }

    /** The picture moved, its edges repeated. */
    private static Tensor moved(Tensor x, int dy, int dx) {
        int channels = x.dim(1);
        int height = x.dim(2);
        int width = x.dim(3);
        Tensor y = Tensor.zeros(x.shape());
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < height; i++) {
                int from = (c * height + Math.clamp(i - dy, 0, height - 1)) * width;
                for (int j = 0; j < width; j++) {
                    y.array()[(c * height + i) * width + j] = x.array()[from + Math.clamp(j - dx, 0, width - 1)];
                }
            }
        }
        return y;
    }

    /** Half the picture and half the mean of its four moves by a pixel. */
    private static Tensor blurred(Tensor x) {
        Tensor y = Tensor.zeros(x.shape());
        Tensor[] moves = {moved(x, 1, 0), moved(x, -1, 0), moved(x, 0, 1), moved(x, 0, -1)};
        for (int i = 0; i < y.size(); i++) {
            float sum = 0;
            for (Tensor move : moves) {
                sum += move.array()[i];
            }
            y.array()[i] = 0.5f * x.array()[i] + 0.125f * sum;
        }
        return y;
    }

    private static void clamp(Tensor x, float[] least, float[] most) {
        int plane = x.size() / x.dim(1);
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] = Math.clamp(x.array()[i], least[i / plane], most[i / plane]);
        }
    }
}
