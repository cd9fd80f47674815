package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.RowSums;
import dev.lanewise.kernel.scalar.ScalarLoss;
import dev.lanewise.kernel.scalar.ScoreRows;
import dev.lanewise.math.Exp;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Losses with the bits of {@link ScalarLoss}; cross-entropy over neighbouring scores is on vectors. */
final class VectorLoss extends ScalarLoss {
    VectorLoss() {
        super(new Rows());
    }

    private static final class Rows extends ScoreRows {
        @Override
        protected float largest(float[] x, int at, int d) {
            return RowLoops.max(x, at, d);
        }

        // One loop for whole and partial vectors, so that there is one exp. The lanes of the sum are in memory: the
        // next
        // visit of one comes 64 elements later, which is longer than a store takes.
        @Override
        protected float expSum(float[] x, int at, int d, float m) {
            float[] lanes = RowLoops.lanes();
            RowLoops.clear(lanes);
            VectorMask<Float> rest = F.indexInRange(0, d % L);
            int i = 0;
            for (; i < d && at + i <= x.length - L; i += L) {
                boolean whole = i <= d - L;
                FloatVector v = whole ? FloatVector.fromArray(F, x, at + i) : FloatVector.fromArray(F, x, at + i, rest);
                FloatVector e = VectorMath.expNotAbove0(v.sub(m));
                int lane = i % RowSums.LANES;
                FloatVector sum = FloatVector.fromArray(F, lanes, lane);
                (whole ? sum.add(e) : sum.add(e, rest)).intoArray(lanes, lane);
            }
            for (; i < d; i++) {
                lanes[i % RowSums.LANES] += Exp.exp(x[at + i] - m);
            }
            return RowLoops.fold(lanes, 0);
        }

        @Override
        protected void gradient(
                float[] x, int at, int d, float m, float log, float mass, float g, float[] dx, int dxAt) {
            int i = 0;
            for (; i <= d - L; i += L) {
                FloatVector v = FloatVector.fromArray(F, x, at + i).sub(m).sub(log);
                VectorMath.expNotAbove0(v).mul(mass).mul(g).intoArray(dx, dxAt + i);
            }
            super.gradient(x, at + i, d - i, m, log, mass, g, dx, dxAt + i);
        }
    }
}
