package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whom the judge finds guilty: fake kernels on a fake clock, so that no machine is too busy for it. */
class JudgeTest {
    private static final long BUDGET = 1_000_000_000;

    private long now;
    private long allocated;
    private int calls;

    private final Clock clock = new Clock(() -> now, () -> now, () -> allocated);

    private Runnable taking(long nanos) {
        return () -> now += nanos;
    }

    private Judge.Verdict judge(Runnable kernel, Runnable twin, long bytesAllowed) {
        return new Judge(clock, bytesAllowed).judge(sides(kernel, Optional.empty(), Optional.ofNullable(twin)), BUDGET);
    }

    private Judge.Sides sides(Runnable kernel, Optional<Judge.Team> team, Optional<Runnable> twin) {
        return new Judge.Sides(kernel, team, twin, Optional.of(taking(500)), 0.5);
    }

    @Test
    void kernelOnSeveralThreads_isComparedWithOneWhileTheMachineHasItsCores() {
        // A neighbour takes a core for longer than it takes to make rounds enough.
        Runnable kernel = () -> now += neighbour() ? 2_000 : 1_000;
        Runnable units = () -> now += neighbour() ? 600 : 300;
        UnaryOperator<Runnable> alone = side -> taking(side == kernel ? 1_900 : 594);
        Judge.Team team = new Judge.Team(2, alone, Optional.of(units));
        Judge.Verdict verdict =
                new Judge(clock, 0).judge(sides(kernel, Optional.of(team), Optional.empty()), 5 * BUDGET);
        assertEquals(new Rounds.Scaling(1.9, 1.98), verdict.scaling().orElseThrow());
        assertEquals(2_000.0, verdict.nanos());
    }

    private boolean neighbour() {
        return now < 4 * BUDGET;
    }

    @Test
    void neighbourThatComesWhileTheKernelRuns_isSeenAfterIt() {
        boolean[] came = new boolean[1];
        Runnable kernel = () -> {
            now += 1_000;
            came[0] = true;
        };
        Runnable unitsAlone = () -> {
            now += 600;
            came[0] = false;
        };
        Runnable units = () -> now += came[0] ? 600 : 300;
        Judge.Team team = new Judge.Team(2, side -> side == kernel ? taking(1_500) : unitsAlone, Optional.of(units));
        Judge.Verdict verdict = new Judge(clock, 0).judge(sides(kernel, Optional.of(team), Optional.empty()), BUDGET);
        assertEquals(new Rounds.Scaling(1.5, 1), verdict.scaling().orElseThrow());
    }

    @Test
    void unitsThatAreUnknown_leaveNoRoundOut() {
        Runnable kernel = taking(1_000);
        Judge.Team team = new Judge.Team(2, side -> taking(1_500), Optional.empty());
        Judge.Verdict verdict = new Judge(clock, 0).judge(sides(kernel, Optional.of(team), Optional.empty()), BUDGET);
        assertEquals(new Rounds.Scaling(1.5, Double.NaN), verdict.scaling().orElseThrow());
        assertEquals(Optional.empty(), judge(kernel, taking(4_000), 0).scaling());
    }

    @Test
    void fastKernel_isMeasuredAndFree() {
        Judge.Verdict verdict = judge(taking(1_000), taking(4_000), 0);
        assertEquals(1_000.0, verdict.nanos());
        assertEquals(4_000.0, verdict.twinNanos());
        assertEquals(4.0, verdict.ratio());
        assertEquals(0.25, verdict.share());
        assertEquals(0, verdict.bytes());
        assertEquals(List.of(), verdict.faults());
    }

    @Test
    void kernelThatKeepsAllocating_isSaidToBox() {
        Judge.Verdict verdict = judge(
                () -> {
                    now += 1_000;
                    allocated += 64;
                },
                taking(4_000),
                0);
        assertEquals(64, verdict.bytes());
        assertEquals(List.of("allocates 64 bytes in a warm call: it boxes"), verdict.faults());
    }

    @Test
    void kernelThatAllocatesUntilItIsCompiled_isFree() {
        Judge.Verdict verdict = judge(
                () -> {
                    now += 100_000;
                    allocated += calls++ < 5_000 ? 64 : 0;
                },
                taking(400_000),
                0);
        assertEquals(0, verdict.bytes());
        assertEquals(List.of(), verdict.faults());
    }

    @Test
    void kernelThatIsStillBeingCompiled_isMeasuredAfterwards() {
        long compiled = 450_000_000;
        Judge.Verdict verdict = judge(() -> now += now < compiled ? 3_000 : 1_000, taking(2_000), 0);
        assertEquals(1_000.0, verdict.nanos());
        assertEquals(List.of(), verdict.faults());
    }

    @Test
    void twinThatIsStillBeingCompiled_isMeasuredAfterwards() {
        assertEquals(
                2.0,
                judge(taking(1_000), () -> now += now < 700_000_000 ? 9_000 : 2_000, 0)
                        .ratio());
    }

    @Test
    void bodiesOfRegions_areAllowed() {
        Judge.Verdict verdict = judge(
                () -> {
                    now += 1_000;
                    allocated += 96;
                },
                taking(4_000),
                128);
        assertEquals(List.of(), verdict.faults());
    }

    @Test
    void slowerThanItsTwin_isSaidOnlyBeyondTheMargin() {
        assertEquals(List.of(), judge(taking(1_000), taking(900), 0).faults());
        assertEquals(
                List.of("slower than its scalar twin: 0.80 of its speed in the best of 3"),
                judge(taking(1_000), taking(800), 0).faults());
    }

    @Test
    void slowOnceButNotAgain_isFree() {
        // A neighbour disturbs the first measurement.
        Judge.Verdict verdict = judge(() -> now += now < BUDGET ? 10_000 : 1_000, taking(4_000), 0);
        assertEquals(List.of(), verdict.faults());
        assertEquals(4.0, verdict.ratio());
    }

    @Test
    void noTwinAndNoRoof_areNotNumbers() {
        Judge.Verdict verdict = new Judge(clock, 0)
                .judge(
                        new Judge.Sides(
                                taking(1_000), Optional.empty(), Optional.empty(), Optional.empty(), Double.NaN),
                        BUDGET);
        assertTrue(Double.isNaN(verdict.ratio()) && Double.isNaN(verdict.share()));
        assertEquals(List.of(), verdict.faults());
    }

    @Test
    void slice_countsEveryCall() {
        int[] count = new int[1];
        double nanos = clock.slice(
                () -> {
                    now += 7;
                    count[0]++;
                },
                1_000_000);
        assertEquals(7.0, nanos);
        assertEquals(now, 7L * count[0]);
        assertTrue(now >= 1_000_000 && now < 1_300_000, "ran for " + now);
    }
}
