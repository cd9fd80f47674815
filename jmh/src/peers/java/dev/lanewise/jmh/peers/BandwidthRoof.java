package dev.lanewise.jmh.peers;

import dev.lanewise.thread.Parallel;

/** How fast plain Java moves bytes: {@code y = x + c}, a loop that C2 vectorises, on as much memory as the work uses. */
final class BandwidthRoof {
    private static final int GRAIN = 1 << 15;

    BandwidthRoof() {}

    /** Two arrays that together hold about this many bytes. */
    Buffers buffers(double bytes) {
        return new Buffers((int) Math.max(1024, bytes / 8));
    }

    /** The loop. */
    static final class Buffers {
        private final float[] x;
        private final float[] y;

        private Buffers(int size) {
            x = new float[size];
            y = new float[size];
        }

        double bytes() {
            return 8.0 * x.length;
        }

        void run() {
            if (Parallel.inline(x.length, GRAIN)) {
                shift(0, x.length);
            } else {
                Parallel.run(x.length, GRAIN, (from, to, worker) -> shift(from, to));
            }
        }

        private void shift(int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = x[i] + 1f;
            }
        }
    }
}
