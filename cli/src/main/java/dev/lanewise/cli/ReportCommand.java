package dev.lanewise.cli;

import dev.lanewise.format.AtomicFile;
import dev.lanewise.run.RunComparison;
import dev.lanewise.run.RunFolder;
import dev.lanewise.run.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise report}. */
@Command(
        description = {
            "Draws runs: of one, report.html in its folder anew; of several, a page that compares them.",
            "A run that is not finished is shown as far as it is."
        })
final class ReportCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run folders.")
    private List<String> runs;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the comparison goes; comparison.html if not given.")
    private String out;

    ReportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        System.setProperty("java.awt.headless", "true");
        List<RunFolder> folders = new ArrayList<>();
        for (String run : runs) {
            folders.add(RunFolder.open(shell.path(run)));
        }
        if (folders.size() == 1) {
            if (out != null) {
                throw new ParameterException(
                        spec.commandLine(), "--out is for a comparison; the report of one run goes into its folder");
            }
            shell.out().println(RunReport.rewrite(folders.getFirst()));
            return Main.OK;
        }
        Path file = shell.path(out == null ? "comparison.html" : out);
        AtomicFile.write(file, RunComparison.html(folders));
        shell.out().println(file);
        return Main.OK;
    }
}
