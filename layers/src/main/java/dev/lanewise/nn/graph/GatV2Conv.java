package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Constant;
import dev.lanewise.init.Distribution;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Xavier;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.op.Ops;
import dev.lanewise.op.graph.SegmentSum;
import dev.lanewise.op.math.LeakyRelu;
import dev.lanewise.tensor.Shape;

/**
 * Graph attention whose ranking of the neighbours depends on the node that asks (Brody, Alon and Yahav, 2022): as {@link
 * GatConv}, but with the score
 *
 * <pre>
 * att . leakyRelu(lin_l(x[j]) + lin_r(x[i]))
 * </pre>
 *
 * of an edge from j to i, and the sum of {@code lin_l(x[j])}. Names and layout as in PyTorch Geometric's GATv2Conv.
 *
 * @param lin_l of the sources: weight [H*O,I]
 * @param lin_r of the targets: weight [H*O,I]; the same layer as lin_l to share weights
 * @param att [1,H,O]
 * @param bias [H*O], or [O] of a mean, or null for none
 * @param options how the heads attend
 */
public record GatV2Conv(Linear lin_l, Linear lin_r, Parameter att, Parameter bias, GatOptions options)
        implements Layer {
    /**
     * Checks that the shapes fit.
     *
     * @throws IllegalArgumentException if they do not
     */
    public GatV2Conv {
        Attention.check("gatV2Conv", "att", att, lin_l, options, bias);
        if (!lin_r.weight().shape().equals(lin_l.weight().shape())) {
            throw new IllegalArgumentException(
                    "gatV2Conv: lin_r has a weight of shape " + lin_r.weight().shape() + ", lin_l one of shape "
                            + lin_l.weight().shape() + ", expected the same");
        }
    }

    /**
     * A layer with PyTorch Geometric's initial values: weights and att Xavier uniform, att with fans of H and O; all biases
     * 0.
     *
     * @param inputs the extent I
     * @param outputs the extent O, the features of one head
     */
    public static GatV2Conv of(int inputs, int outputs, GatOptions options, Draws draws) {
        int heads = options.heads();
        Linear left = linear(inputs, heads * outputs, draws);
        Linear right = linear(inputs, heads * outputs, draws);
        Parameter att = draws.parameter(Attention.glorot(heads, outputs), Shape.of(1, heads, outputs));
        Parameter bias = draws.parameter(new Constant(0f), Shape.of(options.width(outputs)));
        return new GatV2Conv(left, right, att, bias, options);
    }

    private static Linear linear(int inputs, int outputs, Draws draws) {
        Parameter weight = draws.parameter(new Xavier(Distribution.UNIFORM), Shape.of(outputs, inputs));
        return new Linear(weight, draws.parameter(new Constant(0f), Shape.of(outputs)));
    }

    /**
     * The features of the next layer.
     *
     * @param x [M,I], a row per source; the targets are the first
     * @return [N,H*O], or [N,O] of a mean
     */
    public Var forward(Var x, Graph graph) {
        return attend(x, graph).y();
    }

    /** The same, with the weights. */
    public Attended attend(Var x, Graph graph) {
        Checks.nodes("gatV2Conv", x, graph, lin_l.weight().shape().dim(1));
        Graph used = options.selfLoops() ? graph.withSelfLoops() : graph;
        Var left = lin_l.forward(x);
        Var right = lin_r.forward(Checks.targets(x, used));
        Var atSource = new SegmentSum(used.csr().sources()).on(left);
        Var atTarget = new SegmentSum(used.csr().entryRows().transposed()).on(right);
        Var hidden = new LeakyRelu(options.slope()).on(Ops.add(atSource, atTarget));
        return Attention.attend(Attention.scores(hidden, att), left, used, bias, options);
    }
}
