package dev.lanewise.nn.embed;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.op.shape.Flip;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/**
 * Rotary positions (Su et al., 2021): pair i of a query or key at position t is turned by the angle {@code t *
 * base^(-2i/R)}, so that dot products depend on distances alone. x:[*,T,D] y:[*,T,D]; the first R of the D elements are
 * turned, the others stay. Nothing is trained.
 *
 * @param cosines [P,R], for each element the cosine of its pair's angle
 * @param sines [P,R], the same with sines, negative for the first of a pair
 * @param interleaved true if pair i is elements 2i and 2i+1 (the paper, GPT-J), false if it is i and i + R/2 (GPT-NeoX,
 *     Llama)
 */
public record Rotary(Tensor cosines, Tensor sines, boolean interleaved) implements Unary {
    /** Checks the shapes. */
    public Rotary {
        Positions.table("rotary", cosines.shape());
        if (!cosines.shape().equals(sines.shape()) || cosines.dim(1) % 2 != 0) {
            throw new IllegalArgumentException("rotary: cosines have shape " + cosines.shape() + ", sines have shape "
                    + sines.shape() + ", expected both [P,R] with R even");
        }
    }

    /**
     * Rotations for up to {@code length} positions, with the paper's base of 10000.
     *
     * @param dim R, even
     */
    public static Rotary of(int length, int dim, boolean interleaved) {
        return of(length, dim, 10_000, interleaved);
    }

    /**
     * Rotations for up to {@code length} positions.
     *
     * @param dim R, even
     * @param base above 1; a larger one turns slower
     */
    public static Rotary of(int length, int dim, double base, boolean interleaved) {
        Positions.base("rotary", base);
        if (dim < 0 || dim % 2 != 0) {
            throw new IllegalArgumentException("rotary: dimension " + dim + ", expected an even number");
        }
        Tensor cosines = Tensor.zeros(length, dim);
        Tensor sines = Tensor.zeros(length, dim);
        for (int t = 0; t < length; t++) {
            for (int i = 0; i < dim / 2; i++) {
                double angle = t * StrictMath.pow(base, -2.0 * i / dim);
                int first = interleaved ? 2 * i : i;
                int second = interleaved ? 2 * i + 1 : i + dim / 2;
                float cosine = (float) StrictMath.cos(angle);
                float sine = (float) StrictMath.sin(angle);
                cosines.set(cosine, t, first);
                cosines.set(cosine, t, second);
                sines.set(-sine, t, first);
                sines.set(sine, t, second);
            }
        }
        return new Rotary(cosines, sines, interleaved);
    }

    @Override
    public Var forward(Var x) {
        return forward(x, 0);
    }

    /**
     * The same for a sequence whose first token stands at position {@code offset}: cached decoding.
     *
     * @throws IllegalArgumentException if the sequence ends beyond the table
     */
    public Var forward(Var x, int offset) {
        int turned = cosines.dim(1);
        if (x.shape().rank() < 2 || x.dim(-1) < turned) {
            throw new IllegalArgumentException("rotary: x has shape " + x.shape() + ", expected at least R=" + turned
                    + " elements per position (contract x:[*,T,D] cosines:[P,R])");
        }
        Positions.within("rotary", x.shape(), offset, cosines.dim(0));
        if (x.dim(-1) == turned) {
            return turn(x, offset);
        }
        Var first = turn(Ops.slice(x, -1, 0, turned), offset);
        return Ops.concat(-1, first, Ops.slice(x, -1, turned, x.dim(-1) - turned));
    }

    private Var turn(Var x, int offset) {
        Tape tape = x.tape();
        int end = offset + x.dim(-2);
        Var cosine = tape.constant(cosines.outer(offset, end));
        Var sine = tape.constant(sines.outer(offset, end));
        return Ops.add(Ops.mul(x, cosine), Ops.mul(swapped(x), sine));
    }

    /** The elements of every pair exchanged. */
    private Var swapped(Var x) {
        int[] extents = x.shape().toArray();
        int rank = extents.length;
        int[] pairs = Arrays.copyOf(extents, rank + 1);
        pairs[rank - 1] = interleaved ? extents[rank - 1] / 2 : 2;
        pairs[rank] = interleaved ? 2 : extents[rank - 1] / 2;
        return new Flip(interleaved ? -1 : -2).on(x.reshape(pairs)).reshape(extents);
    }
}
