package dev.lanewise.init;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * Orthogonal initialisation (Saxe, McClelland and Ganguli, 2014), PyTorch's orthogonal_: the weights as a matrix [O,I*K]
 * have orthonormal rows, or orthonormal columns if there are more rows than columns, times a gain. A layer then keeps the
 * length of what goes through it.
 *
 * <p>Standard normal vectors, made orthonormal one after another in double (modified Gram-Schmidt, twice, so that rounding
 * leaves no trace): uniform among all such matrices.
 *
 * @param gain a factor
 */
public record Orthogonal(float gain) implements Initializer {
    /** Gain 1. */
    public Orthogonal() {
        this(1f);
    }

    @Override
    public void fill(Tensor weights, long seed, long stream) {
        Shape shape = weights.shape();
        Fans.in(shape);
        int rows = shape.dim(0);
        int columns = shape.span(1, shape.rank());
        int count = Math.min(rows, columns);
        int length = Math.max(rows, columns);
        double[][] vectors = orthonormal(count, length, seed, stream);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                double q = rows <= columns ? vectors[r][c] : vectors[c][r];
                weights.array()[weights.offset() + r * columns + c] = (float) (gain * q);
            }
        }
    }

    private static double[][] orthonormal(int count, int length, long seed, long stream) {
        Tensor drawn = Tensor.zeros(count, length);
        new Normal(0f, 1f).fill(drawn, seed, stream);
        double[][] vectors = new double[count][length];
        for (int i = 0; i < count; i++) {
            double[] v = vectors[i];
            for (int k = 0; k < length; k++) {
                v[k] = drawn.array()[i * length + k];
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    subtract(v, dot(v, vectors[j]), vectors[j]);
                }
            }
            double norm = Math.sqrt(dot(v, v));
            for (int k = 0; k < length; k++) {
                v[k] /= norm;
            }
        }
        return vectors;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static void subtract(double[] v, double factor, double[] from) {
        for (int k = 0; k < v.length; k++) {
            v[k] -= factor * from[k];
        }
    }
}
