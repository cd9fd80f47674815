package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class SplitMix64Test {
    @Test
    void word_isThatOfThePublishedGenerator() {
        assertEquals(0xe220a8397b1dcdafL, SplitMix64.word(0, 0));
        assertEquals(0x6e789e6aa1b965f4L, SplitMix64.word(0, 1));
        assertEquals(0x06c45d188009454fL, SplitMix64.word(0, 2));
    }

    @Test
    void below_reachesBothEndsAndNoFurther() {
        assertEquals(0, SplitMix64.below(10, 0));
        assertEquals(9, SplitMix64.below(10, -1));
        assertEquals(Integer.MAX_VALUE - 1, SplitMix64.below(Integer.MAX_VALUE, -1));
    }

    @Test
    void unit_isBelowOne() {
        assertEquals(0f, SplitMix64.unit(0));
        assertEquals(1 - 0x1p-24f, SplitMix64.unit(-1));
    }

    @Test
    void stream_isNoShiftedCopy() {
        assertNotEquals(SplitMix64.word(5, 1), SplitMix64.word(SplitMix64.stream(5, 0), 0));
        assertNotEquals(SplitMix64.stream(5, 0), SplitMix64.stream(5, 1));
    }
}
