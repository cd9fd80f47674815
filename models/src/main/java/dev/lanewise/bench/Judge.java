package dev.lanewise.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * Measures a kernel, its scalar twin and the roof over it in turns of a few milliseconds, so that a changing clock and
 * busy neighbours reach all three, and says what is wrong with the kernel: a warm call that allocates has boxed its
 * vectors; one that is slower than its twin should not be there.
 */
final class Judge {
    /** How much slower than the twin is not taken for noise. */
    static final double MARGIN = 0.15;

    /** How often a kernel must have been slower, in a measurement of its own each time, before it is called so. */
    static final int TRIES = 3;

    private static final long SLICE_NANOS = 2_000_000;

    // C2 takes its time for a large kernel: what was measured before that would be another kernel.
    private static final long CALM_NANOS = 400_000_000;
    private static final long SETTLED_NANOS = 3_000_000_000L;

    private static final int MOST_ROUNDS = 60;

    // A kernel that still allocates gets this much longer before it is said to.
    private static final int PATIENCE = 20;

    private final Clock clock;
    private final long bytesAllowed;

    /**
     * A judge.
     *
     * @param bytesAllowed what a warm call may allocate: the bodies of parallel regions
     */
    Judge(Clock clock, long bytesAllowed) {
        this.clock = clock;
        this.bytesAllowed = bytesAllowed;
    }

    /**
     * What runs in turns.
     *
     * @param kernel what is judged
     * @param team the threads that share its work; absent if the caller does all
     * @param twin its scalar twin; absent if it has none but itself
     * @param roof what nothing can be faster than, for each amount of work; absent where none is known
     * @param roofPerCall how many runs of the roof do as much as one call of the kernel
     */
    record Sides(
            Runnable kernel,
            Optional<Team> team,
            Optional<Runnable> twin,
            Optional<Runnable> roof,
            double roofPerCall) {}

    /**
     * Threads that share work.
     *
     * @param threads how many
     * @param alone gives a side that runs on the caller's thread only
     * @param units multiply-adds in registers, which share nothing; absent without the vector module
     */
    record Team(int threads, UnaryOperator<Runnable> alone, Optional<Runnable> units) {}

    /**
     * What was found.
     *
     * @param nanos of a call
     * @param scaling what its threads bring; absent if the caller does all
     * @param twinNanos of a call of the twin, NaN if there is none
     * @param ratio twin's time by the kernel's: above 1 the kernel is faster; NaN if there is no twin
     * @param share of the roof, in [0, 1] but for noise; NaN if there is none
     * @param bytes that a warm call allocates
     * @param faults a line each
     */
    record Verdict(
            double nanos,
            Optional<Rounds.Scaling> scaling,
            double twinNanos,
            double ratio,
            double share,
            long bytes,
            List<String> faults) {}

    /**
     * Warms up and measures.
     *
     * @param nanos about how long it may take, on the wall, if the kernel is compiled by then and nothing has to be repeated
     */
    Verdict judge(Sides sides, long nanos) {
        long begun = clock.wall();
        long warm = nanos / 5;
        long bytes = clock.warm(sides.kernel(), bytesAllowed, warm, PATIENCE * Math.max(warm, 100_000_000));
        clock.settle(sides.kernel(), SLICE_NANOS, CALM_NANOS, SETTLED_NANOS);
        sides.twin().ifPresent(twin -> clock.settle(twin, SLICE_NANOS, CALM_NANOS / 2, SETTLED_NANOS));
        sides.roof().ifPresent(roof -> clock.warm(roof, Long.MAX_VALUE, warm / 4, warm / 4));
        sides.team().flatMap(Team::units).ifPresent(units -> clock.warm(units, Long.MAX_VALUE, warm / 4, warm / 4));
        Found found = race(sides, nanos - (clock.wall() - begun));
        List<String> faults = new ArrayList<>();
        if (bytes > bytesAllowed) {
            faults.add("allocates " + bytes + " bytes in a warm call: it boxes");
        }
        double best = found.ratio();
        for (int attempt = 1; best < 1 - MARGIN && attempt < TRIES; attempt++) {
            Found again = race(sides, nanos);
            if (again.ratio() > best) {
                best = again.ratio();
                found = again;
            }
        }
        if (best < 1 - MARGIN) {
            faults.add(String.format(
                    Locale.ROOT, "slower than its scalar twin: %.2f of its speed in the best of %d", best, TRIES));
        }
        return new Verdict(
                found.nanos(), found.scaling(), found.twinNanos(), best, found.share(), bytes, List.copyOf(faults));
    }

    /** Nanoseconds of a call of each side in one round; NaN of what is not there. */
    private record Round(double kernel, double alone, double units, double unitsAlone, double twin, double roof) {
        double cores() {
            return unitsAlone / units;
        }
    }

    /** Medians over rounds. */
    private record Found(
            double nanos, Optional<Rounds.Scaling> scaling, double twinNanos, double ratio, double share) {}

    /** Rounds until there are enough that count, or the time is up. */
    private Found race(Sides sides, long nanos) {
        List<Round> rounds = new ArrayList<>();
        long begun = clock.wall();
        int counted = 0;
        do {
            Round round = sides.team().map(team -> shared(sides, team)).orElseGet(() -> alone(sides));
            rounds.add(round);
            boolean counts = sides.team()
                    .flatMap(team -> team.units().map(units -> Rounds.hadCores(round.cores(), team.threads())))
                    .orElse(true);
            counted += counts ? 1 : 0;
        } while (rounds.size() < Rounds.LEAST || (counted < MOST_ROUNDS && clock.wall() - begun < nanos));
        return new Found(
                median(rounds, Round::kernel),
                sides.team()
                        .map(team -> Rounds.scaling(
                                each(rounds, round -> round.alone() / round.kernel()),
                                each(rounds, Round::cores),
                                team.threads())),
                median(rounds, Round::twin),
                median(rounds, round -> round.twin() / round.kernel()),
                median(rounds, round -> round.roof() * sides.roofPerCall() / round.kernel()));
    }

    /** A round of sides that the caller runs, the roof right before the kernel. */
    private Round alone(Sides sides) {
        double roof = slice(sides.roof());
        double kernel = slice(sides.kernel());
        return new Round(kernel, Double.NaN, Double.NaN, Double.NaN, slice(sides.twin()), roof);
    }

    /** A round of sides that share their work: units on both sides of the kernel tell whether it had its cores. */
    private Round shared(Sides sides, Team team) {
        double unitsAlone = slice(team.units().map(team.alone()));
        double alone = turn(team.alone().apply(sides.kernel()));
        double before = team.units().map(this::turn).orElse(Double.NaN);
        double kernel = turn(sides.kernel());
        double after = slice(team.units());
        double roof = slice(sides.roof());
        return new Round(kernel, alone, Math.max(before, after), unitsAlone, slice(sides.twin()), roof);
    }

    /** A slice after one that is not counted, in which threads that have slept wake up. */
    private double turn(Runnable side) {
        clock.slice(side, SLICE_NANOS);
        return clock.slice(side, SLICE_NANOS);
    }

    private double slice(Runnable side) {
        return clock.slice(side, SLICE_NANOS);
    }

    private double slice(Optional<Runnable> side) {
        return side.isPresent() ? slice(side.get()) : Double.NaN;
    }

    private static double[] each(List<Round> rounds, ToDoubleFunction<Round> value) {
        return rounds.stream().mapToDouble(value).toArray();
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        return Rounds.median(each(rounds, value));
    }
}
