package dev.lanewise.jmh.peers;

import dev.lanewise.jmh.StepWork;
import dev.lanewise.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Training steps. */
sealed interface TrainingWork extends Workload {
    /** A training step; the result is the losses of the first steps from the same weights. */
    record Training(StepWork.Model model) implements TrainingWork {
        static final int STEPS = 5;

        // A comparison of losses that stay where they are would say nothing.
        private static final float LEARNT = 0.02f;


        @Override
        public String name() {
            return "train " + model.text();
        }

        @Override
        public double gflop() {
            return model.gflop();
        }

        @Override
        public double bytes() {
            return 0;
        }

        @Override
        public long bytesAllowed() {
            return StepWork.BYTES_WARM;
        }

        /** What moves the losses of all steps by much more than the tolerance. */
        float rate() {
            return model == StepWork.Model.LENET ? 0.5f : 1e-3f;
        }

        /** Five updates by Adam, which divides rounding by rounding where a gradient is nearly zero. */
        @Override
        public double tolerance() {
            return 1e-3;
        }

        @Override
        public Task ours(Kernels kernels) {
            StepWork step = new StepWork(model);
            return new Task() {
                @Override
                public void run() {
                    step.run();
                }

                @Override
                public float[] result() {
                    StepWork learning = new StepWork(model);
                    float[] losses = new float[STEPS];
                    for (int i = 0; i < STEPS; i++) {
                        learning.run(rate());
                        losses[i] = learning.loss();
                    }
                    if (Math.abs(losses[STEPS - 1] - losses[0]) < LEARNT * losses[0]) {
                        throw new IllegalStateException("the losses do not move: " + Arrays.toString(losses));
                    }
                    return losses;
                }
            };
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (StepWork.Model model : StepWork.Model.values()) {
            all.add(new Training(model));
        }
        return all;
    }
}
