package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.scalar.ScalarNormLoops;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The loops of normalisation in which elements are independent, and those over columns, on vectors. */
class NormTiles extends ScalarNormLoops {
    NormTiles() {}

    @Override
    public final void run(
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            float weight,
            float bias,
            float[] y,
            int yAt) {
        FloatVector w = FloatVector.broadcast(F, weight);
        FloatVector b = FloatVector.broadcast(F, bias);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector xhat =
                    FloatVector.fromArray(F, x, xAt + i).sub(high).sub(low).mul(rstd);
            xhat.fma(w, b).intoArray(y, yAt + i);
        }
        if (i < n && xAt + i <= x.length - L && yAt + i <= y.length - L) {
            VectorMask<Float> inside = F.indexInRange(i, n);
            FloatVector xhat = FloatVector.fromArray(F, x, xAt + i, inside)
                    .sub(high)
                    .sub(low)
                    .mul(rstd);
            xhat.fma(w, b).intoArray(y, yAt + i, inside);
            i = n;
        }
        super.run(x, xAt + i, n - i, high, low, rstd, weight, bias, y, yAt + i);
    }

    @Override
    public final void row(
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            float[] weight,
            int weightAt,
            float[] bias,
            int biasAt,
            float[] y,
            int yAt) {
        if (weight == null && bias == null) {
            run(x, xAt, n, high, low, rstd, 1f, 0f, y, yAt);
            return;
        }
        int i = 0;
        if (L == 16 && n >= 4 * L) {
            // From a cache line of y on.
            i = RowLoops.head(yAt);
            start(x, xAt, i, high, low, rstd, weight, weightAt, bias, biasAt, y, yAt);
        }
        if (weight != null && bias != null) {
            for (; i <= n - L; i += L) {
                FloatVector xhat =
                        FloatVector.fromArray(F, x, xAt + i).sub(high).sub(low).mul(rstd);
                xhat.fma(FloatVector.fromArray(F, weight, weightAt + i), FloatVector.fromArray(F, bias, biasAt + i))
                        .intoArray(y, yAt + i);
            }
        } else if (weight != null) {
            for (; i <= n - L; i += L) {
                FloatVector xhat =
                        FloatVector.fromArray(F, x, xAt + i).sub(high).sub(low).mul(rstd);
                xhat.fma(FloatVector.fromArray(F, weight, weightAt + i), FloatVector.zero(F))
                        .intoArray(y, yAt + i);
            }
        }
        super.row(x, xAt + i, n - i, high, low, rstd, weight, weightAt + i, bias, biasAt + i, y, yAt + i);
    }

    /** The first elements of a row, fewer than a register. */
    private static void start(
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            float[] weight,
            int weightAt,
            float[] bias,
            int biasAt,
            float[] y,
            int yAt) {
        VectorMask<Float> part = F.indexInRange(0, n);
        FloatVector w = FloatVector.broadcast(F, 1f);
        if (weight != null) {
            w = FloatVector.fromArray(F, weight, weightAt, part);
        }
        FloatVector b = FloatVector.zero(F);
        if (bias != null) {
            b = FloatVector.fromArray(F, bias, biasAt, part);
        }
        FloatVector xhat =
                FloatVector.fromArray(F, x, xAt, part).sub(high).sub(low).mul(rstd);
        xhat.fma(w, b).intoArray(y, yAt, part);
    }

    @Override
    public final void backward(
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            float a,
            float k1,
            float k2,
            float[] dy,
            int dyAt,
            float[] dx,
            int dxAt) {
        FloatVector scale = FloatVector.broadcast(F, a);
        FloatVector constant = FloatVector.broadcast(F, k1);
        FloatVector slope = FloatVector.broadcast(F, -k2);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector xhat =
                    FloatVector.fromArray(F, x, xAt + i).sub(high).sub(low).mul(rstd);
            FloatVector.fromArray(F, dy, dyAt + i)
                    .fma(scale, xhat.fma(slope, constant))
                    .intoArray(dx, dxAt + i);
        }
        super.backward(x, xAt + i, n - i, high, low, rstd, a, k1, k2, dy, dyAt + i, dx, dxAt + i);
    }

    @Override
    public final void rowsBackward(
            float[] x,
            int xAt,
            float[] dy,
            int dyAt,
            float[] dx,
            int dxAt,
            int stride,
            int rows,
            int n,
            float[] weight,
            int weightAt,
            float[] factors,
            float[] sums,
            int sumsAt,
            int half) {
        int whole = n - n % L;
        int r = 0;
        for (; r <= rows - 4; r += 4) {
            int at = r * stride;
            NormRowGradients.fourRows(
                    x,
                    xAt + at,
                    dy,
                    dyAt + at,
                    dx,
                    dxAt + at,
                    stride,
                    whole,
                    weight,
                    weightAt,
                    factors,
                    r * FACTORS,
                    sums,
                    sumsAt,
                    half);
        }
        for (; r < rows; r++) {
            int at = r * stride;
            NormRowGradients.oneRow(
                    x,
                    xAt + at,
                    dy,
                    dyAt + at,
                    dx,
                    dxAt + at,
                    whole,
                    weight,
                    weightAt,
                    factors,
                    r * FACTORS,
                    sums,
                    sumsAt,
                    half);
        }
        if (whole < n) {
            super.rowsBackward(
                    x,
                    xAt + whole,
                    dy,
                    dyAt + whole,
                    dx,
                    dxAt + whole,
                    stride,
                    rows,
                    n - whole,
                    weight,
                    weightAt + whole,
                    factors,
                    sums,
                    sumsAt + whole,
                    half);
        }
    }

    @Override
    public final void columnSums(float[] x, int at, int stride, int rows, int n, float[] sums) {
        int c = 0;
        for (; c <= n - L; c += L) {
            FloatVector sum = FloatVector.zero(F);
            for (int r = 0, i = at + c; r < rows; r++, i += stride) {
                sum = sum.add(FloatVector.fromArray(F, x, i));
            }
            sum.intoArray(sums, c);
        }
        columnSums(x, at, stride, rows, c, n, sums);
    }

    @Override
    public final void columnMoments(float[] x, int at, int stride, int rows, int n, float[] shift, float[] sums) {
        int c = 0;
        for (; c <= n - L; c += L) {
            FloatVector m = FloatVector.fromArray(F, shift, c);
            FloatVector sum = FloatVector.zero(F);
            FloatVector squares = FloatVector.zero(F);
            for (int r = 0, i = at + c; r < rows; r++, i += stride) {
                FloatVector v = FloatVector.fromArray(F, x, i).sub(m);
                sum = sum.add(v);
                squares = v.fma(v, squares);
            }
            sum.intoArray(sums, c);
            squares.intoArray(sums, TILE + c);
        }
        columnMoments(x, at, stride, rows, c, n, shift, sums);
    }

    @Override
    public final void columnGradients(
            float[] dy, int dyAt, float[] x, int xAt, int stride, int rows, int n, float[] k, float[] sums) {
        int c = 0;
        for (; c <= n - L; c += L) {
            FloatVector high = FloatVector.fromArray(F, k, c);
            FloatVector low = FloatVector.fromArray(F, k, TILE + c);
            FloatVector rstd = FloatVector.fromArray(F, k, 2 * TILE + c);
            FloatVector sum = FloatVector.zero(F);
            FloatVector products = FloatVector.zero(F);
            for (int r = 0, i = c; r < rows; r++, i += stride) {
                FloatVector xhat =
                        FloatVector.fromArray(F, x, xAt + i).sub(high).sub(low).mul(rstd);
                FloatVector g = FloatVector.fromArray(F, dy, dyAt + i);
                sum = sum.add(g);
                products = g.fma(xhat, products);
            }
            sum.intoArray(sums, c);
            products.intoArray(sums, TILE + c);
        }
        columnGradients(dy, dyAt, x, xAt, stride, rows, c, n, k, sums);
    }

    @Override
    public final void columns(float[] x, int xAt, int stride, int rows, int n, float[] k, float[] y, int yAt) {
        int c = 0;
        for (; c <= n - L; c += L) {
            FloatVector high = FloatVector.fromArray(F, k, c);
            FloatVector low = FloatVector.fromArray(F, k, TILE + c);
            FloatVector rstd = FloatVector.fromArray(F, k, 2 * TILE + c);
            FloatVector weight = FloatVector.fromArray(F, k, 3 * TILE + c);
            FloatVector bias = FloatVector.fromArray(F, k, 4 * TILE + c);
            for (int r = 0, i = c; r < rows; r++, i += stride) {
                FloatVector xhat =
                        FloatVector.fromArray(F, x, xAt + i).sub(high).sub(low).mul(rstd);
                xhat.fma(weight, bias).intoArray(y, yAt + i);
            }
        }
        columns(x, xAt, stride, rows, c, n, k, y, yAt);
    }

    @Override
    public final void columnsBackward(
            float[] x, int xAt, float[] dy, int dyAt, int stride, int rows, int n, float[] k, float[] dx, int dxAt) {
        int c = 0;
        for (; c <= n - L; c += L) {
            FloatVector high = FloatVector.fromArray(F, k, c);
            FloatVector low = FloatVector.fromArray(F, k, TILE + c);
            FloatVector rstd = FloatVector.fromArray(F, k, 2 * TILE + c);
            FloatVector a = FloatVector.fromArray(F, k, 3 * TILE + c);
            FloatVector constant = FloatVector.fromArray(F, k, 4 * TILE + c);
            FloatVector slope = FloatVector.fromArray(F, k, 5 * TILE + c).neg();
            for (int r = 0, i = c; r < rows; r++, i += stride) {
                FloatVector xhat =
                        FloatVector.fromArray(F, x, xAt + i).sub(high).sub(low).mul(rstd);
                FloatVector.fromArray(F, dy, dyAt + i)
                        .fma(a, xhat.fma(slope, constant))
                        .intoArray(dx, dxAt + i);
            }
        }
        columnsBackward(x, xAt, dy, dyAt, stride, rows, c, n, k, dx, dxAt);
    }
}
