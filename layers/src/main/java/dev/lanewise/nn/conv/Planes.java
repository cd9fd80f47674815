package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;

/** All axes behind the channels as one. */
final class Planes {
    private Planes() {}

    /** x as [N,C,S]. */
    static Var of(String layer, Var x) {
        int rank = x.shape().rank();
        int size = rank < 3 ? 0 : x.shape().span(2, rank);
        if (size == 0) {
            throw new IllegalArgumentException(layer + ": x has shape " + x.shape()
                    + ", expected [N,C] and at least one more axis, none of them empty");
        }
        return x.reshape(x.dim(0), x.dim(1), size);
    }
}
