package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Operands;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.NormKernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** RMS, group and batch normalisation, and their gradients. */
sealed interface NormWork extends Workload {
    float EPS = 1e-5f;

    /**
     * Normalisation of x:[samples,channels,side,side] with a weight for each channel and, but for RMS norm, a bias; batch
     * norm by the statistics of the batch. The gradients are those of x, weight and bias one after another.
     *
     * @param groups that share statistics; only group norm has others than 1
     */
    record Norm(Kind kind, int samples, int channels, int side, int groups, boolean backward) implements NormWork {
        enum Kind {
            RMS,
            GROUP,
            BATCH
        }

        @Override
        public String name() {
            return kind.name().toLowerCase(Locale.ROOT) + " norm " + (backward ? "backward " : "") + samples + "x"
                    + channels + (kind == Kind.RMS ? "" : "x" + side + "x" + side)
                    + (kind == Kind.GROUP ? ", " + groups + " groups" : "");
        }

        int size() {
            return samples * channels * side * side;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 4.0 * size() * (backward ? 3 : 2);
        }

        boolean biased() {
            return kind != Kind.RMS;
        }

        Tensor x() {
            return Operands.random(1, samples, channels, side * side);
        }

        Tensor weight() {
            return Operands.random(2, channels);
        }

        Tensor bias() {
            return Operands.random(3, channels);
        }

        Tensor dy() {
            return Operands.random(4, samples, channels, side * side);
        }

        @Override
        public Task ours(Kernels kernels) {
            NormKernels norm = kernels.norm();
            Tensor x = x();
            Tensor weight = weight();
            Tensor bias = biased() ? bias() : null;
            Tensor y = Tensor.zeros(x.shape());
            int statistics = kind == Kind.BATCH ? channels : samples * groups;
            Tensor centre = biased() ? Tensor.zeros(2, statistics) : null;
            Tensor rstd = Tensor.zeros(statistics);
            Tensor mean = Tensor.zeros(channels);
            Tensor variance = Tensor.zeros(channels);
            Runnable forward = kind == Kind.BATCH
                    ? () -> {
                        norm.statistics(x, EPS, centre, mean, variance, rstd);
                        norm.channels(x, weight, bias, centre, rstd, y);
                    }
                    : () -> norm.groups(groups, EPS, x, weight, bias, y, centre, rstd);
            if (!backward) {
                return Workload.task(forward, y);
            }
            forward.run();
            Tensor dy = dy();
            float[] all = new float[size() + (biased() ? 2 : 1) * channels];
            Tensor dx = Tensor.window(all, 0, x.shape());
            Tensor dWeight = Tensor.window(all, size(), Shape.of(channels));
            Tensor dBias = biased() ? Tensor.window(all, size() + channels, Shape.of(channels)) : null;
            Workspace work = new Workspace();
            Runnable run = kind == Kind.BATCH
                    ? () -> norm.channelsBackward(x, weight, centre, rstd, dy, null, null, dx, dWeight, dBias)
                    : () -> norm.groupsBackward(groups, x, weight, centre, rstd, dy, dx, dWeight, dBias, work);
            return Workload.task(run, Tensor.window(all, 0, Shape.of(all.length)));
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (boolean backward : new boolean[] {false, true}) {
            all.add(new Norm(Norm.Kind.RMS, 1024, 768, 1, 1, backward));
            all.add(new Norm(Norm.Kind.GROUP, 16, 64, 28, 8, backward));
            all.add(new Norm(Norm.Kind.BATCH, 16, 64, 28, 1, backward));
        }
        return all;
    }
}
