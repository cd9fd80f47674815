package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Uniform;
import dev.lanewise.op.matrix.Linear;
import dev.lanewise.tensor.Shape;

/**
 * Luong's general attention (Luong et al., 2015): {@code score = q^T weight k}, a bilinear form, so that query and key may
 * have different widths.
 *
 * @param weight [Q,K]
 */
public record GeneralAttention(Parameter weight) implements Attention {
    private static final String NAME = "generalAttention";

    /** A layer with initial values uniform in +-1/sqrt(keyWidth), as a linear layer of the keys. */
    public static GeneralAttention of(int queryWidth, int keyWidth, Draws draws) {
        return new GeneralAttention(draws.parameter(Uniform.fanIn(keyWidth), Shape.of(queryWidth, keyWidth)));
    }

    @Override
    public Attended forward(Var query, Var key, Var value, Mask mask) {
        Heads.sequence(NAME, "query", query, weight.shape().dim(0));
        Heads.sequence(NAME, "key", key, weight.shape().dim(1));
        Heads.sequence(NAME, "value", value, -1);
        Heads.together(NAME, query, key, value);
        Var mapped = new Linear().on(key, key.tape().parameter(weight), null);
        Attended heads =
                Heads.attend(Heads.single(query), Heads.single(mapped), Heads.single(value), mask, 1f, 0f, true);
        return new Attended(Heads.dropSingle(heads.y()), heads.weights());
    }
}
