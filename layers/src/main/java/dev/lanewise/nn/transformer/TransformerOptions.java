package dev.lanewise.nn.transformer;

import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Unary;

/**
 * The extents and options of the layers of a Transformer; PyTorch's defaults are 2048, 0.1, ReLU, post-norm, 1e-5.
 *
 * @param width the extent E of the features (d_model)
 * @param heads the number of heads, which divides E (nhead)
 * @param keyValueHeads the number of heads of keys and values in self-attention, which divides the heads; ordinarily equal
 * @param inner the extent of the feed-forward network (dim_feedforward)
 * @param dropout the probability of attention weights, inner features and outputs of each part to be zeroed in training
 * @param activation of the feed-forward network
 * @param normFirst true: each part is {@code x + part(norm(x))} (pre-norm, Xiong et al., 2020); false: {@code norm(x +
 *     part(x))}, as in Vaswani et al. (2017)
 * @param eps what the layer norms add to the variance
 */
public record TransformerOptions(
        int width,
        int heads,
        int keyValueHeads,
        int inner,
        float dropout,
        Unary activation,
        boolean normFirst,
        float eps) {
    /** PyTorch's default of {@link #eps}. */
    public static final float EPS = 1e-5f;

    /** Post-norm, ReLU, no dropout. */
    public static TransformerOptions of(int width, int heads, int inner) {
        return new TransformerOptions(width, heads, heads, inner, 0f, Activation.RELU, false, EPS);
    }

    /** The same with fewer heads of keys and values. */
    public TransformerOptions withKeyValueHeads(int number) {
        return new TransformerOptions(width, heads, number, inner, dropout, activation, normFirst, eps);
    }

    /** The same with dropout. */
    public TransformerOptions withDropout(float probability) {
        return new TransformerOptions(width, heads, keyValueHeads, inner, probability, activation, normFirst, eps);
    }

    /** The same with another activation. */
    public TransformerOptions withActivation(Unary function) {
        return new TransformerOptions(width, heads, keyValueHeads, inner, dropout, function, normFirst, eps);
    }

    /** The same with the norms before the parts, or after them. */
    public TransformerOptions withNormFirst(boolean first) {
        return new TransformerOptions(width, heads, keyValueHeads, inner, dropout, activation, first, eps);
    }
}
