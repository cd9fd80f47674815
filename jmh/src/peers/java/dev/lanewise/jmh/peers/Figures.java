package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Rounds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The results of one piece of work beside one peer, over all forks. */
final class Figures {
    private final String work;
    private final String peer;
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> theirs = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> roofs = new ArrayList<>();
    private final List<Double> shares = new ArrayList<>();
    private final List<Double> speedups = new ArrayList<>();
    private final List<Double> cores = new ArrayList<>();
    private boolean agree = true;
    private double gflop;
    private double bytes;

    Figures(String work, String peer) {
        this.work = work;
        this.peer = peer;
    }

    /** Takes the words of a result line. */
    void add(String[] words) {
        ours.add(Double.valueOf(words[2]));
        theirs.add(Double.valueOf(words[3]));
        ratios.add(Double.valueOf(words[4]));
        roofs.add(Double.valueOf(words[5]));
        shares.add(Double.valueOf(words[6]));
        agree &= words[8].equals("yes");
        gflop = Double.parseDouble(words[9]);
        bytes = Double.parseDouble(words[10]);
        speedups.add(Double.valueOf(words[11]));
        cores.add(Double.valueOf(words[12]));
    }

    String work() {
        return work;
    }

    String peer() {
        return peer;
    }

    double ours() {
        return median(ours);
    }

    double theirs() {
        return median(theirs);
    }

    /** Peer time by our time: above 1, ours is faster. */
    double ratio() {
        return median(ratios);
    }

    double lowest() {
        return Collections.min(ratios);
    }

    double highest() {
        return Collections.max(ratios);
    }

    double share() {
        return median(shares);
    }

    /** How many times as fast ours is as on one thread. */
    double speedup() {
        return median(speedups);
    }

    /** How many times as fast multiply-adds in registers are as on one thread. */
    double cores() {
        return median(cores);
    }

    boolean agree() {
        return agree;
    }

    /** Our rate with its unit. */
    String rate() {
        return gflop > 0
                ? String.format(Locale.ROOT, "%.1f GFLOP/s", gflop / ours() * 1e6)
                : String.format(Locale.ROOT, "%.1f GB/s", bytes / ours() / 1e3);
    }

    /**
     * A line of JSON.
     *
     * @param avx what our side was held to; 0 for what the machine has
     */
    String json(int threads, int avx) {
        return String.format(
                Locale.ROOT,
                "{\"work\":\"%s\",\"threads\":%d,\"ours_us\":%.3f,\"peer\":\"%s\",\"peer_us\":%.3f,\"ratio\":%.4f,"
                        + "\"ratio_low\":%.4f,\"ratio_high\":%.4f,\"forks\":%d,\"roof_pct\":%.1f,\"agree\":%b%s%s}",
                work,
                threads,
                ours(),
                peer,
                theirs(),
                ratio(),
                lowest(),
                highest(),
                ratios.size(),
                100 * share(),
                agree,
                threads == 1 ? "" : String.format(Locale.ROOT, ",\"speedup\":%.3f,\"cores\":%.3f", speedup(), cores()),
                avx == 0 ? "" : ",\"ours_avx\":" + avx);
    }

    private static double median(List<Double> values) {
        return Rounds.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
