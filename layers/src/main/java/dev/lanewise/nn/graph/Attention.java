package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Uniform;
import dev.lanewise.nn.Linear;
import dev.lanewise.op.Ops;
import dev.lanewise.op.graph.SegmentSoftmax;
import dev.lanewise.op.graph.SegmentSum;
import dev.lanewise.op.random.Dropout;
import dev.lanewise.tensor.Shape;

/** What both graph attention layers share. */
final class Attention {
    private Attention() {}

    /** Xavier uniform with fans of H and O. */
    static Uniform glorot(int heads, int outputs) {
        float bound = (float) Math.sqrt(6.0 / (heads + outputs));
        return new Uniform(-bound, bound);
    }

    /** Fails unless att is [1,H,O], H*O the width of the linear layer, and the bias fits. */
    static void check(String layer, String name, Parameter att, Linear lin, GatOptions options, Parameter bias) {
        int width = lin.weight().shape().dim(0);
        Checks.heads(layer, options.heads(), width);
        int outputs = width / options.heads();
        Shape expected = Shape.of(1, options.heads(), outputs);
        if (!att.shape().equals(expected)) {
            throw new IllegalArgumentException(layer + ": " + name + " has shape " + att.shape() + ", expected "
                    + expected + ": [1,H,O] with weights of shape "
                    + lin.weight().shape());
        }
        Shape sum = Shape.of(options.width(outputs));
        if (bias != null && !bias.shape().equals(sum)) {
            throw new IllegalArgumentException(layer + ": bias has shape " + bias.shape() + ", expected " + sum);
        }
    }

    /** The dot product of each head of h:[R,H*O] with att:[1,H,O]: [R,H]. */
    static Var scores(Var h, Parameter att) {
        int heads = att.shape().dim(1);
        Var byHead = h.reshape(h.dim(0), heads, att.shape().dim(2));
        return Ops.sum(Ops.mul(byHead, h.tape().parameter(att)), 2);
    }

    /** The sum of h:[M,H*O] weighted by the softmax of scores:[E,H], concatenated or averaged, and the bias. */
    static Attended attend(Var scores, Var h, Graph graph, Parameter bias, GatOptions options) {
        Var weights = new SegmentSoftmax(graph.csr()).on(scores);
        Var used = options.dropout() == 0f ? weights : new Dropout(options.dropout()).on(weights);
        Var y = new SegmentSum(graph.csr()).on(h, used);
        if (!options.concat()) {
            int heads = options.heads();
            y = Ops.mean(y.reshape(y.dim(0), heads, y.dim(1) / heads), 1);
        }
        return new Attended(bias == null ? y : Ops.add(y, y.tape().parameter(bias)), weights, graph);
    }
}
