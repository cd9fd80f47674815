package dev.lanewise.cli;

import dev.lanewise.recipe.Settings;
import dev.lanewise.setting.UnknownNameException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of {@code train} that change a recipe's settings; {@link Settings} reads and checks the values. */
final class SettingOptions {
    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training data.")
    String epochs;

    @Option(names = "--steps", paramLabel = "N", description = "Updates in all, instead of epochs.")
    String steps;

    @Option(names = "--batch", paramLabel = "N", description = "Samples per update.")
    String batch;

    @Option(names = "--lr", paramLabel = "X", description = "Learning rate at its peak.")
    String lr;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "Which optimiser: adam, adamw, sgd ... (the setting optimizer).")
    String optimizer;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "Of the learning rate: cosine, constant ... (the setting schedule).")
    String schedule;

    @Option(
            names = "--early-stop",
            paramLabel = "N",
            description = "Ends a run after N evaluations in a row that brought no improvement; 0 for never.")
    String earlyStop;

    @Option(
            names = "--checkpoint-steps",
            paramLabel = "N",
            description = "Updates between two checkpoints; one every epoch unless given.")
    String checkpointSteps;

    @Option(names = "--skip-bad", description = "Leaves damaged files out, and says which, instead of ending.")
    boolean skipBad;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of everything random: initial weights, order of samples, splits.")
    String seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any setting of the recipe; 'lanewise recipes NAME' lists them. Can be repeated.")
    List<String> set = new ArrayList<>();

    /**
     * Settings with what was given on the command line.
     *
     * @throws ParameterException naming the option, if a key does not exist or a value does not do; naming the settings, if
     *     values do not go together
     */
    Settings applyTo(Settings settings, CommandSpec command) {
        Settings changed = settings;
        for (String pair : set) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(command.commandLine(), "--set " + pair + ": expected KEY=VALUE");
            }
            changed = with(changed, "--set", pair.substring(0, equals), pair.substring(equals + 1), command);
        }
        changed = with(changed, "--epochs", "epochs", epochs, command);
        changed = with(changed, "--steps", "steps", steps, command);
        changed = with(changed, "--batch", "batch", batch, command);
        changed = with(changed, "--lr", "lr", lr, command);
        changed = with(changed, "--optimizer", "optimizer", optimizer, command);
        changed = with(changed, "--schedule", "schedule", schedule, command);
        changed = with(changed, "--early-stop", "early_stop", earlyStop, command);
        changed = with(changed, "--checkpoint-steps", "checkpoint_every", checkpointSteps, command);
        changed = with(changed, "--skip-bad", "skip_bad", skipBad ? "true" : null, command);
        changed = with(changed, "--seed", "seed", seed, command);
        try {
            return changed.checked();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static Settings with(Settings settings, String option, String key, String value, CommandSpec command) {
        if (value == null) {
            return settings;
        }
        try {
            return settings.with(key, value);
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            if (option.equals("--skip-bad") && e instanceof UnknownNameException) {
                message = "--skip-bad: this recipe's data is in one piece, there is nothing to leave out";
            }
            if (message.startsWith(key + "=")) {
                message = (option.equals("--set") ? "--set " : "--") + message;
            }
            throw new ParameterException(command.commandLine(), message, e);
        }
    }
}
