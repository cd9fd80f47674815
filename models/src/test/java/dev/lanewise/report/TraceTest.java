package dev.lanewise.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TraceTest {
    @Test
    void smooth_constant_staysConstant_andGapsStayGaps() {
        double[] y = new double[400];
        Arrays.fill(y, 2.5);
        y[100] = Double.NaN;
        y[200] = Double.POSITIVE_INFINITY;
        double[] expected = y.clone();
        expected[200] = Double.NaN;
        assertArrayEquals(expected, Trace.smooth(y));
    }

    @Test
    void smooth_afterAHugeValue_keepsSmallOnesExact() {
        double[] y = new double[400];
        Arrays.fill(y, 0.25);
        y[3] = 1e300;
        assertEquals(0.25, Trace.smooth(y)[300]);
    }

    @Test
    void smooth_fewValues_areLeftAlone() {
        double[] y = {3, 1, 2};
        assertSame(y, Trace.smooth(y));
    }

    @Test
    void path_gapsStartAnew_singlePointsAreDots() {
        double[] x = {0, 1, 2, 3, 4};
        double[] y = {0, 5, Double.NaN, 7, Double.POSITIVE_INFINITY};
        assertEquals("M0 0L1 5M3 7h0", Trace.path(x, y));
        assertEquals("", Trace.path(new double[0], new double[0]));
    }

    @Test
    void path_manyPointsInAColumn_keepsTheExtremes() {
        double[] x = {0, 0.2, 0.4, 0.6, 1.1};
        double[] y = {5, 9, 1, 4, 4};
        assertEquals("M0.2 9L0.4 1L1.1 4", Trace.path(x, y));
    }

    @Test
    void path_aMillionSteps_isAsShortAsThePlotIsWide() {
        int n = 1_000_000;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = 442.0 * i / n;
            y[i] = i % 250;
        }
        assertTrue(Trace.path(x, y).chars().filter(c -> c == 'L').count() < 2 * 442);
    }

    @Test
    void quantile_isNearestRankOfFiniteValues() {
        double[] values = {Double.NaN, 4, 1, 3, 2, 5, Double.NEGATIVE_INFINITY};
        assertEquals(1, Trace.quantile(values, 0));
        assertEquals(3, Trace.quantile(values, 0.5));
        assertEquals(5, Trace.quantile(values, 1));
        assertTrue(Double.isNaN(Trace.quantile(new double[0], 0.5)));
    }
}
