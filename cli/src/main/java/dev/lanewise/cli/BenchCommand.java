package dev.lanewise.cli;

import dev.lanewise.bench.Bench;
import dev.lanewise.bench.Line;
import dev.lanewise.bench.Roofline;
import dev.lanewise.bench.Works;
import dev.lanewise.format.json.Json;
import dev.lanewise.runtime.Backend;
import dev.lanewise.thread.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lanewise bench}. */
@Command(
        description = {
            "Measures this machine and the kernels on it: what its units and its memory do at most, and for every kernel"
                    + " family the time, the share of the roof that binds it, and its speed beside its scalar twin.",
            "Exits with 1 if a kernel allocates when it is warm (it boxes), or is slower than its scalar twin."
        })
final class BenchCommand implements Callable<Integer> {
    private static final double SECONDS = 200;
    private static final double SECONDS_QUICK = 25;

    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Option(names = "--filter", paramLabel = "REGEX", description = "Only kernels whose names it matches: softmax, NN.")
    private String filter = "";

    @Option(names = "--threads", paramLabel = "N", description = "Threads that share a kernel's work (default: 1).")
    private int threads = 1;

    @Option(names = "--seconds", paramLabel = "X", description = "About how long to measure (default: 200).")
    private Double seconds;

    @Option(names = "--quick", description = "One kernel of every family, in about 25 seconds.")
    private boolean quick;

    @Option(names = "--json", description = "Print a JSON object a line.")
    private boolean json;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "Write a roofline picture, light or dark as its reader is.")
    private String svg;

    @Option(names = "--png", paramLabel = "FILE", description = "Write a roofline picture.")
    private String png;

    @Option(names = "--dark", description = "On a dark page, for --png.")
    private boolean dark;

    BenchCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Bench.Options options = options();
        // The sets are measured themselves: nothing need be compiled beside the measurement.
        if (System.getProperty("lanewise.kernels") == null) {
            System.setProperty("lanewise.kernels", "scalar");
        }
        Backend.Info info = Backend.info();
        BenchTable table = new BenchTable(shell.out());
        if (json) {
            shell.json(Json.line(head(info)) + "\n");
        } else {
            shell.out().printf("%s, %s%n", info.cpu(), info.jdk());
        }
        List<Line> lines = Bench.run(options, line -> {
            if (json) {
                shell.json(Json.line(line.toMap()) + "\n");
            } else {
                table.print(line);
            }
        });
        if (svg != null) {
            Files.writeString(shell.path(svg), Roofline.svg(info.cpu(), lines));
        }
        if (png != null) {
            Files.write(shell.path(png), Roofline.png(info.cpu(), lines, dark));
        }
        int faults = 0;
        for (Line line : lines) {
            if (line instanceof Line.Kernel kernel) {
                for (String fault : kernel.faults()) {
                    shell.note(kernel.work().name() + " " + fault);
                    faults++;
                }
            }
        }
        return faults == 0 ? Main.OK : Main.FAILED;
    }

    private Map<String, Object> head(Backend.Info info) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("version", Version.text());
        map.put("jdk", info.jdk());
        map.put("cpu", info.cpu());
        map.put("threads", threads);
        return map;
    }

    private Bench.Options options() {
        if (threads < 1 || threads > Parallel.MAX_THREADS) {
            throw wrong("--threads=" + threads + ", expected 1 to " + Parallel.MAX_THREADS);
        }
        double span = seconds != null ? seconds : quick ? SECONDS_QUICK : SECONDS;
        if (!(span > 0) || span > 86_400) {
            throw wrong(String.format(Locale.ROOT, "--seconds=%s, expected a number above 0, at most a day", seconds));
        }
        if (dark && png == null) {
            throw wrong("--dark needs --png");
        }
        Bench.Options options;
        try {
            options = new Bench.Options(Pattern.compile(filter), threads, span, quick);
        } catch (PatternSyntaxException e) {
            throw wrong("--filter=" + filter + ", expected a regular expression: " + e.getDescription());
        }
        if (Bench.works(options).isEmpty()) {
            throw wrong("--filter=" + filter + " matches no kernel; there are the families "
                    + String.join(", ", Works.families()) + (quick ? ", with --quick one kernel of each" : ""));
        }
        return options;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
