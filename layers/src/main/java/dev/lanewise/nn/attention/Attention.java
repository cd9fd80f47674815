package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Layer;

/**
 * Attention with one set of weights: each output is a convex combination of values, {@code y = softmax(score(query, key) +
 * mask) value}.
 *
 * <p>Shapes: query:[B,Tq,Q] key:[B,Tk,K] value:[B,Tk,V] y:[B,Tq,V] weights:[B,1,Tq,Tk]. Layers differ in the score.
 */
public interface Attention extends Layer {
    /**
     * Mixes values.
     *
     * @throws IllegalArgumentException if the shapes do not fit or there is no key
     */
    Attended forward(Var query, Var key, Var value, Mask mask);

    /** The same to everything that there is. */
    default Attended forward(Var query, Var key, Var value) {
        return forward(query, key, value, Mask.NONE);
    }
}
