package dev.lanewise.optim;

/**
 * A learning rate for every step; a pure function, so that a resumed run goes on where it was. Computed in double.
 *
 * <p>{@link Decay} has those that fall, {@link Cycle} those that rise and fall, {@link Chain} makes one of several.
 * {@link ReduceOnPlateau} depends on what was observed and is none.
 */
public interface Schedule {
    /**
     * The learning rate of a step.
     *
     * @param step the number of updates made before it, from 0
     */
    float rate(long step);

    /** The same rate for all steps. */
    record Constant(double rate) implements Schedule {
        @Override
        public float rate(long step) {
            return (float) rate;
        }
    }

    /**
     * Half a cosine from peak down to floor (Loshchilov and Hutter, 2017): {@code floor + (peak - floor) * (1 + cos(pi *
     * step / steps)) / 2}. After that it stays at the floor or, if it rises, goes up and down again along the same cosine,
     * as PyTorch's CosineAnnealingLR does.
     *
     * @param peak the rate of step 0
     * @param floor the rate at the end
     * @param steps the length of the decay, at least 1
     * @param rises whether the cosine goes on after the end
     */
    record Cosine(double peak, double floor, long steps, boolean rises) implements Schedule {
        public Cosine {
            if (steps < 1) {
                throw new IllegalArgumentException("cosine schedule over " + steps + " steps, expected at least 1");
            }
        }

        /** Flat after the end. */
        public Cosine(double peak, double floor, long steps) {
            this(peak, floor, steps, false);
        }

        @Override
        public float rate(long step) {
            long at = rises ? step % (2 * steps) : Math.min(step, steps);
            return (float) Cycle.cosine(peak, floor, (double) at / steps);
        }
    }
}
