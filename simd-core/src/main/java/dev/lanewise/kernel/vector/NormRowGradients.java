package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/** The gradients of normalised rows, and their parts of the sums of the columns: whole registers of {@link NormTiles}. */
final class NormRowGradients {
    private NormRowGradients() {}

    /** Four rows in one pass: the sums of the columns are read and written once for four. */
    static void fourRows(
            float[] x,
            int xAt,
            float[] dy,
            int dyAt,
            float[] dx,
            int dxAt,
            int stride,
            int n,
            float[] weight,
            int weightAt,
            float[] f,
            int at,
            float[] sums,
            int sumsAt,
            int half) {
        FloatVector scale0 = FloatVector.broadcast(F, f[at + 2]);
        FloatVector scale1 = FloatVector.broadcast(F, f[at + 7]);
        FloatVector scale2 = FloatVector.broadcast(F, f[at + 12]);
        FloatVector scale3 = FloatVector.broadcast(F, f[at + 17]);
        for (int i = 0; i < n; i += L) {
            FloatVector w = FloatVector.fromArray(F, weight, weightAt + i);
            FloatVector xhat0 = FloatVector.fromArray(F, x, xAt + i)
                    .sub(f[at])
                    .sub(f[at + 1])
                    .mul(scale0);
            FloatVector g0 = FloatVector.fromArray(F, dy, dyAt + i);
            FloatVector sum = g0.fma(xhat0, FloatVector.fromArray(F, sums, sumsAt + i));
            FloatVector plain =
                    FloatVector.fromArray(F, sums, sumsAt + half + i).add(g0);
            scale0.fma(g0.mul(w), xhat0.fma(FloatVector.broadcast(F, -f[at + 4]), FloatVector.broadcast(F, f[at + 3])))
                    .intoArray(dx, dxAt + i);
            FloatVector xhat1 = FloatVector.fromArray(F, x, xAt + stride + i)
                    .sub(f[at + 5])
                    .sub(f[at + 6])
                    .mul(scale1);
            FloatVector g1 = FloatVector.fromArray(F, dy, dyAt + stride + i);
            sum = g1.fma(xhat1, sum);
            plain = plain.add(g1);
            scale1.fma(g1.mul(w), xhat1.fma(FloatVector.broadcast(F, -f[at + 9]), FloatVector.broadcast(F, f[at + 8])))
                    .intoArray(dx, dxAt + stride + i);
            FloatVector xhat2 = FloatVector.fromArray(F, x, xAt + 2 * stride + i)
                    .sub(f[at + 10])
                    .sub(f[at + 11])
                    .mul(scale2);
            FloatVector g2 = FloatVector.fromArray(F, dy, dyAt + 2 * stride + i);
            sum = g2.fma(xhat2, sum);
            plain = plain.add(g2);
            scale2.fma(
                            g2.mul(w),
                            xhat2.fma(FloatVector.broadcast(F, -f[at + 14]), FloatVector.broadcast(F, f[at + 13])))
                    .intoArray(dx, dxAt + 2 * stride + i);
            FloatVector xhat3 = FloatVector.fromArray(F, x, xAt + 3 * stride + i)
                    .sub(f[at + 15])
                    .sub(f[at + 16])
                    .mul(scale3);
            FloatVector g3 = FloatVector.fromArray(F, dy, dyAt + 3 * stride + i);
            g3.fma(xhat3, sum).intoArray(sums, sumsAt + i);
            plain.add(g3).intoArray(sums, sumsAt + half + i);
            scale3.fma(
                            g3.mul(w),
                            xhat3.fma(FloatVector.broadcast(F, -f[at + 19]), FloatVector.broadcast(F, f[at + 18])))
                    .intoArray(dx, dxAt + 3 * stride + i);
        }
    }

    /** One row. */
    static void oneRow(
            float[] x,
            int xAt,
            float[] dy,
            int dyAt,
            float[] dx,
            int dxAt,
            int n,
            float[] weight,
            int weightAt,
            float[] f,
            int at,
            float[] sums,
            int sumsAt,
            int half) {
        FloatVector high = FloatVector.broadcast(F, f[at]);
        FloatVector low = FloatVector.broadcast(F, f[at + 1]);
        FloatVector scale = FloatVector.broadcast(F, f[at + 2]);
        FloatVector constant = FloatVector.broadcast(F, f[at + 3]);
        FloatVector slope = FloatVector.broadcast(F, -f[at + 4]);
        for (int i = 0; i < n; i += L) {
            FloatVector xhat =
                    FloatVector.fromArray(F, x, xAt + i).sub(high).sub(low).mul(scale);
            FloatVector g = FloatVector.fromArray(F, dy, dyAt + i);
            g.fma(xhat, FloatVector.fromArray(F, sums, sumsAt + i)).intoArray(sums, sumsAt + i);
            FloatVector.fromArray(F, sums, sumsAt + half + i).add(g).intoArray(sums, sumsAt + half + i);
            scale.fma(g.mul(FloatVector.fromArray(F, weight, weightAt + i)), xhat.fma(slope, constant))
                    .intoArray(dx, dxAt + i);
        }
    }
}
