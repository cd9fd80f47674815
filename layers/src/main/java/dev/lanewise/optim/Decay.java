package dev.lanewise.optim;

import java.util.List;

/** Schedules that fall, or come from below, and then stay. Steps count from 0. */
public sealed interface Decay extends Schedule {
    /**
     * {@code start * gamma^(step / every)}, the quotient rounded down: PyTorch's StepLR.
     *
     * @param every the steps between two changes, at least 1
     * @param gamma the factor of a change, at least 0
     */
    record Step(double start, long every, double gamma) implements Decay {
        public Step {
            OptionChecks.require(
                    every >= 1 && OptionChecks.notNegative(gamma),
                    "step schedule: every " + every + ", gamma " + gamma,
                    "every at least 1, gamma at least 0");
        }

        @Override
        public float rate(long step) {
            long changes = step / every;
            return (float) (start * StrictMath.pow(gamma, (double) changes));
        }
    }

    /**
     * {@code start * gamma^(number of milestones that step has reached)}: PyTorch's MultiStepLR.
     *
     * @param milestones steps at which the rate changes, ascending; one that is there twice changes it twice
     * @param gamma the factor of a change, at least 0
     */
    record MultiStep(double start, List<Long> milestones, double gamma) implements Decay {
        public MultiStep {
            milestones = List.copyOf(milestones);
            OptionChecks.require(
                    milestones.stream().sorted().toList().equals(milestones) && OptionChecks.notNegative(gamma),
                    "multi-step schedule: milestones " + milestones + ", gamma " + gamma,
                    "milestones in ascending order, gamma at least 0");
        }

        @Override
        public float rate(long step) {
            int reached = 0;
            while (reached < milestones.size() && milestones.get(reached) <= step) {
                reached++;
            }
            return (float) (start * StrictMath.pow(gamma, reached));
        }
    }

    /**
     * {@code start * gamma^step}: PyTorch's ExponentialLR.
     *
     * @param gamma the factor of a step, at least 0
     */
    record Exponential(double start, double gamma) implements Decay {
        public Exponential {
            OptionChecks.require(OptionChecks.notNegative(gamma), "exponential schedule: gamma " + gamma, "at least 0");
        }

        @Override
        public float rate(long step) {
            return (float) (start * StrictMath.pow(gamma, (double) step));
        }
    }

    /**
     * {@code start * (1 - min(step, steps) / steps)^power}, 0 at the end: PyTorch's PolynomialLR.
     *
     * @param steps the length of the decay, at least 1
     * @param power 1 for a straight line; at least 0
     */
    record Polynomial(double start, long steps, double power) implements Decay {
        public Polynomial {
            OptionChecks.require(
                    steps >= 1 && OptionChecks.notNegative(power),
                    "polynomial schedule: steps " + steps + ", power " + power,
                    "steps at least 1, power at least 0");
        }

        @Override
        public float rate(long step) {
            double left = 1 - (double) Math.min(step, steps) / steps;
            return (float) (start * StrictMath.pow(left, power));
        }
    }

    /**
     * {@code base * (from + (to - from) * min(step, steps) / steps)}: PyTorch's LinearLR, a warm-up or a decay.
     *
     * @param from the factor of step 0, at least 0
     * @param to the factor from {@code steps} on, at least 0
     * @param steps at least 1
     */
    record Linear(double base, double from, double to, long steps) implements Decay {
        public Linear {
            OptionChecks.require(
                    steps >= 1 && OptionChecks.notNegative(from) && OptionChecks.notNegative(to),
                    "linear schedule: factors " + from + " to " + to + " over " + steps + " steps",
                    "factors at least 0, steps at least 1");
        }

        @Override
        public float rate(long step) {
            return (float) (base * (from + (to - from) * Math.min(step, steps) / steps));
        }
    }

    /**
     * The Transformer's schedule (Vaswani et al., 2017, section 5.3), called Noam after one of its authors: {@code factor *
     * width^-0.5 * min(t^-0.5, t * warmup^-1.5)} with t = step + 1. It rises in a straight line to {@code factor *
     * (width * warmup)^-0.5} and then falls with the inverse square root.
     *
     * @param width the model's (d_model), at least 1
     * @param warmup the steps of the rise, at least 1
     * @param factor of the whole
     */
    record Noam(int width, long warmup, double factor) implements Decay {
        public Noam {
            OptionChecks.require(
                    width >= 1 && warmup >= 1,
                    "noam schedule: width " + width + ", warmup " + warmup,
                    "both at least 1");
        }

        @Override
        public float rate(long step) {
            double t = step + 1.0;
            double rise = t / (warmup * Math.sqrt((double) warmup));
            return (float) (factor / Math.sqrt(width) * Math.min(1 / Math.sqrt(t), rise));
        }
    }

    /**
     * {@code peak * sqrt(flat / max(step, flat))}: the peak for some steps, then falling with the inverse square root of
     * the step (Raffel et al., 2020, with peak 1 / sqrt(flat)). After a {@link Chain.WarmUp} steps count from its end.
     *
     * @param flat the steps at the peak, at least 1
     */
    record InverseSquareRoot(double peak, long flat) implements Decay {
        public InverseSquareRoot {
            OptionChecks.require(flat >= 1, "inverse square root schedule: flat for " + flat + " steps", "at least 1");
        }

        @Override
        public float rate(long step) {
            return (float) (peak * Math.sqrt((double) flat / Math.max(step, flat)));
        }
    }
}
