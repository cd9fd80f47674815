package dev.lanewise.nn.transformer;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Dropout;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;

/**
 * The position-wise feed-forward network (Vaswani et al., 2017): {@code linear2(dropout(activation(linear1(x))))}, at each
 * position the same. x:[*,E] y:[*,E].
 *
 * @param linear1 [F,E]
 * @param linear2 [E,F]
 * @param activation between them: {@link dev.lanewise.nn.Activation#RELU} or another
 * @param dropout the probability of an inner feature to be zeroed in training, in [0, 1]
 */
public record FeedForward(Linear linear1, Linear linear2, Unary activation, float dropout) implements Unary {
    private static final String NAME = "feedForward";

    public FeedForward {
        checkDropout(NAME, dropout);
        int inner = linear1.weight().shape().dim(0);
        if (linear2.weight().shape().dim(1) != inner) {
            throw new IllegalArgumentException(NAME + ": linear2.weight has shape "
                    + linear2.weight().shape() + ", linear1.weight has shape "
                    + linear1.weight().shape() + ", expected [O,F] and [F,I]");
        }
    }

    /**
     * A network with PyTorch's initial values of linear layers.
     *
     * @param width the extent E
     * @param inner the extent F
     */
    public static FeedForward of(int width, int inner, Unary activation, float dropout, Draws draws) {
        return new FeedForward(Linear.of(width, inner, draws), Linear.of(inner, width, draws), activation, dropout);
    }

    @Override
    public Var forward(Var x) {
        return linear2.forward(drop(activation.forward(linear1.forward(x)), dropout));
    }

    /** Dropout, if there is any. */
    static Var drop(Var x, float probability) {
        return probability == 0f ? x : new Dropout(probability).forward(x);
    }

    static void checkDropout(String layer, float dropout) {
        if (!(dropout >= 0f && dropout <= 1f)) {
            throw new IllegalArgumentException(layer + ": dropout probability " + dropout + ", expected 0 to 1");
        }
    }
}
