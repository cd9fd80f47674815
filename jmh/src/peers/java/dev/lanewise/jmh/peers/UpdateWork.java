package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Operands;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.kernel.UpdateKernels.SgdStep;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Optimisers' steps on one parameter. */
sealed interface UpdateWork extends Workload {
    /** A step; the result is the parameter after the first few from the same start. */
    record Step(Rule rule, int size) implements UpdateWork {
        static final int STEPS = 3;
        static final float RATE = 1e-2f;
        static final float MOMENTUM = 0.9f;
        static final float DECAY = 1e-2f;
        private static final float BETA1 = 0.9f;
        private static final float BETA2 = 0.999f;
        private static final float EPS = 1e-8f;

        enum Rule {
            SGD("SGD with momentum", 3, 2),
            ADAM("Adam", 4, 3),
            ADAMW("AdamW", 4, 3);

            private final String text;
            private final int read;
            private final int written;

            Rule(String text, int read, int written) {
                this.text = text;
                this.read = read;
                this.written = written;
            }
        }

        @Override
        public String name() {
            return "step of " + rule.text + " " + size;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 4.0 * size * (rule.read + rule.written);
        }

        Tensor parameter() {
            return Operands.random(1, size);
        }

        Tensor gradient() {
            return Operands.random(2, size);
        }

        @Override
        public Task ours(Kernels kernels) {
            Run timed = new Run(kernels, this);
            return new Task() {
                @Override
                public void run() {
                    timed.step();
                }

                @Override
                public float[] result() {
                    Run fresh = new Run(kernels, Step.this);
                    for (int i = 0; i < STEPS; i++) {
                        fresh.step();
                    }
                    return fresh.p.toArray();
                }
            };
        }

        /** Our state. */
        private static final class Run {
            private final Kernels kernels;
            private final Rule rule;
            private final Tensor p;
            private final Tensor g;
            private final Tensor first;
            private final Tensor second;
            private final SgdStep sgd = new SgdStep(RATE, MOMENTUM, 1f, false, 0f);
            private final AdamStep[] adam = new AdamStep[STEPS];
            private int done;

            Run(Kernels kernels, Step step) {
                this.kernels = kernels;
                rule = step.rule;
                p = step.parameter();
                g = step.gradient();
                first = Tensor.zeros(step.size);
                second = Tensor.zeros(step.size);
                for (int t = 1; t <= STEPS; t++) {
                    float rate = (float) (RATE / (1 - Math.pow(BETA1, t)));
                    float root = (float) (1 / Math.sqrt(1 - Math.pow(BETA2, t)));
                    adam[t - 1] =
                            new AdamStep(BETA1, BETA2, EPS, rate, root, rule == Rule.ADAMW ? 1 - RATE * DECAY : 1f, 0f);
                }
            }

            /** The constants stay those of the last step that is compared: they cost nothing. */
            void step() {
                AdamStep now = adam[done];
                done = Math.min(done + 1, STEPS - 1);
                if (rule == Rule.SGD) {
                    kernels.update().sgd(p, g, first, sgd);
                } else {
                    kernels.update().adam(p, g, first, second, now);
                }
            }
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (Step.Rule rule : Step.Rule.values()) {
            all.add(new Step(rule, 1 << 20));
        }
        return all;
    }
}
