package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Constant;
import dev.lanewise.init.Distribution;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Uniform;
import dev.lanewise.init.Xavier;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.op.Ops;
import dev.lanewise.op.graph.SegmentSum;
import dev.lanewise.op.math.LeakyRelu;
import dev.lanewise.tensor.Shape;

/**
 * Graph attention (Velickovic et al., 2018). Head by head, with {@code h = lin(x)} cut into H heads of O features,
 *
 * <pre>
 * w[j to i] = softmax over the edges that end at i of leakyRelu(att_src . h[j] + att_dst . h[i])
 * y[i] = sum over j of w[j to i] h[j]
 * </pre>
 *
 * and the heads one after another, or their mean. In training, weights are dropped after the softmax. Names and layout as
 * in PyTorch Geometric's GATConv.
 *
 * @param lin without bias: weight [H*O,I]
 * @param att_src [1,H,O]
 * @param att_dst [1,H,O]
 * @param bias [H*O], or [O] of a mean, or null for none
 * @param options how the heads attend
 */
public record GatConv(Linear lin, Parameter att_src, Parameter att_dst, Parameter bias, GatOptions options)
        implements Layer {
    /**
     * Checks that the shapes fit.
     *
     * @throws IllegalArgumentException if they do not
     */
    public GatConv {
        Attention.check("gatConv", "att_src", att_src, lin, options, bias);
        Attention.check("gatConv", "att_dst", att_dst, lin, options, bias);
    }

    /**
     * A layer with PyTorch Geometric's initial values: weight, att_src and att_dst Xavier uniform, the latter with fans of H
     * and O; bias 0.
     *
     * @param inputs the extent I
     * @param outputs the extent O, the features of one head
     */
    public static GatConv of(int inputs, int outputs, GatOptions options, Draws draws) {
        int heads = options.heads();
        Parameter weight = draws.parameter(new Xavier(Distribution.UNIFORM), Shape.of(heads * outputs, inputs));
        Uniform glorot = Attention.glorot(heads, outputs);
        Parameter source = draws.parameter(glorot, Shape.of(1, heads, outputs));
        Parameter target = draws.parameter(glorot, Shape.of(1, heads, outputs));
        Parameter bias = draws.parameter(new Constant(0f), Shape.of(options.width(outputs)));
        return new GatConv(new Linear(weight, null), source, target, bias, options);
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
        Checks.nodes("gatConv", x, graph, lin.weight().shape().dim(1));
        Graph used = options.selfLoops() ? graph.withSelfLoops() : graph;
        Var h = lin.forward(x);
        Var atSource = new SegmentSum(used.csr().sources()).on(Attention.scores(h, att_src));
        Var atTarget = new SegmentSum(used.csr().entryRows().transposed())
                .on(Checks.targets(Attention.scores(h, att_dst), used));
        Var scores = new LeakyRelu(options.slope()).on(Ops.add(atSource, atTarget));
        return Attention.attend(scores, h, used, bias, options);
    }
}
