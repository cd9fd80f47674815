package dev.lanewise.runtime;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.NormKernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.function.Consumer;

/** Small normalisations for the warm-up: channels of one element and of many, whole strips and ends of rows. */
final class NormExercise implements Consumer<Kernels> {
    private static final float EPS = 1e-5f;
    private static final int[][] SHAPES = {{6, 128, 1}, {3, 77, 1}, {5, 6, 1}, {2, 3, 64}, {2, 4, 49}, {2, 1024, 1}};

    private final Workspace work = new Workspace();
    private final Problem[] problems = new Problem[SHAPES.length];

    NormExercise() {
        for (int i = 0; i < problems.length; i++) {
            problems[i] = new Problem(SHAPES[i]);
        }
    }

    @Override
    public void accept(Kernels k) {
        for (Problem problem : problems) {
            problem.run(k.norm(), work);
        }
    }

    private static final class Problem {
        private final Tensor x;
        private final Tensor y;
        private final Tensor dx;
        private final Tensor weight;
        private final Tensor bias;
        private final Tensor centre;
        private final Tensor rstd;
        private final Tensor centres;
        private final Tensor rstds;
        private final Tensor mean;
        private final Tensor variance;

        private Problem(int[] shape) {
            x = Exercises.ramp(shape);
            y = Exercises.ramp(shape);
            dx = Exercises.ramp(shape);
            weight = Exercises.ramp(shape[1]);
            bias = Exercises.ramp(shape[1]);
            centre = Exercises.ramp(2, shape[0]);
            rstd = Exercises.ramp(shape[0]);
            centres = Exercises.ramp(2, shape[1]);
            rstds = Exercises.ramp(shape[1]);
            mean = Exercises.ramp(shape[1]);
            variance = Exercises.ramp(shape[1]);
        }

        private void run(NormKernels n, Workspace work) {
            n.groups(1, EPS, x, weight, bias, y, centre, rstd);
            n.groupsBackward(1, x, weight, centre, rstd, y, dx, mean, variance, work);
            n.addGroups(1, EPS, x, y, dx, weight, bias, y, centre, rstd);
            n.groups(1, EPS, x, weight, null, y, null, rstd);
            n.groups(1, EPS, x, null, null, y, centre, rstd);
            n.groupsBackward(1, x, null, centre, rstd, y, dx, null, null, work);
            n.statistics(x, EPS, centres, mean, variance, rstds);
            n.rstd(variance, EPS, rstds);
            n.channels(x, weight, bias, centres, rstds, y);
            n.channelsBackward(x, weight, centres, rstds, y, null, null, dx, mean, variance);
            n.channelsFixedBackward(x, weight, centres, rstds, y, dx, mean, variance);
        }
    }
}
