package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {
    /** Sample i in epoch e is (i, e) and the label i; a read of a forbidden sample fails. */
    private record Numbers(int size, int epoch, int forbidden, AtomicInteger reads) implements Dataset {
        Numbers(int size) {
            this(size, -1, -1, new AtomicInteger());
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field("x", Field.Kind.FLOAT, Shape.of(2)), new Field("y", Field.Kind.INT, Shape.of()));
        }

        @Override
        public void read(int[] order, int from, int to, Value... batch) {
            reads.incrementAndGet();
            fields().get(0).check(batch[0], to - from);
            fields().get(1).check(batch[1], to - from);
            Tensor x = (Tensor) batch[0];
            IntTensor y = (IntTensor) batch[1];
            for (int i = from; i < to; i++) {
                if (order[i] == forbidden) {
                    throw new DataException("sample " + forbidden + " is damaged");
                }
                x.array()[x.offset() + 2 * (i - from)] = order[i];
                x.array()[x.offset() + 2 * (i - from) + 1] = epoch;
                y.array()[y.offset() + i - from] = order[i];
            }
        }

        @Override
        public Dataset epoch(int epoch) {
            return new Numbers(size, epoch, forbidden, reads);
        }

        @Override
        public String fingerprint() {
            return "";
        }
    }

    private static List<String> drain(BatchReader reader, long from, long to) {
        reader.start(from, to);
        List<String> seen = new ArrayList<>();
        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
            StringBuilder line = new StringBuilder();
            line.append(batch.step())
                    .append(' ')
                    .append(batch.epoch())
                    .append(' ')
                    .append(batch.index());
            for (int i = 0; i < batch.size(); i++) {
                line.append(' ').append(batch.sample(i));
            }
            line.append(batch.floats(0).shape())
                    .append(java.util.Arrays.toString(batch.floats(0).toArray()));
            line.append(java.util.Arrays.toString(batch.ints(1).toArray()));
            seen.add(line.toString());
        }
        assertNull(reader.next());
        return seen;
    }

    @Property(tries = 60)
    void prefetched_isTheSameAsDirect(
            @ForAll @IntRange(min = 1, max = 40) int samples,
            @ForAll @IntRange(min = 1, max = 17) int size,
            @ForAll @IntRange(min = 2, max = 5) int depth,
            @ForAll @IntRange(max = 50) int from,
            @ForAll @IntRange(max = 60) int count,
            @ForAll long seed) {
        try (BatchReader direct = BatchReader.direct(new Numbers(samples), Batches.shuffled(samples, size, seed));
                BatchReader ahead =
                        BatchReader.prefetched(new Numbers(samples), Batches.shuffled(samples, size, seed), depth)) {
            List<String> expected = drain(direct, from, from + count);
            assertEquals(count, expected.size());
            assertEquals(expected, drain(ahead, from, from + count));
            // Once more, from another place.
            assertEquals(drain(direct, from / 2, from / 2 + 7), drain(ahead, from / 2, from / 2 + 7));
        }
    }

    @Test
    void direct_readsWhatBatchesAndEpochsSay() {
        Batches order = Batches.shuffled(10, 4, 3);
        try (BatchReader reader = BatchReader.direct(new Numbers(10), Batches.shuffled(10, 4, 3))) {
            reader.start(0, 9);
            for (int epoch = 0; epoch < 3; epoch++) {
                order.start(epoch);
                for (int b = 0; b < 3; b++) {
                    Batch batch = reader.next();
                    assertEquals(order.size(b), batch.size());
                    assertEquals(epoch, batch.epoch());
                    assertEquals(b, batch.index());
                    assertEquals(3L * epoch + b, batch.step());
                    for (int i = 0; i < batch.size(); i++) {
                        assertEquals(order.order()[order.from(b) + i], batch.sample(i));
                        assertEquals(batch.sample(i), batch.ints(1).get(i));
                        assertEquals(epoch, batch.floats(0).get(i, 1));
                    }
                }
            }
            assertNull(reader.next());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void next_throwsWhenTheDamagedBatchIsReached(boolean prefetch) {
        Numbers data = new Numbers(12, -1, 7, new AtomicInteger());
        Batches batches = Batches.inOrder(12, 3);
        try (BatchReader reader =
                prefetch ? BatchReader.prefetched(data, batches, 3) : BatchReader.direct(data, batches)) {
            reader.start(0, 4);
            assertEquals(0, reader.next().index());
            assertEquals(1, reader.next().index());
            for (int again = 0; again < 2; again++) {
                assertEquals(
                        "sample 7 is damaged",
                        assertThrows(DataException.class, reader::next).getMessage());
            }
            reader.start(3, 4);
            assertEquals(3, reader.next().index());
            assertNull(reader.next());
        }
    }

    @Test
    @Timeout(60)
    void prefetched_leavesTheBatchAloneThatTheCallerHolds() {
        Numbers data = new Numbers(64);
        try (BatchReader reader = BatchReader.prefetched(data, Batches.inOrder(64, 4), 3)) {
            reader.start(0, 16);
            Batch first = reader.next();
            // The ring is full when two more are read: wait for that, then see that nothing else comes.
            while (data.reads.get() < 3) {
                Thread.onSpinWait();
            }
            assertArrayEquals(new int[] {0, 1, 2, 3}, first.ints(1).toArray());
            assertEquals(3, data.reads.get());
            assertArrayEquals(new int[] {4, 5, 6, 7}, reader.next().ints(1).toArray());
        }
    }

    @Test
    @Timeout(60)
    void close_endsTheThreadWhateverItDoes() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Dataset slow = new Dataset() {
            @Override
            public int size() {
                return 4;
            }

            @Override
            public List<Field> fields() {
                return List.of(new Field("x", Field.Kind.FLOAT, Shape.of()));
            }

            @Override
            public void read(int[] order, int from, int to, Value... batch) {
                reading.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public String fingerprint() {
                return "";
            }
        };
        BatchReader reader = BatchReader.prefetched(slow, Batches.inOrder(4, 1), 2);
        reader.start(0, 4);
        reading.await();
        FutureTask<Batch> waiting = new FutureTask<>(reader::next);
        Thread consumer = new Thread(waiting);
        consumer.start();
        Thread closer = new Thread(reader::close);
        closer.start();
        // The consumer is told at once, the closer waits for the read.
        consumer.join();
        assertTrue(
                assertThrows(java.util.concurrent.ExecutionException.class, waiting::get)
                                .getCause()
                        instanceof IllegalStateException);
        assertTrue(closer.isAlive());
        go.countDown();
        closer.join();
        assertFalse(((PrefetchingReader) reader).thread().isAlive());
        reader.close();
        assertThrows(IllegalStateException.class, reader::next);
        assertThrows(IllegalStateException.class, () -> reader.start(0, 1));
    }

    @Test
    void next_keepsAnInterruption() {
        try (BatchReader reader = BatchReader.prefetched(new Numbers(1000), Batches.inOrder(1000, 10), 2)) {
            Thread.currentThread().interrupt();
            reader.start(0, 100);
            for (int i = 0; i < 100; i++) {
                assertNotNull(reader.next());
            }
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void next_handsOutTheSameRoomAgain() {
        try (BatchReader reader = BatchReader.prefetched(new Numbers(12), Batches.inOrder(12, 2), 2)) {
            reader.start(0, 6);
            Batch first = reader.next();
            Batch second = reader.next();
            assertSame(first, reader.next());
            assertSame(second, reader.next());
        }
    }

    @Test
    void reader_refusesWhatDoesNotFit() {
        Numbers data = new Numbers(5);
        assertEquals(
                "reader: batches of 6 samples for a set of 5",
                assertThrows(IllegalArgumentException.class, () -> BatchReader.direct(data, Batches.inOrder(6, 2)))
                        .getMessage());
        assertEquals(
                "prefetch: depth 1, expected at least 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> BatchReader.prefetched(data, Batches.inOrder(5, 2), 1))
                        .getMessage());
        try (BatchReader reader = BatchReader.direct(data, Batches.inOrder(5, 2))) {
            assertNull(reader.next());
            assertEquals(
                    "start: steps 3 to 2, expected 0 <= from <= to",
                    assertThrows(IllegalArgumentException.class, () -> reader.start(3, 2))
                            .getMessage());
        }
        try (BatchReader reader = BatchReader.direct(new Numbers(0), Batches.inOrder(0, 2))) {
            assertEquals(
                    "start: steps 0 to 1 of a set without samples",
                    assertThrows(IllegalArgumentException.class, () -> reader.start(0, 1))
                            .getMessage());
        }
    }

    @Test
    void next_allocatesNothingOnceWarm() {
        ImageDataset data = new ImageDataset(new byte[6 * 4], new byte[6], Shape.of(1, 2, 2), List.of("one"));
        for (boolean prefetch : new boolean[] {false, true}) {
            Batches batches = Batches.shuffled(6, 4, 1);
            try (BatchReader reader =
                    prefetch ? BatchReader.prefetched(data, batches, 3) : BatchReader.direct(data, batches)) {
                reader.start(0, Integer.MAX_VALUE);
                assertEquals(0, Allocation.perCall(reader::next));
            }
        }
    }
}
