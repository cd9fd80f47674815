package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Normal;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.norm.LayerNorm;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;

/**
 * The Perceiver's cross-attention (Jaegle et al., 2021): a few latent vectors attend to an input of any length and any
 * width, at a cost linear in that length. {@code h = z + attention(norm_latents(z), norm_input(x))}, {@code y = h +
 * linear2(gelu(linear1(norm_network(h))))}, z being the latents.
 *
 * <p>x:[B,M,C] y:[B,L,E], or latents [B,L,E] given by the layer before.
 *
 * @param latents the learned array, [1,L,E]; null if it is always given
 * @param norm_latents [E]
 * @param norm_input [C]
 * @param attention from E features to C features
 * @param norm_network [E]
 * @param linear1 [F,E]
 * @param linear2 [E,F]
 */
@SuppressWarnings("MemberName") // beside PyTorch's names of the attention
public record LatentCrossAttention(
        Parameter latents,
        LayerNorm norm_latents,
        LayerNorm norm_input,
        MultiheadAttention attention,
        LayerNorm norm_network,
        Linear linear1,
        Linear linear2)
        implements Unary {
    /** The deviation of the latents' initial values, as in the paper. */
    private static final float DEVIATION = 0.02f;

    private static final String NAME = "latentCrossAttention";

    /**
     * A layer with normal latents of deviation 0.02, an inner extent F = E, and the initial values of its parts.
     *
     * @param number the number L of latents
     * @param width the extent E of a latent
     * @param inputs the extent C of an input element
     * @param heads divides E
     */
    public static LatentCrossAttention of(int number, int width, int inputs, int heads, Draws draws) {
        if (number < 1) {
            throw new IllegalArgumentException("latentCrossAttention: " + number + " latents, expected at least 1");
        }
        MultiheadOptions options = MultiheadOptions.of(width, heads).withWidths(inputs, inputs);
        return new LatentCrossAttention(
                draws.parameter(new Normal(0f, DEVIATION), Shape.of(1, number, width)),
                LayerNorm.of(width),
                LayerNorm.of(inputs),
                MultiheadAttention.of(options, draws),
                LayerNorm.of(width),
                Linear.of(width, width, draws),
                Linear.of(width, width, draws));
    }

    @Override
    public Var forward(Var x) {
        return forward(x, null);
    }

    /**
     * The same where padding is not seen.
     *
     * @param ignored [B,M], other than 0 where there is no element; null for none
     */
    public Var forward(Var x, IntTensor ignored) {
        if (latents == null) {
            throw new IllegalStateException(NAME + ": no latents of its own, expected them to be given");
        }
        Heads.sequence(NAME, "x", x, attention.options().keyWidth());
        return forward(MultiheadAttentionBlock.repeated(x.tape().parameter(latents), x.dim(0)), x, ignored);
    }

    /** The same for latents z:[B,L,E] that a layer before has given. */
    public Var forward(Var z, Var x, IntTensor ignored) {
        Heads.sequence(NAME, "z", z, attention.options().embedding());
        Heads.sequence(NAME, "x", x, attention.options().keyWidth());
        Var input = norm_input.forward(x);
        Var query = norm_latents.forward(z);
        Var change = attention
                .forward(query, input, input, Mask.ignoring(ignored), false)
                .y();
        LayerNorm.WithSum h = norm_network.withSum(z, change);
        Var inner = Activation.GELU.forward(linear1.forward(h.y()));
        return Ops.add(h.sum(), linear2.forward(inner));
    }
}
