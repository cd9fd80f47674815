package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Uniform;
import dev.lanewise.nn.Linear;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Tanh;
import dev.lanewise.tensor.Shape;

/**
 * Bahdanau's additive attention (Bahdanau et al., 2015): {@code score = weight . tanh(query(q) + key(k))}.
 *
 * @param query maps queries to the A features of the score; [A,Q], without a bias since that of the keys suffices
 * @param key maps keys to the features of the score; [A,K]
 * @param weight [1,A]
 */
public record AdditiveAttention(Linear query, Linear key, Parameter weight) implements Attention {
    private static final String NAME = "additiveAttention";

    /**
     * A layer with PyTorch's initial values of linear layers: uniform in +-1/sqrt(inputs) of each.
     *
     * @param features the extent A
     */
    public static AdditiveAttention of(int queryWidth, int keyWidth, int features, Draws draws) {
        Parameter q = draws.parameter(Uniform.fanIn(queryWidth), Shape.of(features, queryWidth));
        Linear k = Linear.of(keyWidth, features, draws);
        Parameter weight = draws.parameter(Uniform.fanIn(features), Shape.of(1, features));
        return new AdditiveAttention(new Linear(q, null), k, weight);
    }

    @Override
    public Attended forward(Var q, Var k, Var value, Mask mask) {
        Heads.sequence(NAME, "query", q, query.weight().shape().dim(1));
        Heads.sequence(NAME, "key", k, key.weight().shape().dim(1));
        Heads.sequence(NAME, "value", value, -1);
        Heads.together(NAME, q, k, value);
        int batch = q.dim(0);
        int queries = q.dim(1);
        int keys = k.dim(1);
        int features = weight.shape().dim(1);
        Var fromQuery = query.forward(q).reshape(batch, queries, 1, features);
        Var fromKey = key.forward(k).reshape(batch, 1, keys, features);
        Var mixed = new Tanh().on(Ops.add(fromQuery, fromKey));
        Var scores = new Linear(weight, null).forward(mixed).reshape(batch, 1, queries, keys);
        Var weights = Heads.softmax(scores, mask);
        return new Attended(Ops.matmul(weights.reshape(batch, queries, keys), value), weights);
    }
}
