package dev.lanewise.optim;

/** A learning rate for every step; a pure function, so that a resumed run goes on where it was. */
public interface Schedule {
    /**
     * The learning rate of a step.
     *
     * @param step the number of updates made before it, from 0
     */
    float rate(long step);

    /** The same rate for all steps. */
    record Constant(float rate) implements Schedule {
        @Override
        public float rate(long step) {
            return rate;
        }
    }

    /**
     * Half a cosine from peak down to floor (Loshchilov and Hutter, 2017), flat after that: {@code floor + (peak - floor)
     * * (1 + cos(pi * step / steps)) / 2}.
     *
     * @param peak the rate of step 0
     * @param floor the rate from the last step on
     * @param steps the length of the decay, at least 1
     */
    record Cosine(float peak, float floor, long steps) implements Schedule {
        public Cosine {
            if (steps < 1) {
                throw new IllegalArgumentException("cosine schedule over " + steps + " steps, expected at least 1");
            }
        }

        @Override
        public float rate(long step) {
            double progress = Math.min(1.0, (double) step / steps);
            return (float) (floor + (peak - floor) * (1 + StrictMath.cos(Math.PI * progress)) / 2);
        }
    }
}
