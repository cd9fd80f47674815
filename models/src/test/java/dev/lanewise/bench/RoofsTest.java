package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How a roof is found, on a clock of its own. */
class RoofsTest {
    private static final long SLOW = 1_000_000;
    private static final long FAST = 10_000;
    private static final long NANOS = 10_000_000;

    private long now;
    private long bytes;
    private int calls;

    private double best(int boxing, int slow) {
        Clock clock = new Clock(() -> now, () -> now, () -> bytes);
        Runnable roof = () -> {
            calls++;
            now += calls <= slow ? SLOW : FAST;
            bytes += calls <= boxing ? 1 : 0;
        };
        return Roofs.best(clock, roof, 0, NANOS);
    }

    @Test
    void loopThatStillBoxesWhenItsTimeIsOver_isWaitedFor() {
        assertEquals(FAST, best(500, 500));
    }

    @Test
    void loopThatBecomesFastAmongTheSlices_isMeasuredOn() {
        // The warm-up ends after twenty calls, as nothing is allocated.
        assertEquals(FAST, best(0, 23));
    }

    @Test
    void steadyLoop_takesNoMoreThanItsTime() {
        assertEquals(FAST, best(0, 0));
        assertEquals(NANOS, now, NANOS / 10.0);
    }

    @Test
    void loopThatBoxesForGood_ends() {
        assertEquals(FAST, best(Integer.MAX_VALUE, 0));
    }
}
