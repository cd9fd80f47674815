package dev.lanewise.cli;

import dev.lanewise.setting.UnknownNameException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what is thrown into one line and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Shell shell;
    private final Root root;

    Failures(Shell shell, Root root) {
        this.shell = shell;
        this.root = root;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        shell.note(usage(e, command) + " (" + command.getCommandSpec().qualifiedName() + " --help)");
        if (args.length == 0) {
            shell.err().print(command.getUsageMessage(CommandLine.Help.Ansi.OFF));
        }
        trace(e);
        return Main.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        return failed(e);
    }

    /** Prints what went wrong; the exit code. */
    int failed(Throwable thrown) {
        shell.note(line(thrown));
        trace(thrown);
        return Main.FAILED;
    }

    private void trace(Throwable thrown) {
        if (root.stacktrace) {
            thrown.printStackTrace(shell.err());
        }
    }

    private static String usage(ParameterException e, CommandLine command) {
        if (!(e instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return firstLine(e.getMessage());
        }
        String given = unmatched.getUnmatched().getFirst();
        if (given.startsWith("-")) {
            int value = given.indexOf('=');
            List<String> known = command.getCommandSpec().options().stream()
                    .map(option -> option.longestName())
                    .toList();
            return new UnknownNameException("option", value < 0 ? given : given.substring(0, value), known)
                    .getMessage();
        }
        List<String> commands = List.copyOf(command.getSubcommands().keySet());
        return commands.isEmpty()
                ? "unexpected argument '" + given + "'"
                : new UnknownNameException("command", given, commands).getMessage();
    }

    /** What went wrong, in one line for the person who typed the command. */
    static String line(Throwable thrown) {
        Throwable t = thrown;
        while (t.getCause() != null
                && (t instanceof UncheckedIOException || t instanceof ExceptionInInitializerError)) {
            t = t.getCause();
        }
        return Text.clean(
                switch (t) {
                    case FileSystemException e -> file(e);
                    case OutOfMemoryError e ->
                        "out of memory (" + e.getMessage() + "): a smaller --batch needs less, and "
                                + "LANEWISE_JAVA_OPTS=-Xmx8g allows more";
                    case InvalidPathException e -> e.getInput() + ": not a path (" + e.getReason() + ")";
                    case StackOverflowError _ -> "the program's stack overflowed; --stacktrace shows where";
                    case NullPointerException e -> internal(e);
                    case ClassCastException e -> internal(e);
                    case IndexOutOfBoundsException e -> internal(e);
                    case Throwable e when e.getMessage() == null -> internal(e);
                    case IOException e -> e.getMessage();
                    case Throwable e -> e.getMessage();
                });
    }

    // The messages of the JDK's exceptions are often no more than a path.
    private static String file(FileSystemException e) {
        String file = e.getFile() == null ? "file" : e.getFile();
        return file + ": "
                + switch (e) {
                    case NoSuchFileException _ -> "no such file or folder";
                    case AccessDeniedException _ -> "no permission";
                    case NotDirectoryException _ -> "is not a folder";
                    case DirectoryNotEmptyException _ -> "the folder is not empty";
                    default -> e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
                };
    }

    private static String internal(Throwable e) {
        return "this should not happen: " + e + "; --stacktrace shows where";
    }

    // Picocli's own messages begin with a capital letter, which does not suit what stands before.
    private static String firstLine(String message) {
        String line = Text.clean(message.lines().findFirst().orElse("wrong usage"));
        return line.startsWith("Missing ") || line.startsWith("Invalid ")
                ? Character.toLowerCase(line.charAt(0)) + line.substring(1)
                : line;
    }
}
