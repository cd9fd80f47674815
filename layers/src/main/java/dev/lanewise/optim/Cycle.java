package dev.lanewise.optim;

/** Schedules that rise and fall. Steps count from 0. */
public sealed interface Cycle extends Schedule {
    /** Half a cosine from one value to another: {@code to + (from - to) * (1 + cos(pi * progress)) / 2}. */
    static double cosine(double from, double to, double progress) {
        return to + (from - to) * (1 + StrictMath.cos(Math.PI * progress)) / 2;
    }

    /**
     * Half a cosine from peak to floor again and again (SGDR; Loshchilov and Hutter, 2017), every period {@code growth}
     * times as long as the one before: PyTorch's CosineAnnealingWarmRestarts.
     *
     * @param peak the rate at the beginning of each period
     * @param floor where each period ends, one step before which the next begins
     * @param first the length of the first period (T_0), at least 1
     * @param growth of the periods (T_mult), at least 1
     */
    record WarmRestarts(double peak, double floor, long first, int growth) implements Cycle {
        public WarmRestarts {
            OptionChecks.require(
                    first >= 1 && growth >= 1,
                    "warm restarts: first period " + first + ", growth " + growth,
                    "both at least 1");
        }

        @Override
        public float rate(long step) {
            long at = step;
            long period = first;
            if (growth == 1) {
                at %= first;
            }
            while (at >= period) {
                at -= period;
                period = period > Long.MAX_VALUE / growth ? Long.MAX_VALUE : period * growth;
            }
            return (float) cosine(peak, floor, (double) at / period);
        }
    }

    /** The curve between two rates of a {@link OneCycle}. */
    enum Curve {
        /** Half a cosine. */
        COSINE,
        /** A straight line. */
        LINEAR;

        double at(double from, double to, double progress) {
            return this == COSINE ? cosine(from, to, progress) : from + (to - from) * progress;
        }
    }

    /**
     * One cycle (Smith and Topin, 2019), as in PyTorch's OneCycleLR. With {@code low = peak / division} and {@code end =
     * low / finalDivision} the rate goes from low at step 0 to the peak at step {@code rising * steps - 1}, then
     *
     * <ul>
     *   <li>in two phases down to the end at step {@code steps - 1};
     *   <li>in three phases back to low in as many steps as it rose, and from there to the end.
     * </ul>
     *
     * <p>After the last step it stays at the end. The momentum is not changed.
     *
     * @param peak the highest rate
     * @param steps the length of the cycle, at least 1
     * @param rising the part of the steps in which it rises, in [0, 1]; in three phases in [0, 0.5]
     * @param curve between the rates
     * @param threePhases whether the fall repeats the rise
     * @param division of the peak at the beginning, above 0
     * @param finalDivision of the beginning at the end, above 0
     */
    record OneCycle(
            double peak,
            long steps,
            double rising,
            Curve curve,
            boolean threePhases,
            double division,
            double finalDivision)
            implements Cycle {
        public OneCycle {
            OptionChecks.require(
                    steps >= 1
                            && rising >= 0
                            && rising <= (threePhases ? 0.5 : 1)
                            && OptionChecks.positive(division)
                            && OptionChecks.positive(finalDivision),
                    "one-cycle schedule: steps " + steps + ", rising " + rising + ", three phases " + threePhases
                            + ", division " + division + ", final division " + finalDivision,
                    "steps at least 1, rising in [0, 1] (three phases: [0, 0.5]), divisions above 0");
        }

        /** PyTorch's defaults: rises for 0.3 of the steps, cosines, two phases, divisions 25 and 10000. */
        public OneCycle(double peak, long steps) {
            this(peak, steps, 0.3, Curve.COSINE, false, 25, 1e4);
        }

        @Override
        public float rate(long step) {
            double low = peak / division;
            double end = low / finalDivision;
            double risen = rising * steps - 1;
            double last = steps - 1;
            double at = Math.min((double) step, last);
            if (at <= risen) {
                return phase(low, peak, at, 0, risen);
            }
            if (!threePhases) {
                return phase(peak, end, at, risen, last);
            }
            double fallen = 2 * rising * steps - 2;
            return at <= fallen ? phase(peak, low, at, risen, fallen) : phase(low, end, at, fallen, last);
        }

        private float phase(double from, double to, double at, double begin, double end) {
            double progress = end > begin ? (at - begin) / (end - begin) : 1;
            return (float) curve.at(from, to, progress);
        }
    }
}
