package dev.lanewise.thread;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a region does when its body throws, or when its numbers make no sense. */
class ParallelFailureTest {
    private final int threads = Parallel.threads();

    @AfterEach
    void restore() {
        Parallel.threads(threads);
    }

    private static final class Planned extends Error {
        private static final long serialVersionUID = 1L;

        Planned() {
            super("planned");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 19", "2, 0", "2, 19", "3, 10", "8, 10"})
    void throwable_reachesTheCallerAndTheThreadsGoOn(int threads, int where) {
        Parallel.threads(threads);
        for (int round = 0; round < 50; round++) {
            RuntimeException exception = new IllegalArgumentException("planned");
            Error error = new Planned();
            assertSame(
                    exception,
                    assertThrows(
                            RuntimeException.class,
                            () -> Parallel.run(20, 1, (from, to, worker) -> {
                                if (from == where) {
                                    throw exception;
                                }
                            })));
            assertSame(
                    error,
                    assertThrows(
                            Error.class,
                            () -> Parallel.run(20, 1, (from, to, worker) -> {
                                if (from == where) {
                                    throw error;
                                }
                            })));
            assertArrayEquals(ParallelTest.ones(37), ParallelTest.visits(37, 2));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void chunksThatAllThrow_giveOneOfTheThrowables(int threads) {
        Parallel.threads(threads);
        assertEquals(
                "planned",
                assertThrows(
                                IllegalStateException.class,
                                () -> Parallel.run(100, 1, (from, to, worker) -> {
                                    throw new IllegalStateException("planned");
                                }))
                        .getMessage());
        assertArrayEquals(ParallelTest.ones(37), ParallelTest.visits(37, 2));
    }

    @Test
    void exceptionOfANestedCall_reachesTheOutermostCaller() {
        Parallel.threads(2);
        RuntimeException planned = new IllegalStateException("planned");
        assertSame(
                planned,
                assertThrows(
                        IllegalStateException.class,
                        () -> Parallel.run(
                                8,
                                1,
                                (i, iEnd, worker) -> Parallel.run(8, 1, (j, jEnd, inner) -> {
                                    if (i == 5 && j == 3) {
                                        throw planned;
                                    }
                                }))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void grainBelowOne_isRefused(int grain) {
        assertEquals(
                "grain " + grain + ", expected at least 1",
                assertThrows(IllegalArgumentException.class, () -> Parallel.run(10, grain, (from, to, worker) -> {}))
                        .getMessage());
    }

    @Test
    void negativeRange_isRefused() {
        assertEquals(
                "n -1, expected at least 0",
                assertThrows(IllegalArgumentException.class, () -> Parallel.run(-1, 1, (from, to, worker) -> {}))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 257, Integer.MAX_VALUE})
    void threadsOutsideTheLimits_areRefused(int threads) {
        Parallel.threads(2);
        assertEquals(
                "threads: " + threads + ", expected 1 to 256",
                assertThrows(IllegalArgumentException.class, () -> Parallel.threads(threads))
                        .getMessage());
        assertEquals(2, Parallel.threads());
    }
}
