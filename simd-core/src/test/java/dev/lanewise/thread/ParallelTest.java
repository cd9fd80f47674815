package dev.lanewise.thread;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {
    private final int threads = Parallel.threads();

    @AfterEach
    @AfterProperty
    void restore() {
        Parallel.threads(threads);
    }

    /** How often each index of {@code [0, n)} is run. */
    static int[] visits(int n, int grain) {
        AtomicIntegerArray visits = new AtomicIntegerArray(Math.max(0, n));
        Parallel.run(n, grain, (from, to, worker) -> {
            for (int i = from; i < to; i++) {
                visits.incrementAndGet(i);
            }
        });
        int[] copy = new int[visits.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = visits.get(i);
        }
        return copy;
    }

    static int[] ones(int n) {
        int[] ones = new int[Math.max(0, n)];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    @Property(tries = 500)
    void run_takesEveryIndexOnce(
            @ForAll @IntRange(max = 3) int which,
            @ForAll @IntRange(max = 300) int n,
            @ForAll @IntRange(min = 1, max = 320) int grain) {
        Parallel.threads(new int[] {1, 2, 3, 8}[which]);
        assertArrayEquals(ones(n), visits(n, grain));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void chunks_lieWhereNAndGrainSay(int threads) {
        Parallel.threads(threads);
        ConcurrentSkipListMap<Integer, Integer> chunks = new ConcurrentSkipListMap<>();
        Parallel.run(23, 5, (from, to, worker) -> assertNull(chunks.put(from, to)));
        assertEquals("{0=5, 5=10, 10=15, 15=20, 20=23}", chunks.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void largestRange_isTakenWhole(int threads) {
        Parallel.threads(threads);
        ConcurrentSkipListMap<Integer, Integer> chunks = new ConcurrentSkipListMap<>();
        Parallel.run(Integer.MAX_VALUE, 1 << 30, (from, to, worker) -> {
            if (chunks.put(from, to) != null) {
                throw new IllegalStateException("twice");
            }
        });
        assertEquals("{0=1073741824, 1073741824=2147483647}", chunks.toString());
    }

    @Test
    void emptyRange_runsNothing() {
        Parallel.threads(2);
        Parallel.run(0, 1, (from, to, worker) -> {
            throw new IllegalStateException("run");
        });
    }

    @Test
    void result_doesNotDependOnTheThreads() {
        float[] expected = null;
        for (int threads : new int[] {1, 2, 3, 8}) {
            Parallel.threads(threads);
            float[] sums = new float[41];
            Parallel.run(1000, 25, (from, to, worker) -> {
                float sum = 0f;
                for (int i = from; i < to; i++) {
                    sum += 1f / (1 + i);
                }
                sums[from / 25] = sum;
            });
            for (int part = 0; part < 40; part++) {
                sums[40] += sums[part];
            }
            expected = expected == null ? sums : expected;
            assertArrayEquals(expected, sums);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void nestedCalls_runOnTheirCaller(int threads) {
        Parallel.threads(threads);
        AtomicIntegerArray visits = new AtomicIntegerArray(20 * 30 * 4);
        AtomicInteger strangers = new AtomicInteger();
        Parallel.run(20, 1, (i, iEnd, outer) -> {
            Thread caller = Thread.currentThread();
            Parallel.run(30, 7, (from, to, inner) -> {
                if (Thread.currentThread() != caller || inner != outer) {
                    strangers.incrementAndGet();
                }
                for (int j = from; j < to; j++) {
                    int at = (i * 30 + j) * 4;
                    Parallel.run(4, 1, (k, kEnd, innermost) -> visits.incrementAndGet(at + k));
                }
            });
        });
        assertEquals(0, strangers.get(), "chunks that left their caller");
        for (int i = 0; i < visits.length(); i++) {
            assertEquals(1, visits.get(i), "visits of " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void callersFromSeveralThreads_allGetTheirWorkDone(int threads) throws InterruptedException {
        Parallel.threads(threads);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            int offset = c;
            callers.add(new Thread(() -> {
                for (int round = 0; round < 300; round++) {
                    int n = 1 + (round * 7 + offset * 13) % 60;
                    assertArrayEquals(ones(n), visits(n, 1 + round % 4));
                }
            }));
        }
        for (Thread caller : callers) {
            caller.setUncaughtExceptionHandler((t, e) -> failure.set(e));
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertNull(failure.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void worker_runsOneChunkAtATime(int threads) {
        Parallel.threads(threads);
        AtomicIntegerArray inside = new AtomicIntegerArray(Parallel.MAX_THREADS);
        AtomicInteger collisions = new AtomicInteger();
        AtomicInteger strangers = new AtomicInteger();
        for (int round = 0; round < 200; round++) {
            Parallel.run(64, 1, (from, to, worker) -> {
                if (worker >= threads) {
                    strangers.incrementAndGet();
                }
                if (inside.getAndIncrement(worker) != 0) {
                    collisions.incrementAndGet();
                }
                Thread.onSpinWait();
                inside.decrementAndGet(worker);
            });
        }
        assertEquals(0, collisions.get(), "two chunks of one worker at once");
        assertEquals(0, strangers.get(), "workers that are not among the threads");
    }

    /** Two chunks that wait for each other finish only if two threads run them. */
    private static void meet() {
        CyclicBarrier both = new CyclicBarrier(2);
        Parallel.run(2, 1, (from, to, worker) -> await(both));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException("only one thread came", e);
        }
    }

    /** Whoever is held up in the first chunk of its share, the caller at 0 or the worker at 4, the other does the rest. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void threads_beginWithSharesOfTheirOwn_andGoOnWithThoseOfOthers(int heldUp) {
        Parallel.threads(2);
        CyclicBarrier bothBegan = new CyclicBarrier(2);
        CountDownLatch rest = new CountDownLatch(3);
        int[] by = new int[8];
        Parallel.run(8, 1, (chunk, to, worker) -> {
            by[chunk] = worker;
            if (chunk == 0 || chunk == 4) {
                await(bothBegan);
            }
            if (chunk == heldUp) {
                awaitZero(rest);
            } else if (chunk / 4 == heldUp / 4) {
                rest.countDown();
            }
        });
        int[] expected = heldUp == 4 ? new int[] {0, 0, 0, 0, 1, 0, 0, 0} : new int[] {0, 1, 1, 1, 1, 1, 1, 1};
        assertArrayEquals(expected, by);
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS), "nobody took the other chunks");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void severalThreads_doWork() {
        Parallel.threads(2);
        for (int round = 0; round < 1000; round++) {
            meet();
        }
    }

    @Test
    void parkedThreads_wakeUp() {
        Parallel.threads(2);
        for (int round = 0; round < 20; round++) {
            // long enough for the workers to leave off spinning
            LockSupport.parkNanos(2_000_000);
            meet();
        }
    }

    @Test
    void threads_changeWhileIdle() {
        for (int round = 0; round < 60; round++) {
            int threads = 1 + round * 5 % 9;
            Parallel.threads(threads);
            assertEquals(threads, Parallel.threads());
            assertArrayEquals(ones(50), visits(50, 3));
        }
    }

    @Test
    void threadsOfAnOldPool_end() throws InterruptedException {
        Parallel.threads(8);
        assertArrayEquals(ones(50), visits(50, 3));
        Parallel.threads(1);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("lanewise-")
                    && thread.getName().substring(9).matches("[0-9]+")) {
                assertTrue(thread.isDaemon());
                thread.join();
            }
        }
    }

    @Test
    void inline_isTrueForOneChunkOrOneThread() {
        Parallel.threads(2);
        assertTrue(Parallel.inline(5, 5));
        assertTrue(Parallel.inline(0, 1));
        assertFalse(Parallel.inline(6, 5));
        Parallel.threads(1);
        assertTrue(Parallel.inline(6, 5));
    }

    @Test
    void available_isOneOnAWorker() {
        Parallel.threads(2);
        assertEquals(2, Parallel.available());
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicIntegerArray available = new AtomicIntegerArray(2);
        Parallel.run(2, 1, (from, to, worker) -> {
            available.set(worker, Parallel.available());
            await(both);
        });
        assertEquals(1, available.get(1));
        Parallel.threads(1);
        assertEquals(1, Parallel.available());
    }

    private static final class SerialThread extends Thread implements Parallel.Serial {
        private final AtomicInteger strangers = new AtomicInteger();
        private int available;
        private boolean inline;
        private int[] visits;

        @Override
        public void run() {
            available = Parallel.available();
            inline = Parallel.inline(100, 1);
            visits = visits(100, 1);
            Parallel.run(100, 1, (from, to, worker) -> {
                if (Thread.currentThread() != this) {
                    strangers.incrementAndGet();
                }
            });
        }
    }

    @Test
    void serialThread_runsItsRegionsItself() throws InterruptedException {
        Parallel.threads(3);
        SerialThread thread = new SerialThread();
        thread.start();
        thread.join();
        assertEquals(1, thread.available);
        assertTrue(thread.inline);
        assertArrayEquals(ones(100), thread.visits);
        assertEquals(0, thread.strangers.get());
    }

    /** Counts its own chunks: a chunk that reaches another region's body, or comes twice, shows in the counts. */
    private static final class Counting implements Parallel.Body {
        private final AtomicIntegerArray visits;
        private final AtomicInteger outside = new AtomicInteger();
        private final int grain;

        Counting(int chunks, int grain) {
            visits = new AtomicIntegerArray(chunks);
            this.grain = grain;
        }

        @Override
        public void run(int from, int to, int worker) {
            int chunk = from / grain;
            if (to - from != grain || from % grain != 0 || chunk < 0 || chunk >= visits.length()) {
                outside.incrementAndGet();
            } else {
                visits.incrementAndGet(chunk);
            }
        }

        void check(String when) {
            assertEquals(0, outside.get(), when + ": chunks that are not the region's");
            for (int i = 0; i < visits.length(); i++) {
                assertEquals(1, visits.get(i), when + ": visits of chunk " + i + " of " + visits.length());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void tinyRegions_loseNoChunkAndRepeatNone(int threads) {
        Parallel.threads(threads);
        int regions = 20_000;
        Counting[] bodies = new Counting[regions];
        for (int region = 0; region < regions; region++) {
            // Few chunks and then many: a worker that is late for the one must not take a chunk of the other.
            int chunks = region % 2 == 0 ? 2 : 3 + region % 29;
            int grain = 1 + region % 5;
            bodies[region] = new Counting(chunks, grain);
            Parallel.run(chunks * grain, grain, bodies[region]);
            bodies[region].check("region " + region);
        }
        for (int region = 0; region < regions; region++) {
            bodies[region].check("afterwards, region " + region);
        }
    }
}
