package dev.lanewise.jmh.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The parent: starts a process for every peer and fork, collects the lines, and prints the table. */
public final class ComparePeers {
    private static final List<String> PEERS =
            List.of("mkl", "openblas", "ort", "libtorch", "nd4j", "netlib", "ejml", "ojalgo", "jlama");
    private static final int FORKS = 5;
    private static final List<String> QUICK = List.of("mkl", "ort", "libtorch");

    private static final String USAGE = """
        usage: jmh/peers [--filter REGEX] [--peer NAME]... [--threads N] [--forks N] [--rounds N] [--json FILE] [--quick]
                 [--avx N]
          Runs our kernels and those of other libraries in turns, a process for every library and fork.
          --filter REGEX  the works whose names it matches; without it all: sgemm, conv, pooling, functions of elements,
                          softmax, norms, losses, sums, copies, attention, lstm and gru, optimisers, training steps
          --peer NAME     mkl, openblas, ort, libtorch, nd4j, netlib, ejml, ojalgo, jlama; may be repeated; without it all
          --threads N     of both sides; 1
          --forks N       processes for every library; the figures are medians over them; 5, with --quick 1
          --rounds N      turns of a few milliseconds in each process; 30
          --json FILE     also writes a line of JSON for every work and library
          --avx N         holds our side to AVX (1), AVX2 (2) or AVX-512 (3), for peers that do not use the widest here
          --quick         mkl, ort and libtorch, and a few works only: under 4 minutes
        A library that cannot be loaded is a line in the table, and so is a work that fails; the exit code is 2 for a wrong
        command line, else 0. 'results differ' stands where the two sides do not agree within rounding.
        """;

    /** What would hold a library below what this machine has, were it set around us. */
    private static final List<String> LIMITS = List.of(
            "OPENBLAS_CORETYPE",
            "OPENBLAS_L2_SIZE",
            "MKL_ENABLE_INSTRUCTIONS",
            "MKL_CBWR",
            "ONEDNN_MAX_CPU_ISA",
            "ATEN_CPU_CAPABILITY");

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
        Findings found = new Findings();
        for (int fork = 0; fork < options.forks(); fork++) {
            for (String peer : options.peers()) {
                if (!found.missing().containsKey(peer)) {
                    System.err.println("fork " + (fork + 1) + " of " + options.forks() + ": " + peer);
                    child(options, peer, found);
                }
            }
        }
        PeerTable.print(found, options.threads(), options.forks(), options.avx(), System.out);
        if (options.json() != null) {
            try (PrintStream out = new PrintStream(Files.newOutputStream(options.json()), false, StandardCharsets.UTF_8)) {
                found.figures().forEach(f -> out.println(f.json(options.threads(), options.avx())));
            }
        }
    }

    private static Options parse(String[] args) {
        String filter = "";
        List<String> peers = new ArrayList<>();
        int threads = 1;
        int forks = 0;
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
                case "--filter" -> filter = expression(value);
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
        if (json != null && !Files.isDirectory(json.toAbsolutePath().getParent())) {
            throw new IllegalArgumentException("--json " + json + ": its folder does not exist");
        }
        if (PeerProcess.works(filter, quick).isEmpty()) {
            throw new IllegalArgumentException("--filter " + filter + " matches no work" + (quick ? " of --quick" : ""));
        }
        int processes = forks > 0 ? forks : quick ? 1 : FORKS;
        return new Options(filter, List.copyOf(peers), threads, processes, rounds, json, quick, avx);
    }

    private static String expression(String value) {
        try {
            return Pattern.compile(value).pattern();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("--filter " + value + ": " + e.getDescription(), e);
        }
    }

    private static int positive(String option, String value) {
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(option + " " + value + ", expected a number from 1");
        }
        return Integer.parseInt(value);
    }

    private static void child(Options options, String peer, Findings found)
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
        command.addAll(List.of(PeerProcess.class.getName(), peer));
        command.addAll(List.of(
                String.valueOf(options.threads()),
                String.valueOf(options.rounds()),
                options.filter(),
                options.quick() ? "quick" : "all"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(LIMITS);
        // Not an argument: ONNX Runtime 1.29 dies while it is loaded if the command line is longer than some 4096 bytes.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        for (String variable : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")) {
            builder.environment().put(variable, String.valueOf(options.threads()));
        }
        Process process = builder.start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String said = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(PeerProcess.MARK)) {
                    found.take(peer, line.substring(PeerProcess.MARK.length()).split("\t"));
                } else if (!line.isBlank()) {
                    said = line.strip();
                }
            }
            int status = process.waitFor();
            if (status != 0) {
                found.died(peer, status, said);
            }
        }
    }
}
