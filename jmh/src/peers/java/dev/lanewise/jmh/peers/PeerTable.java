package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Rounds;
import dev.lanewise.runtime.Backend;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The results as Markdown: a row for every piece of work, a column for every peer. */
final class PeerTable {
    private PeerTable() {}

    static void print(Findings found, int threads, int forks, int avx, PrintStream out) {
        List<String> peers = List.copyOf(found.versions().keySet());
        out.printf(
                Locale.ROOT,
                "%s, %s, JDK %s, %d thread%s, median of %d fork%s, %s%n%n",
                LocalDate.now(ZoneId.systemDefault()),
                Backend.info().cpu(),
                Runtime.version(),
                threads,
                threads == 1 ? "" : "s",
                forks,
                forks == 1 ? "" : "s",
                threads == 1 ? "CPU time" : "wall clock");
        found.versions().forEach((peer, version) -> out.println("- " + peer + ": " + version));
        found.missing().forEach((peer, reason) -> out.println("- " + peer + ": missing: " + reason));
        out.println();
        if (avx > 0) {
            out.println("Our side was held to -XX:UseAVX=" + avx + ".");
        }
        if (!vendor().equals("GenuineIntel") && (peers.contains("mkl") || peers.contains("libtorch"))) {
            out.println("This processor is not Intel's: MKL, and libtorch on it, choose general code here, which may be"
                    + " narrower than the machine. See docs/performance.md before quoting a ratio to them.");
        }
        out.println("Ratios are peer time by ours, above 1 ours is faster; in brackets the lowest and the highest fork.");
        out.println();
        if (threads > 1) {
            out.println("Speed-up: how many times as fast ours is as on one thread, of what multiply-adds in registers"
                    + " gained: medians of the rounds in which the machine had a core for each thread (the latter within "
                    + Math.round(100 * Rounds.CORES_MARGIN) + " % of the threads), of all rounds if those are fewer than "
                    + Rounds.LEAST + ".");
            out.println();
        }
        out.print("| work | ours, us | rate | of roof |" + (threads > 1 ? " speed-up |" : "") + " best peer | ratio |");
        peers.forEach(peer -> out.print(" " + peer + " |"));
        out.println();
        out.print("|---|--:|--:|--:|" + (threads > 1 ? "--:|" : "") + "---|--:|" + "--:|".repeat(peers.size()) + "\n");
        Map<String, Map<String, Figures>> rows = new LinkedHashMap<>();
        found.figures()
                .forEach(f -> rows.computeIfAbsent(f.work(), k -> new LinkedHashMap<>())
                        .put(f.peer(), f));
        rows.forEach((work, row) -> out.println(row(work, row, peers, threads)));
        String blank = " |".repeat((threads > 1 ? 6 : 5) + peers.size());
        found.missing()
                .forEach((peer, reason) -> out.println("| " + cell(peer + ": missing: " + reason) + " |" + blank));
        found.failures().forEach(failure -> out.println("| " + cell(failure) + " |" + blank));
    }

    private static String cell(String text) {
        return text.replace('|', '/');
    }

    private static String vendor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("vendor_id"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException | UncheckedIOException notLinux) {
            return "unknown";
        }
    }

    private static String row(String work, Map<String, Figures> row, List<String> peers, int threads) {
        Figures best = row.values().stream()
                .min((a, b) -> Double.compare(a.ratio(), b.ratio()))
                .orElseThrow();
        StringBuilder line = new StringBuilder();
        line.append(String.format(
                Locale.ROOT,
                "| %s | %.1f | %s | %.0f %% |%s %s | **%.2f** |",
                work,
                best.ours(),
                best.rate(),
                100 * best.share(),
                threads > 1 ? String.format(Locale.ROOT, " %.2f of %.2f |", best.speedup(), best.cores()) : "",
                best.peer(),
                best.ratio()));
        for (String peer : peers) {
            Figures f = row.get(peer);
            line.append(
                    f == null
                            ? " |"
                            : String.format(
                                    Locale.ROOT,
                                    " %.2f (%.2f to %.2f)%s |",
                                    f.ratio(),
                                    f.lowest(),
                                    f.highest(),
                                    f.agree() ? "" : ", results differ"));
        }
        return line.toString();
    }
}
