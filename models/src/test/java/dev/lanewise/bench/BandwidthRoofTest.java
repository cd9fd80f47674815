package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.thread.Parallel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How much a roof moves; how fast is for a benchmark. */
class BandwidthRoofTest {
    private final int before = Parallel.threads();

    @AfterEach
    void restoreThreads() {
        Parallel.threads(before);
    }

    /** What lies between the pieces of the threads is not moved, and must not be most of it. */
    @ParameterizedTest
    @EnumSource(BandwidthRoof.Kind.class)
    void littleMemoryOfManyThreads_isMoved(BandwidthRoof.Kind kind) {
        Parallel.threads(64);
        BandwidthRoof roof = new BandwidthRoof(kind, 100);
        double pass = 64 * 480 * (kind == BandwidthRoof.Kind.READ ? 4 : 8);
        assertTrue(roof.bytes() >= pass, roof.bytes() + " bytes");
        assertEquals(0, roof.bytes() % pass);
        roof.run();
    }

    @ParameterizedTest
    @CsvSource({"1, 67108736", "2, 67104768"})
    void largeMemory_isMovedOnce(int threads, double bytes) {
        Parallel.threads(threads);
        assertEquals(bytes, new BandwidthRoof(BandwidthRoof.Kind.READ, 1 << 26).bytes());
    }
}
