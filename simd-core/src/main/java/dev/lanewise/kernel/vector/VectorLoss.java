package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.kernel.RowSums;
import dev.lanewise.kernel.scalar.PairSteps;
import dev.lanewise.kernel.scalar.ScalarLoss;
import dev.lanewise.kernel.scalar.ScoreRows;
import dev.lanewise.math.Exp;
import dev.lanewise.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Losses with the bits of {@link ScalarLoss}; cross-entropy over neighbouring scores and losses of a difference are on
 * vectors.
 */
final class VectorLoss extends ScalarLoss {
    VectorLoss() {
        super(new Rows(), new Pairs());
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

    private static final class Pairs extends PairSteps {
        @Override
        protected void value(Pair loss, float option, Tensor x, Tensor t, Tensor y, int from, int to) {
            float[] a = x.array();
            float[] b = t.array();
            float[] out = y.array();
            int at = x.offset() + from;
            int bt = t.offset() + from;
            int ot = y.offset() + from;
            int n = to - from;
            switch (loss) {
                case SQUARED_ERROR -> DifferenceLoops.squared(a, at, b, bt, out, ot, n);
                case ABSOLUTE_ERROR -> DifferenceLoops.absolute(a, at, b, bt, out, ot, n);
                case HUBER -> DifferenceLoops.huber(option, a, at, b, bt, out, ot, n);
                case SMOOTH_L1 -> DifferenceLoops.smooth(option, a, at, b, bt, out, ot, n);
                case TRIPLET_MARGIN -> DifferenceLoops.margin(option, a, at, b, bt, out, ot, n);
                default -> super.value(loss, option, x, t, y, from, to);
            }
        }

        @Override
        protected void byX(Pair loss, float option, Tensor x, Tensor t, Tensor dy, Tensor dx, int from, int to) {
            if (!difference(loss, option, 1f, x, t, dy, dx, from, to)) {
                super.byX(loss, option, x, t, dy, dx, from, to);
            }
        }

        @Override
        protected void byTarget(Pair loss, float option, Tensor x, Tensor t, Tensor dy, Tensor dt, int from, int to) {
            if (!difference(loss, option, -1f, x, t, dy, dt, from, to)) {
                super.byTarget(loss, option, x, t, dy, dt, from, to);
            }
        }

        /** The gradient of a loss of the difference, which has one for both operands but for the sign; false: it is none. */
        private static boolean difference(
                Pair loss, float option, float sign, Tensor x, Tensor t, Tensor dy, Tensor out, int from, int to) {
            float[] a = x.array();
            float[] b = t.array();
            float[] g = dy.array();
            float[] o = out.array();
            int at = x.offset() + from;
            int bt = t.offset() + from;
            int gt = dy.offset() + from;
            int ot = out.offset() + from;
            int n = to - from;
            switch (loss) {
                case SQUARED_ERROR -> DifferenceLoops.squaredBackward(2f * sign, a, at, b, bt, g, gt, o, ot, n);
                case ABSOLUTE_ERROR -> DifferenceLoops.absoluteBackward(sign, a, at, b, bt, g, gt, o, ot, n);
                case HUBER -> DifferenceLoops.huberBackward(option, sign, a, at, b, bt, g, gt, o, ot, n);
                case SMOOTH_L1 -> DifferenceLoops.smoothBackward(option, sign, a, at, b, bt, g, gt, o, ot, n);
                case TRIPLET_MARGIN -> DifferenceLoops.marginBackward(option, sign, a, at, b, bt, g, gt, o, ot, n);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
