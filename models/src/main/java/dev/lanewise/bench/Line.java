package dev.lanewise.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@link Bench} found out, piece by piece. */
public sealed interface Line {
    /** For a line of JSON. */
    Map<String, Object> toMap();

    /**
     * The most multiply-adds of one width.
     *
     * @param bits the width
     * @param threads that work
     * @param gflops billions of floating-point operations a second
     */
    record Flops(int bits, int threads, double gflops) implements Line {
        @Override
        public Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("roof", "fma");
            map.put("bits", bits);
            map.put("threads", threads);
            map.put("gflops", rounded(gflops));
            return map;
        }
    }

    /**
     * The most bytes from one level of memory.
     *
     * @param level L1, L2, L3 or memory
     * @param kind what moves
     * @param bytes how much memory takes part
     * @param threads that work
     * @param gbs billions of bytes a second, read and written
     */
    record Bandwidth(String level, BandwidthRoof.Kind kind, double bytes, int threads, double gbs) implements Line {
        @Override
        public Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("roof", kind.text());
            map.put("level", level);
            map.put("bytes", (long) bytes);
            map.put("threads", threads);
            map.put("gbs", rounded(gbs));
            return map;
        }
    }

    /**
     * A kernel.
     *
     * @param work what it did
     * @param threads that shared the work
     * @param bound what binds it: FMA, or a level of memory
     * @param micros of a call
     * @param scaling what the threads bring; absent if one is all
     * @param share of that roof, sampled in turns with the kernel; NaN if it is unknown
     * @param twinMicros of a call of the scalar twin; NaN if the kernel has none but itself
     * @param ratio the twin's time by the kernel's; NaN likewise
     * @param bytes that a warm call allocates
     * @param faults what is wrong, a line each
     */
    record Kernel(
            Work work,
            int threads,
            String bound,
            double micros,
            Optional<Rounds.Scaling> scaling,
            double share,
            double twinMicros,
            double ratio,
            long bytes,
            List<String> faults)
            implements Line {
        /** Billions of floating-point operations a second. */
        public double gflops() {
            return work.flop() / micros / 1e3;
        }

        /** Billions of bytes a second. */
        public double gbs() {
            return work.bytes() / micros / 1e3;
        }

        @Override
        public Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("kernel", work.name());
            map.put("family", work.family());
            map.put("threads", threads);
            map.put("us", rounded(micros));
            scaling.ifPresent(found -> {
                map.put("speedup", rounded(found.speedup()));
                if (!Double.isNaN(found.cores())) {
                    map.put("cores", rounded(found.cores()));
                }
            });
            map.put("gflops", rounded(gflops()));
            map.put("gbs", rounded(gbs()));
            map.put("intensity", rounded(work.intensity()));
            map.put("bound", bound);
            if (!Double.isNaN(share)) {
                map.put("roof_pct", rounded(100 * share));
            }
            if (!Double.isNaN(ratio)) {
                map.put("scalar_us", rounded(twinMicros));
                map.put("scalar_ratio", rounded(ratio));
            }
            map.put("bytes_allocated", bytes);
            map.put("faults", faults);
            return map;
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }
}
