package dev.lanewise.jmh.peers;

import dev.lanewise.jmh.Sets;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.thread.Parallel;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The child: one peer in a process of its own. Prints a line a result, which the parent reads. */
final class PeerProcess {
    /** What every line for the parent begins with: libraries print, too. */
    static final String MARK = "peers\t";

    private PeerProcess() {}

    /** Arguments: peer, threads, rounds, filter, all or quick. */
    public static void main(String[] args) {
        int threads = Integer.parseInt(args[1]);
        Parallel.threads(threads);
        Sets.forBackend("vector");
        Kernels kernels = Sets.named("vector");
        Peer peer;
        try {
            peer = load(args[0], threads);
            System.out.println(MARK + "version\t" + peer.version());
        } catch (Exception | LinkageError e) {
            System.out.println(MARK + "missing\t" + reason(e));
            // Half a library may have left threads behind.
            System.exit(0);
            return;
        }
        Race race = new Race(kernels, Integer.parseInt(args[2]));
        for (Workload work : works(args[3], args[4].equals("quick"))) {
            run(race, peer, work);
        }
        // Some libraries leave threads behind.
        System.exit(0);
    }

    /** The works whose names match, with quick only few. */
    static List<Workload> works(String filter, boolean quick) {
        Pattern names = Pattern.compile(filter);
        return Workload.all().stream()
                .filter(work -> names.matcher(work.name()).find() && (!quick || Workload.quick(work)))
                .toList();
    }

    /** In one line, with what lies at the bottom of it. */
    private static String reason(Throwable e) {
        Throwable bottom = e;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        String text = bottom == e ? e.toString() : e + ", by " + bottom;
        return text.replaceAll("\\s+", " ");
    }

    private static Peer load(String name, int threads) {
        return switch (name) {
            case "mkl" -> new MklPeer(threads);
            case "openblas" -> new OpenBlasPeer();
            case "ort" -> new OnnxRuntimePeer(threads);
            case "libtorch" -> new LibtorchPeer(threads);
            case "nd4j" -> new Nd4jPeer(threads);
            case "netlib" -> new NetlibPeer();
            case "ejml" -> new EjmlPeer();
            case "ojalgo" -> new OjAlgoPeer();
            case "jlama" -> new JlamaPeer();
            default -> throw new IllegalArgumentException("no peer " + name);
        };
    }

    private static void run(Race race, Peer peer, Workload work) {
        try {
            Task theirs = peer.task(work);
            if (theirs == null) {
                return;
            }
            System.out.println(MARK + "begin\t" + work.name());
            Race.Outcome o = race.run(work, theirs);
            String agree = o.difference() <= work.tolerance() ? "yes" : "no";
            System.out.println(MARK
                    + String.format(
                            Locale.ROOT,
                            "result\t%s\t%.3f\t%.3f\t%.4f\t%.2f\t%.4f\t%.2e\t%s\t%.6g\t%.6g\t%.4f\t%.4f",
                            work.name(),
                            o.ours(),
                            o.theirs(),
                            o.ratio(),
                            o.roof(),
                            o.share(),
                            o.difference(),
                            agree,
                            work.gflop(),
                            work.bytes(),
                            o.scaling().speedup(),
                            o.scaling().cores()));
        } catch (RuntimeException | LinkageError e) {
            System.out.println(MARK + "failed\t" + work.name() + "\t" + reason(e));
        }
    }
}
