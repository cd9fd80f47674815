package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.SQRT;

import dev.lanewise.kernel.UpdateKernels.AdadeltaStep;
import dev.lanewise.kernel.UpdateKernels.RmsPropStep;
import dev.lanewise.kernel.scalar.ScalarScaling;
import dev.lanewise.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/**
 * Optimisers that scale the gradient by its past size, on whole registers; what is left behind the last one is scalar.
 */
final class VectorScaling extends ScalarScaling {
    @Override
    protected void adagrad(
            Tensor p, Tensor g, Tensor sum, float stepSize, float epsilon, float decay, int from, int to) {
        int n = F.loopBound(to - from);
        adagrad(
                p.array(),
                p.offset() + from,
                g.array(),
                g.offset() + from,
                sum.array(),
                sum.offset() + from,
                stepSize,
                epsilon,
                decay,
                n);
        super.adagrad(p, g, sum, stepSize, epsilon, decay, from + n, to);
    }

    private static void adagrad(
            float[] p,
            int pAt,
            float[] g,
            int gAt,
            float[] sum,
            int sumAt,
            float stepSize,
            float epsilon,
            float decay,
            int n) {
        FloatVector decays = FloatVector.broadcast(F, decay);
        FloatVector minusStep = FloatVector.broadcast(F, -stepSize);
        for (int i = 0; i < n; i += L) {
            FloatVector w = FloatVector.fromArray(F, p, pAt + i);
            FloatVector d = decays.fma(w, FloatVector.fromArray(F, g, gAt + i));
            FloatVector squares = d.fma(d, FloatVector.fromArray(F, sum, sumAt + i));
            squares.intoArray(sum, sumAt + i);
            FloatVector root = squares.lanewise(SQRT).add(epsilon);
            minusStep.fma(d.div(root), w).intoArray(p, pAt + i);
        }
    }

    @Override
    protected void adadelta(Tensor p, Tensor g, Tensor square, Tensor delta, AdadeltaStep step, int from, int to) {
        int n = F.loopBound(to - from);
        adadelta(
                p.array(),
                p.offset() + from,
                g.array(),
                g.offset() + from,
                square.array(),
                square.offset() + from,
                delta.array(),
                delta.offset() + from,
                step,
                n);
        super.adadelta(p, g, square, delta, step, from + n, to);
    }

    private static void adadelta(
            float[] p,
            int pAt,
            float[] g,
            int gAt,
            float[] square,
            int squareAt,
            float[] delta,
            int deltaAt,
            AdadeltaStep step,
            int n) {
        FloatVector rho = FloatVector.broadcast(F, step.rho());
        FloatVector rest = FloatVector.broadcast(F, step.rest());
        FloatVector epsilon = FloatVector.broadcast(F, step.epsilon());
        FloatVector decay = FloatVector.broadcast(F, step.decay());
        FloatVector minusRate = FloatVector.broadcast(F, -step.lr());
        for (int i = 0; i < n; i += L) {
            FloatVector w = FloatVector.fromArray(F, p, pAt + i);
            FloatVector d = decay.fma(w, FloatVector.fromArray(F, g, gAt + i));
            FloatVector past = FloatVector.fromArray(F, delta, deltaAt + i);
            FloatVector squares = rho.fma(
                    FloatVector.fromArray(F, square, squareAt + i), d.mul(d).mul(rest));
            FloatVector over = past.add(epsilon).lanewise(SQRT);
            FloatVector under = squares.add(epsilon).lanewise(SQRT);
            FloatVector x = over.div(under).mul(d);
            squares.intoArray(square, squareAt + i);
            rho.fma(past, x.mul(x).mul(rest)).intoArray(delta, deltaAt + i);
            minusRate.fma(x, w).intoArray(p, pAt + i);
        }
    }

    @Override
    protected void rmsProp(
            Tensor p, Tensor g, Tensor square, Tensor mean, Tensor velocity, RmsPropStep step, int from, int to) {
        int n = F.loopBound(to - from);
        boolean moves = step.momentum() != 0f;
        rmsProp(
                p.array(),
                p.offset() + from,
                g.array(),
                g.offset() + from,
                square.array(),
                square.offset() + from,
                mean == null ? null : mean.array(),
                mean == null ? 0 : mean.offset() + from,
                moves ? velocity.array() : null,
                moves ? velocity.offset() + from : 0,
                step,
                n);
        super.rmsProp(p, g, square, mean, velocity, step, from + n, to);
    }

    private static void rmsProp(
            float[] p,
            int pAt,
            float[] g,
            int gAt,
            float[] square,
            int squareAt,
            float[] mean,
            int meanAt,
            float[] velocity,
            int velocityAt,
            RmsPropStep step,
            int n) {
        FloatVector alpha = FloatVector.broadcast(F, step.alpha());
        FloatVector rest = FloatVector.broadcast(F, step.rest());
        FloatVector epsilon = FloatVector.broadcast(F, step.epsilon());
        FloatVector momentum = FloatVector.broadcast(F, step.momentum());
        FloatVector decay = FloatVector.broadcast(F, step.decay());
        FloatVector minusRate = FloatVector.broadcast(F, -step.lr());
        for (int i = 0; i < n; i += L) {
            FloatVector w = FloatVector.fromArray(F, p, pAt + i);
            FloatVector d = decay.fma(w, FloatVector.fromArray(F, g, gAt + i));
            FloatVector under = alpha.fma(
                    FloatVector.fromArray(F, square, squareAt + i), d.mul(d).mul(rest));
            under.intoArray(square, squareAt + i);
            if (mean != null) {
                FloatVector means = alpha.fma(FloatVector.fromArray(F, mean, meanAt + i), d.mul(rest));
                means.intoArray(mean, meanAt + i);
                under = means.neg().fma(means, under).max(0f);
            }
            FloatVector move = d.div(under.lanewise(SQRT).add(epsilon));
            if (velocity != null) {
                move = momentum.fma(FloatVector.fromArray(F, velocity, velocityAt + i), move);
                move.intoArray(velocity, velocityAt + i);
            }
            minusRate.fma(move, w).intoArray(p, pAt + i);
        }
    }
}
