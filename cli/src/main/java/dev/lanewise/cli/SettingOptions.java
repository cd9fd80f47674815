package dev.lanewise.cli;

import dev.lanewise.recipe.Settings;
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

    @Option(names = "--optimizer", paramLabel = "NAME", description = "adam, adamw or sgd.")
    String optimizer;

    @Option(names = "--schedule", paramLabel = "NAME", description = "Of the learning rate: cosine or constant.")
    String schedule;

    @Option(names = "--seed", paramLabel = "N", description = "Of initial weights and order of samples.")
    String seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any setting of the recipe; 'lanewise recipes NAME' lists them. Can be repeated.")
    List<String> set = new ArrayList<>();

    /**
     * Settings with what was given on the command line.
     *
     * @throws ParameterException naming the option, if a key does not exist or a value does not do
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
        return with(changed, "--seed", "seed", seed, command);
    }

    private static Settings with(Settings settings, String option, String key, String value, CommandSpec command) {
        if (value == null) {
            return settings;
        }
        try {
            return settings.with(key, value);
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            if (message.startsWith(key + "=")) {
                message = (option.equals("--set") ? "--set " : "--") + message;
            }
            throw new ParameterException(command.commandLine(), message, e);
        }
    }
}
