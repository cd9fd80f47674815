package dev.lanewise.insight;

import dev.lanewise.tensor.Tensor;

/**
 * The directions in which samples differ most (Pearson, 1901), by orthogonal iteration on the covariance.
 *
 * @param coordinates [samples, components] of the samples about their mean
 * @param shares of the whole variance that each component has, falling
 */
public record PrincipalComponents(double[][] coordinates, double[] shares) {
    private static final int ITERATIONS = 200;

    /**
     * The first components of samples.
     *
     * @param samples [N, D], finite
     * @param count of components, 1 to D
     * @throws IllegalArgumentException if there are no samples, or count is out of range
     */
    public static PrincipalComponents of(Tensor samples, int count) {
        int n = samples.dim(0);
        int d = samples.dim(1);
        if (n < 1 || count < 1 || count > d) {
            throw new IllegalArgumentException("principal components: " + count + " of samples of shape "
                    + samples.shape() + ", expected at least one sample and 1 to D components");
        }
        double[][] x = centred(samples);
        double[][] covariance = covariance(x, d);
        double[][] basis = new double[count][d];
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < d; j++) {
                // Anything but a common multiple will do.
                basis[k][j] = 1 + StrictMath.sin((k + 1) * (j + 1));
            }
        }
        orthonormalise(basis);
        for (int i = 0; i < ITERATIONS; i++) {
            for (int k = 0; k < count; k++) {
                basis[k] = times(covariance, basis[k]);
            }
            orthonormalise(basis);
        }
        return projected(x, covariance, basis);
    }

    private static PrincipalComponents projected(double[][] x, double[][] covariance, double[][] basis) {
        double total = 0;
        for (int j = 0; j < covariance.length; j++) {
            total += covariance[j][j];
        }
        double[][] coordinates = new double[x.length][basis.length];
        double[] shares = new double[basis.length];
        for (int k = 0; k < basis.length; k++) {
            for (int i = 0; i < x.length; i++) {
                coordinates[i][k] = dot(x[i], basis[k]);
            }
            shares[k] = total > 0 ? dot(basis[k], times(covariance, basis[k])) / total : 0;
        }
        return new PrincipalComponents(coordinates, shares);
    }

    private static double[][] centred(Tensor samples) {
        int n = samples.dim(0);
        int d = samples.dim(1);
        double[][] x = new double[n][d];
        for (int j = 0; j < d; j++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += samples.array()[samples.offset() + i * d + j] / (double) n;
            }
            for (int i = 0; i < n; i++) {
                x[i][j] = samples.array()[samples.offset() + i * d + j] - mean;
            }
        }
        return x;
    }

    private static double[][] covariance(double[][] x, int d) {
        double[][] covariance = new double[d][d];
        for (double[] row : x) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    covariance[i][j] += row[i] * row[j] / x.length;
                }
            }
        }
        return covariance;
    }

    private static double[] times(double[][] matrix, double[] v) {
        double[] y = new double[v.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = dot(matrix[i], v);
        }
        return y;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Gram and Schmidt; a vector that the others leave nothing of becomes 0. */
    private static void orthonormalise(double[][] basis) {
        for (int k = 0; k < basis.length; k++) {
            for (int l = 0; l < k; l++) {
                double along = dot(basis[k], basis[l]);
                for (int j = 0; j < basis[k].length; j++) {
                    basis[k][j] -= along * basis[l][j];
                }
            }
            double norm = Math.sqrt(dot(basis[k], basis[k]));
            for (int j = 0; j < basis[k].length; j++) {
                basis[k][j] = norm > 1e-150 ? basis[k][j] / norm : 0;
            }
        }
    }
}
