package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.LossKernels.CtcOptions;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * The forward and backward recursions of connectionist temporal classification, on logarithms in double. One call at a
 * time; each worker has scratch of its own.
 *
 * <p>The U labels of a target are states 1, 3, 5 ... of 2U + 1; the even states are blanks. From time to time an
 * alignment stays in its state, goes on by one, or by two from a label to a different label. {@code alpha[t][s]} is the
 * logarithm of the probability of all beginnings that are in state s at time t, that time included; {@code beta[t][s]} of
 * all ends after it.
 */
final class CtcLoops {
    private static final double NONE = Double.NEGATIVE_INFINITY;

    private final double[][] scratch = new double[Parallel.MAX_THREADS][0];
    private CtcOptions options;
    private Tensor x;
    private IntTensor targets;
    private IntTensor inputLengths;
    private IntTensor targetLengths;
    private int[] starts = new int[0];

    CtcLoops() {}

    void begin(
            CtcOptions givenOptions,
            Tensor givenX,
            IntTensor givenTargets,
            IntTensor givenInputLengths,
            IntTensor givenTargetLengths) {
        options = givenOptions;
        x = givenX;
        targets = givenTargets;
        inputLengths = givenInputLengths;
        targetLengths = givenTargetLengths;
        int samples = x.dim(1);
        if (starts.length < samples) {
            starts = new int[samples];
        }
        int at = 0;
        for (int n = 0; n < samples; n++) {
            boolean padded = targets.shape().rank() == 2;
            starts[n] = targets.offset() + (padded ? n * targets.dim(1) : at);
            at += targetLengths.get(n);
        }
    }

    /** Lets go of the operands. */
    void end() {
        x = null;
        targets = null;
        inputLengths = null;
        targetLengths = null;
    }

    private double[] scratch(int worker, int size) {
        if (scratch[worker].length < size) {
            scratch[worker] = new double[size];
        }
        return scratch[worker];
    }

    void forward(Tensor loss, int from, int to, int worker) {
        for (int n = from; n < to; n++) {
            int states = 2 * targetLengths.get(n) + 1;
            int times = inputLengths.get(n);
            double[] alpha = scratch(worker, 2 * states);
            for (int t = 0; t < times; t++) {
                alpha(n, t, states, alpha, (t + 1) % 2 * states, t % 2 * states);
            }
            double value = loss(alpha, (times + 1) % 2 * states, states, times);
            boolean unreachable = value == Double.POSITIVE_INFINITY && options.zeroInfinity();
            loss.array()[loss.offset() + n] = unreachable ? 0f : (float) value;
        }
    }

    /** Minus the logarithm of the target's probability, by the last time's alpha. */
    private static double loss(double[] alpha, int at, int states, int times) {
        if (times == 0) {
            return states == 1 ? 0 : Double.POSITIVE_INFINITY;
        }
        return -sum(alpha[at + states - 1], states > 1 ? alpha[at + states - 2] : NONE, NONE);
    }

    /** One step of alpha, from the place {@code before} to the place {@code at}. */
    private void alpha(int n, int t, int states, double[] alpha, int before, int at) {
        for (int s = 0; s < states; s++) {
            double reached;
            if (t == 0) {
                reached = s < 2 ? 0 : NONE;
            } else {
                reached = sum(
                        alpha[before + s],
                        s >= 1 ? alpha[before + s - 1] : NONE,
                        skips(n, s) ? alpha[before + s - 2] : NONE);
            }
            alpha[at + s] = reached + log(n, t, s);
        }
    }

    /** True if state s can follow state s - 2. */
    private boolean skips(int n, int s) {
        return s >= 3 && s % 2 == 1 && label(n, s) != label(n, s - 2);
    }

    private int label(int n, int s) {
        return s % 2 == 0 ? options.blank() : targets.array()[starts[n] + s / 2];
    }

    private double log(int n, int t, int s) {
        return x.array()[x.offset() + (t * x.dim(1) + n) * x.dim(2) + label(n, s)];
    }

    /** {@code log(exp(a) + exp(b) + exp(c))}; NaN if one is. */
    private static double sum(double a, double b, double c) {
        double m = Math.max(a, Math.max(b, c));
        if (m == NONE || Double.isNaN(m)) {
            return m;
        }
        return m + StrictMath.log(part(a, m) + part(b, m) + part(c, m));
    }

    private static double part(double a, double m) {
        return a == NONE ? 0 : a == m ? 1 : StrictMath.exp(a - m);
    }

    void backward(Tensor dloss, Tensor dx, int from, int to, int worker) {
        for (int n = from; n < to; n++) {
            int states = 2 * targetLengths.get(n) + 1;
            int times = inputLengths.get(n);
            // All alphas, and two betas behind them.
            double[] work = scratch(worker, Math.multiplyExact(states, times + 2));
            for (int t = 0; t < times; t++) {
                alpha(n, t, states, work, (t - 1) * states, t * states);
            }
            double value = loss(work, (times - 1) * states, states, times);
            if (value == Double.POSITIVE_INFINITY && options.zeroInfinity()) {
                continue;
            }
            double g = dloss.array()[dloss.offset() + n];
            for (int t = times - 1; t >= 0; t--) {
                int at = (times + t % 2) * states;
                beta(n, t, times, states, work, (times + (t + 1) % 2) * states, at);
                occupy(n, t, states, work, at, value, g, dx);
            }
        }
    }

    /** One step of beta, from the place {@code after} to the place {@code at}. */
    private void beta(int n, int t, int times, int states, double[] beta, int after, int at) {
        if (t == times - 1) {
            Arrays.fill(beta, at, at + states, NONE);
            beta[at + states - 1] = 0;
            beta[at + Math.max(0, states - 2)] = 0;
            return;
        }
        for (int s = 0; s < states; s++) {
            beta[at + s] = sum(
                    beta[after + s] + log(n, t + 1, s),
                    s + 1 < states ? beta[after + s + 1] + log(n, t + 1, s + 1) : NONE,
                    s + 2 < states && skips(n, s + 2) ? beta[after + s + 2] + log(n, t + 1, s + 2) : NONE);
        }
    }

    private void occupy(int n, int t, int states, double[] work, int beta, double value, double g, Tensor dx) {
        int row = dx.offset() + (t * x.dim(1) + n) * x.dim(2);
        for (int s = 0; s < states; s++) {
            double occupancy = StrictMath.exp(work[t * states + s] + work[beta + s] + value);
            dx.array()[row + label(n, s)] -= (float) (g * occupancy);
        }
    }
}
