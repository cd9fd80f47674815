package dev.lanewise.nn;

import dev.lanewise.autograd.Var;

/** A layer from one value to one value. */
public interface Unary extends Layer {
    /** Computes the output on the tape of x. */
    Var forward(Var x);
}
