package dev.lanewise.zoo.text;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Constant;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.embed.Embedding;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.Shape;

/**
 * A linear model of bags, {@code y = sum over k of weight_k * W[id_k] + b}: logistic regression. Inputs: ids [N,K] and
 * weights [N,K], 0 where a bag has fewer.
 *
 * @param weights W [V,C]
 * @param bias b [C]
 */
public record BagClassifier(Embedding weights, Parameter bias) implements Network {
    static BagClassifier of(int vocabulary, int outputs, Draws draws) {
        return new BagClassifier(
                new Embedding(draws.parameter(new Constant(0f), Shape.of(vocabulary, outputs))),
                draws.parameter(new Constant(0f), Shape.of(outputs)));
    }

    @Override
    public Var forward(Var... inputs) {
        Var each = weights.forward(inputs[0]);
        Var amount = inputs[1].reshape(inputs[1].dim(0), inputs[1].dim(1), 1);
        return Ops.add(Ops.sum(Ops.mul(each, amount), 1), amount.tape().parameter(bias));
    }
}
