package dev.lanewise.op.norm;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Views of operands as [N,C,L]: samples, channels, and what lies inside a channel. */
final class Views {
    private Views() {}

    /** Trailing axes as channels: [R,D,1]. */
    static Tensor rows(Tensor x, int axes) {
        Shape s = x.shape();
        int from = s.rank() - axes;
        return x.reshape(s.span(0, from), s.span(from, s.rank()), 1);
    }

    /** Axis 1 as channels: [N,C,L]. */
    static Tensor channels(Tensor x) {
        Shape s = x.shape();
        return x.reshape(s.dim(0), s.dim(1), s.span(2, s.rank()));
    }

    /** All elements in one axis; null stays null. */
    static Tensor flat(Tensor t) {
        return t == null ? null : t.reshape(t.size());
    }
}
