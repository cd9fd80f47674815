package dev.lanewise.nn.transformer;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.norm.LayerNorm;
import dev.lanewise.op.Ops;
import java.util.List;
import java.util.function.UnaryOperator;

/** A part of a layer that has a residual connection. */
record Part(UnaryOperator<Var> body, LayerNorm norm) {
    /**
     * Parts one after the other: {@code x + drop(body(norm(x)))} of each or, if the norm is last, {@code norm(x +
     * drop(body(x)))}. A sum and the norm behind it, of the same part or of the next, are one operation.
     */
    static Var chain(Var x, float dropout, boolean normFirst, List<Part> parts) {
        if (!normFirst) {
            Var y = x;
            for (Part part : parts) {
                y = part.norm.ofSum(y, FeedForward.drop(part.body.apply(y), dropout));
            }
            return y;
        }
        Var sum = x;
        Var normed = parts.getFirst().norm.forward(x);
        for (int i = 0; i < parts.size() - 1; i++) {
            Var change = FeedForward.drop(parts.get(i).body.apply(normed), dropout);
            LayerNorm.WithSum both = parts.get(i + 1).norm.withSum(sum, change);
            sum = both.sum();
            normed = both.y();
        }
        return Ops.add(sum, FeedForward.drop(parts.getLast().body.apply(normed), dropout));
    }
}
