package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;

/** What several layers check. */
final class Checks {
    private Checks() {}

    /** Fails unless x has one row of features for each source of the graph. */
    static void nodes(String layer, Var x, Graph graph) {
        rows(layer, "x", x, graph.sources(), graph);
    }

    /** The same, and the number of features that the layer takes. */
    static void nodes(String layer, Var x, Graph graph, int inputs) {
        nodes(layer, x, graph);
        if (x.dim(1) != inputs) {
            throw new IllegalArgumentException(layer + ": x has shape " + x.shape() + ": I=" + x.dim(1)
                    + ", but the layer has I=" + inputs + " (contract x:[N,I])");
        }
    }

    /** Fails unless a value has one row of features for each of so many. */
    static void rows(String layer, String operand, Var x, int rows, Graph graph) {
        if (x.shape().rank() != 2 || x.dim(0) != rows) {
            throw new IllegalArgumentException(
                    layer + ": " + operand + " has shape " + x.shape() + ", expected [" + rows + ", *] for " + graph);
        }
    }

    /** Fails unless a number of heads is at least 1. */
    static void heads(String layer, int heads, int width) {
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    layer + ": heads=" + heads + ", expected at least 1 that divides the width " + width);
        }
    }

    /** The features of the targets: the first rows of those of the sources. */
    static Var targets(Var x, Graph graph) {
        return graph.nodes() == x.dim(0) ? x : Ops.slice(x, 0, 0, graph.nodes());
    }
}
