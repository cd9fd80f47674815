package dev.lanewise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FormatTest {
    @Test
    void number_hasFourSignificantDigits() {
        assertEquals("0", Format.number(-0.0));
        assertEquals("0.03127", Format.number(0.031268));
        assertEquals("−2.5", Format.number(-2.5));
        assertEquals("12,350", Format.number(12_346));
        assertEquals("3.2e-5", Format.number(3.2e-5));
        assertEquals("0.0001", Format.number(1e-4));
        assertEquals("−1.235e12", Format.number(-1.23456e12));
        assertEquals("NaN", Format.number(Double.NaN));
        assertEquals("−∞", Format.number(Double.NEGATIVE_INFINITY));
    }

    @Test
    void percent_count_duration_readAsPeopleWriteThem() {
        assertEquals("99.13\u00a0%", Format.percent(0.9913));
        assertEquals("100.0\u00a0%", Format.percent(1, 1));
        assertEquals("61,706", Format.count(61_706));
        assertEquals("0.84\u00a0s", Format.duration(0.84));
        assertEquals("59.9\u00a0s", Format.duration(59.94));
        assertEquals("4 min 05 s", Format.duration(245));
        assertEquals("2 h 10 min", Format.duration(7_800));
        assertEquals("∞", Format.duration(Double.POSITIVE_INFINITY));
    }
}
