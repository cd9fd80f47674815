package dev.lanewise.train;

import java.util.Map;

/** Reads the maps of values that small parts of a run put into checkpoints. */
final class StateMap {
    private StateMap() {}

    static void checkMetric(String what, String metric, Map<String, Object> state) {
        if (!metric.equals(state.get("metric"))) {
            throw new IllegalArgumentException(
                    what + ": the state is of metric " + state.get("metric") + ", expected " + metric);
        }
    }

    /** A whole number, at least 0. */
    static long count(String what, Map<String, Object> state, String key) {
        if (state.get(key) instanceof Number n && n.doubleValue() == n.longValue() && n.longValue() >= 0) {
            return n.longValue();
        }
        throw new IllegalArgumentException(
                what + ": " + key + " is " + state.get(key) + ", expected a whole number from 0");
    }

    /** A finite number, or NaN where there is none. */
    static double figure(String what, Map<String, Object> state, String key) {
        Object value = state.get(key);
        if (value == null) {
            return Double.NaN;
        }
        if (value instanceof Number n && Double.isFinite(n.doubleValue())) {
            return n.doubleValue();
        }
        throw new IllegalArgumentException(what + ": " + key + " is " + value + ", expected a number");
    }
}
