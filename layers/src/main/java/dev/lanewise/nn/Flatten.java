package dev.lanewise.nn;

import dev.lanewise.autograd.Var;

/** Joins all axes but the outermost: x:[N,...] y:[N,D]. A view. */
public record Flatten() implements Unary {
    @Override
    public Var forward(Var x) {
        return x.reshape(x.dim(0), x.shape().span(1, x.shape().rank()));
    }
}
