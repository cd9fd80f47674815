package dev.lanewise.optim;

import java.util.List;

/** Schedules made of others. Steps count from 0. */
public sealed interface Chain extends Schedule {
    /**
     * One schedule after another, as PyTorch's SequentialLR: each counts its steps from its own beginning, the first from
     * 0 and the others from their milestones.
     *
     * @param parts at least one
     * @param milestones the steps at which the second, third ... part begins, ascending from 1; one fewer than parts
     */
    record Sequence(List<Schedule> parts, List<Long> milestones) implements Chain {
        public Sequence {
            parts = List.copyOf(parts);
            milestones = List.copyOf(milestones);
            long last = 0;
            boolean ascending = true;
            for (long milestone : milestones) {
                ascending &= milestone > last;
                last = milestone;
            }
            OptionChecks.require(
                    ascending && milestones.size() == parts.size() - 1,
                    "sequence of " + parts.size() + " schedules with milestones " + milestones,
                    "one milestone fewer than schedules, ascending from 1");
        }

        @Override
        public float rate(long step) {
            int part = 0;
            while (part < milestones.size() && milestones.get(part) <= step) {
                part++;
            }
            return parts.get(part).rate(part == 0 ? step : step - milestones.get(part - 1));
        }
    }

    /**
     * The product of schedules at the same step: one of rates and others of factors, as PyTorch's ChainedScheduler.
     *
     * @param factors at least one
     */
    record Product(List<Schedule> factors) implements Chain {
        public Product {
            factors = List.copyOf(factors);
            OptionChecks.require(!factors.isEmpty(), "product of 0 schedules", "at least 1");
        }

        @Override
        public float rate(long step) {
            double product = 1;
            for (int i = 0; i < factors.size(); i++) {
                product *= factors.get(i).rate(step);
            }
            return (float) product;
        }
    }

    /**
     * A straight line up to where another schedule begins (Goyal et al., 2017): {@code then.rate(0) * (from + (1 - from) *
     * step / steps)} for the first steps, then {@code then.rate(step - steps)}.
     *
     * @param steps of the warm-up, at least 1
     * @param from the fraction of the first rate that step 0 has, in [0, 1]
     * @param then what follows
     */
    record WarmUp(long steps, double from, Schedule then) implements Chain {
        public WarmUp {
            OptionChecks.require(
                    steps >= 1 && from >= 0 && from <= 1,
                    "warm-up over " + steps + " steps from " + from,
                    "steps at least 1, from in [0, 1]");
        }

        @Override
        public float rate(long step) {
            if (step >= steps) {
                return then.rate(step - steps);
            }
            return (float) (then.rate(0) * (from + (1 - from) * step / steps));
        }
    }
}
