package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.op.Ops;
import dev.lanewise.op.loss.FixedTargetLoss;

/**
 * The losses of the two players of a generative adversarial network, on the discriminator's logits x of real and of
 * generated samples. Each player minimises its own.
 *
 * @param kind of game
 * @param reduction of the losses of elements, for real and generated samples by themselves
 */
public record Gan(Kind kind, Reduction reduction) {
    /** The game. {@code sp(x) = log(1 + exp(x))}; D is the discriminator's loss, G the generator's. */
    public enum Kind {
        /** D = sp(-real) + sp(fake), G = -sp(fake) (Goodfellow et al., 2014). */
        MINIMAX,
        /** D = sp(-real) + sp(fake), G = sp(-fake) (Goodfellow et al., 2014): its slope is steep where G is losing. */
        NON_SATURATING,
        /** D = (real - 1)^2 / 2 + fake^2 / 2, G = (fake - 1)^2 / 2 (Mao et al., 2017). */
        LEAST_SQUARES
    }

    /** The mean. */
    public Gan(Kind kind) {
        this(kind, Reduction.MEAN);
    }

    /**
     * The discriminator's loss.
     *
     * @param real its logits of real samples, of any shape
     * @param fake its logits of generated ones; without a reduction of the same shape
     */
    public Var discriminator(Var real, Var fake) {
        return Ops.add(against(real, 1f), against(fake, 0f));
    }

    /**
     * The generator's loss.
     *
     * @param fake the discriminator's logits of generated samples, of any shape
     */
    public Var generator(Var fake) {
        return kind == Kind.MINIMAX ? Ops.scale(-1f, against(fake, 0f)) : against(fake, 1f);
    }

    private Var against(Var x, float target) {
        Var each = kind == Kind.LEAST_SQUARES
                ? Ops.scale(0.5f, new FixedTargetLoss(Pair.SQUARED_ERROR, 0f, target).on(x))
                : new FixedTargetLoss(Pair.BINARY_CROSS_ENTROPY_WITH_LOGITS, 0f, target).on(x);
        return reduction.of("gan", each);
    }
}
