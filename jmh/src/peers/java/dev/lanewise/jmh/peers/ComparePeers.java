package dev.lanewise.jmh.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parent: starts a process for every peer and fork, collects the lines, and prints the table. */
public final class ComparePeers {
    private static final List<String> PEERS =
            List.of("mkl", "openblas", "ort", "libtorch", "nd4j", "netlib", "ejml", "ojalgo", "jlama");
    private static final List<String> QUICK = List.of("mkl", "ort", "libtorch");

    private static final String USAGE = """
        usage: jmh/peers [--filter REGEX] [--peer NAME]... [--threads N] [--forks N] [--rounds N] [--json FILE] [--quick]
                 [--avx N]
          Runs our kernels and those of other libraries in turns, a process for every library and fork.
          --filter REGEX  the works whose names it matches; without it all: sgemm, conv, elementwise, rows, train
          --peer NAME     mkl, openblas, ort, libtorch, nd4j, netlib, ejml, ojalgo, jlama; may be repeated; without it all
          --threads N     of both sides; 1
          --forks N       processes for every library; the figures are medians over them; 5
          --rounds N      turns of a few milliseconds in each process; 30
          --json FILE     also writes a line of JSON for every work and library
          --avx N         holds our side to AVX (1), AVX2 (2) or AVX-512 (3), for peers that do not use the widest here
          --quick         one fork of mkl, ort and libtorch, and a few works only: under 4 minutes
        """;

    private record Options(String filter, List<String> peers, int threads, int forks, int rounds, Path json, boolean quick, int avx) {}

    private ComparePeers() {}

    /** Runs from the command line; exit code 2 for a wrong one. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help") || List.of(args).contains("-h")) {
            System.out.print(USAGE);
            return;
        }
        Options options;
        try {
            options = parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("jmh/peers: " + e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
            return;
        }
        Map<String, String> versions = new LinkedHashMap<>();
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (int fork = 0; fork < options.forks(); fork++) {
            for (String peer : options.peers()) {
                if (!versions.getOrDefault(peer, "").startsWith("missing")) {
                    System.err.println("fork " + (fork + 1) + " of " + options.forks() + ": " + peer);
                    child(options, peer, versions, figures);
                }
            }
        }
        PeerTable.print(versions, figures, options.threads(), options.forks(), options.avx(), System.out);
        if (options.json() != null) {
            try (PrintStream out = new PrintStream(Files.newOutputStream(options.json()), false, StandardCharsets.UTF_8)) {
                figures.values().forEach(f -> out.println(f.json(options.threads(), options.avx())));
            }
        }
    }

    private static Options parse(String[] args) {
        String filter = "";
        List<String> peers = new ArrayList<>();
        int threads = 1;
        int forks = 5;
        int rounds = 30;
        Path json = null;
        boolean quick = false;
        int avx = 0;
        Iterator<String> rest = List.of(args).iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (word.equals("--quick")) {
                quick = true;
                continue;
            }
            if (!rest.hasNext()) {
                throw new IllegalArgumentException("cannot read " + word);
            }
            String value = rest.next();
            switch (word) {
                case "--filter" -> filter = value;
                case "--peer" -> peers.add(value);
                case "--threads" -> threads = positive(word, value);
                case "--forks" -> forks = positive(word, value);
                case "--rounds" -> rounds = positive(word, value);
                case "--avx" -> avx = positive(word, value);
                case "--json" -> json = Path.of(value);
                default -> throw new IllegalArgumentException("unknown option " + word);
            }
        }
        if (avx > 3) {
            throw new IllegalArgumentException("--avx " + avx + ", expected 1, 2 or 3");
        }
        for (String peer : peers) {
            if (!PEERS.contains(peer)) {
                throw new IllegalArgumentException("no peer " + peer + ", there are " + PEERS);
            }
        }
        if (peers.isEmpty()) {
            peers = quick ? QUICK : PEERS;
        }
        return new Options(filter, List.copyOf(peers), threads, quick ? 1 : forks, rounds, json, quick, avx);
    }

    private static int positive(String option, String value) {
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(option + " " + value + ", expected a number from 1");
        }
        return Integer.parseInt(value);
    }

    private static void child(
            Options options, String peer, Map<String, String> versions, Map<String, Figures> figures)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-preview",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                "-Xmx3g"));
        if (options.avx() > 0) {
            command.add("-XX:UseAVX=" + options.avx());
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerProcess.class.getName(), peer));
        command.addAll(List.of(
                String.valueOf(options.threads()),
                String.valueOf(options.rounds()),
                options.filter(),
                options.quick() ? "quick" : "all"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        for (String variable : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")) {
            builder.environment().put(variable, String.valueOf(options.threads()));
        }
        Process process = builder.start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(PeerProcess.MARK)) {
                    take(peer, line.substring(PeerProcess.MARK.length()).split("\t"), versions, figures);
                }
            }
        }
        int status = process.waitFor();
        if (status != 0 && !versions.containsKey(peer)) {
            versions.put(peer, "missing: its process ended with status " + status);
        }
    }

    private static void take(String peer, String[] words, Map<String, String> versions, Map<String, Figures> figures) {
        switch (words[0]) {
            case "version" -> versions.put(peer, words[1]);
            case "missing" -> versions.put(peer, "missing: " + words[1]);
            case "failed" -> System.err.println(peer + ": " + words[1] + " failed: " + words[2]);
            case "result" ->
                figures.computeIfAbsent(words[1] + "\t" + peer, k -> new Figures(words[1], peer))
                        .add(words);
            default -> throw new IllegalStateException("line " + words[0]);
        }
    }
}
