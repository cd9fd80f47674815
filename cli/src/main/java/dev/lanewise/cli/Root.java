package dev.lanewise.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code lanewise} itself: what holds for every command. */
@Command(
        name = "lanewise",
        description = "Deep learning in plain Java, on the CPU's own vector lanes.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Arguments can be read from a file: @FILE. Exit codes: 0 done, 2 wrong usage, 1 any other failure."
        })
final class Root {
    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "On a failure, show where in the program it happened.")
    boolean stacktrace;
}
