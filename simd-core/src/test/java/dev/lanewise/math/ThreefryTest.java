package dev.lanewise.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThreefryTest {
    /** The known answers that come with Random123 (Salmon et al.), threefry2x32 with 20 rounds. */
    @Test
    void block_givesTheKnownAnswers() {
        assertEquals(words(0x6b200159, 0x99ba4efe), Threefry.block(words(0, 0), words(0, 0)));
        assertEquals(words(0x1cb996fc, 0xbb002be7), Threefry.block(words(-1, -1), words(-1, -1)));
        assertEquals(
                words(0xc4923a9c, 0x483df7a0),
                Threefry.block(words(0x13198a2e, 0x03707344), words(0x243f6a88, 0x85a308d3)));
    }

    @Test
    void key_differsForAllStreamsWhicheverHalfTheyDifferIn() {
        Set<Long> keys = new HashSet<>();
        for (long stream = 0; stream < 1 << 15; stream++) {
            assertTrue(keys.add(Threefry.key(7, stream)), "stream " + stream);
            assertTrue(stream == 0 || keys.add(Threefry.key(7, stream << 32)), "stream " + (stream << 32));
        }
    }

    @Test
    void unit_coversZeroUpToTheLargestFloatBelowOne() {
        assertEquals(0f, Threefry.unit(0));
        assertEquals(0f, Threefry.unit(0xff));
        assertEquals(0x1p-24f, Threefry.unit(0x100));
        assertEquals(0.5f, Threefry.unit(0x80000000));
        assertEquals(Math.nextDown(1f), Threefry.unit(-1));
    }

    private static long words(int word0, int word1) {
        return (word0 & 0xFFFFFFFFL) | ((long) word1 << 32);
    }
}
