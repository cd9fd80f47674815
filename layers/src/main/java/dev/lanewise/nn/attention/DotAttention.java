package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.attention.ScaledDotProductAttention;

/**
 * Attention by the dot product of query and key (Luong et al., 2015), which have the same width D; scaled (Vaswani et al.,
 * 2017): {@code score = q . k / sqrt(D)}. No parameters.
 *
 * @param scaled true to divide the scores by {@code sqrt(D)}, which keeps their variance at that of the products
 */
public record DotAttention(boolean scaled) implements Attention {
    private static final String NAME = "dotAttention";

    @Override
    public Attended forward(Var query, Var key, Var value, Mask mask) {
        Heads.sequence(NAME, "query", query, -1);
        Heads.sequence(NAME, "key", key, query.dim(2));
        Heads.sequence(NAME, "value", value, -1);
        Heads.together(NAME, query, key, value);
        float scale = scaled ? ScaledDotProductAttention.BY_DEPTH : 1f;
        Attended heads =
                Heads.attend(Heads.single(query), Heads.single(key), Heads.single(value), mask, scale, 0f, true);
        return new Attended(Heads.dropSingle(heads.y()), heads.weights());
    }
}
