package dev.lanewise.nn.embed;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.Tensor;

/**
 * Adds the sinusoids of positions (Vaswani et al., 2017): {@code y[t,2i] = x[t,2i] + sin(t / base^(2i/D))}, {@code y[t,2i+1]
 * = x[t,2i+1] + cos(t / base^(2i/D))}. x:[*,T,D] y:[*,T,D]. Nothing is trained.
 *
 * @param table [P,D], the sinusoids of the first P positions
 */
public record SinusoidalPositions(Tensor table) implements Unary {
    /** Checks the shape. */
    public SinusoidalPositions {
        Positions.table("sinusoidalPositions", table.shape());
    }

    /** Sinusoids for sequences of up to {@code length} tokens, with the paper's base of 10000. */
    public static SinusoidalPositions of(int length, int dim) {
        return of(length, dim, 10_000);
    }

    /** Sinusoids for sequences of up to {@code length} tokens; the wavelengths go from 2 pi to {@code base} times that. */
    public static SinusoidalPositions of(int length, int dim, double base) {
        Positions.base("sinusoidalPositions", base);
        Tensor table = Tensor.zeros(length, dim);
        for (int t = 0; t < length; t++) {
            for (int d = 0; d < dim; d++) {
                double angle = t * StrictMath.pow(base, -(d - d % 2) / (double) dim);
                table.set((float) (d % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle)), t, d);
            }
        }
        return new SinusoidalPositions(table);
    }

    @Override
    public Var forward(Var x) {
        return forward(x, 0);
    }

    /**
     * The same for a sequence whose first token stands at position {@code offset}.
     *
     * @throws IllegalArgumentException if the sequence ends beyond the table
     */
    public Var forward(Var x, int offset) {
        int length = Positions.length("sinusoidalPositions", x.shape(), offset, table.shape());
        return Ops.add(x, x.tape().constant(table.outer(offset, offset + length)));
    }
}
