package dev.lanewise.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The entry point of {@code lanewise}. */
public final class Main {
    /** Done. */
    static final int OK = 0;

    /** Anything that fails but wrong usage. */
    static final int FAILED = 1;

    /** Wrong usage. */
    static final int USAGE = 2;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args, Shell.system()));
    }

    /**
     * Runs a command inside this process, as another program or a test does: no colours, no progress bar, Ctrl-C is not
     * taken.
     *
     * @param out gets the data
     * @param err gets progress, notes and errors
     * @param folder where relative paths begin
     * @return the exit code: 0 done, 2 wrong usage, 1 any other failure
     */
    public static int run(String[] args, PrintStream out, PrintStream err, Path folder) {
        return run(args, new Shell(out, err, folder, false, false, false));
    }

    static int run(String[] args, Shell shell) {
        Root root = new Root();
        CommandLine command = new CommandLine(root);
        command.addSubcommand("train", new TrainCommand(shell));
        command.addSubcommand("eval", new EvalCommand(shell));
        command.addSubcommand("predict", new PredictCommand(shell));
        command.addSubcommand("report", new ReportCommand(shell));
        command.addSubcommand("recipes", new RecipesCommand(shell));
        command.addSubcommand("inspect", new InspectCommand(shell));
        command.addSubcommand("info", new InfoCommand(shell));
        command.addSubcommand("bench", new BenchCommand(shell));
        command.addSubcommand("generate-completion", new GenerateCompletion());
        Failures failures = new Failures(shell, root);
        command.setOut(new PrintWriter(shell.out(), true, shell.out().charset()))
                .setErr(new PrintWriter(shell.err(), true, shell.err().charset()))
                .setColorScheme(Help.defaultColorScheme(shell.outColours() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        try {
            return command.execute(args);
        } catch (Error e) {
            // Picocli passes on exceptions only; memory may run out anywhere.
            return failures.failed(e);
        } finally {
            shell.out().flush();
            shell.err().flush();
        }
    }
}
