package dev.lanewise.cli;

import dev.lanewise.data.DataSplit;
import dev.lanewise.format.json.Json;
import dev.lanewise.recipe.Recipe;
import dev.lanewise.recipe.Settings;
import dev.lanewise.run.RunConfig;
import dev.lanewise.run.RunFolder;
import dev.lanewise.run.TrainingRun;
import dev.lanewise.runtime.Backend;
import dev.lanewise.setting.UnknownNameException;
import dev.lanewise.thread.Parallel;
import dev.lanewise.train.DivergedException;
import dev.lanewise.train.metric.MetricKind;
import dev.lanewise.train.metric.Metrics;
import dev.lanewise.zoo.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise train}. */
@Command(
        description = {
            "Trains a recipe's model and leaves a run folder with the model, the figures and a report.",
            "Ctrl-C stops after the current step and leaves a checkpoint; --resume goes on from it."
        })
final class TrainCommand implements Callable<Integer> {
    /** The exit code of a process that ends on Ctrl-C; another program that asks for a stop gets it, too. */
    static final int INTERRUPTED = 130;

    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            description = "What to train: 'lanewise recipes' lists them. Can be left out with --resume.")
    private String recipe;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "The data: a file or a folder of the kind that the recipe takes; without it, the set built in.")
    private String data;

    @Option(names = "--out", paramLabel = "DIR", description = "The run folder; without it, runs/RECIPE-N.")
    private String out;

    @Option(names = "--resume", description = "Go on with the run in --out from its last checkpoint.")
    private boolean resume;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML or JSON file of recipe, data and settings, such as a run's config.json; what is given"
                    + " beside it counts more.")
    private String config;

    @Mixin
    private SettingOptions settings;

    @Option(names = "--threads", paramLabel = "N", description = "Threads; all processors unless given.")
    private Integer threads;

    @Option(names = "--json", description = "Print result.json at the end.")
    private boolean json;

    @Option(names = "--quiet", description = "No progress.")
    private boolean quiet;

    TrainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        useThreads();
        if (!resume) {
            return train(begin());
        }
        if (out == null) {
            throw usage("--resume needs --out, the folder of the run to go on with");
        }
        RunFolder folder = RunFolder.open(shell.path(out));
        checkSame(folder);
        if (Files.exists(folder.resultFile())) {
            Map<String, Object> result = Json.readObject(folder.resultFile());
            shell.note(folder.path() + ": this run is finished, there is nothing to resume");
            report(folder, result);
            return Main.OK;
        }
        TrainingRun run = TrainingRun.resume(folder.path(), data == null ? null : shell.path(data));
        return train(run);
    }

    private void useThreads() {
        if (threads != null) {
            try {
                Parallel.threads(threads);
            } catch (IllegalArgumentException _) {
                throw usage("--threads=" + threads + ", expected 1 to " + Parallel.MAX_THREADS);
            }
        }
    }

    private TrainingRun begin() throws IOException {
        RunConfig.Wish wish = wish();
        if (recipe == null) {
            recipe = wish.recipe();
        }
        if (data == null) {
            data = wish.data();
        }
        if (recipe == null) {
            throw usage("RECIPE is missing, one of " + String.join(", ", Recipes.names()));
        }
        Recipe known = named(recipe);
        Settings chosen = settings.applyTo(wished(known.settings(), wish), spec);
        Path folder = out == null ? RunFolder.next(shell.path("runs"), known.name()) : shell.path(out);
        Path from = data == null ? null : shell.path(data);
        return TrainingRun.begin(new TrainingRun.Request(known, from, folder, chosen, Version.text()));
    }

    private RunConfig.Wish wish() throws IOException {
        return config == null ? new RunConfig.Wish(null, null, Map.of()) : ConfigFile.read(shell.path(config));
    }

    private Settings wished(Settings byDefault, RunConfig.Wish wish) {
        try {
            return byDefault.with(wish.settings());
        } catch (IllegalArgumentException e) {
            throw usage("--config " + config + ": " + e.getMessage());
        }
    }

    private Recipe named(String name) {
        try {
            return Recipes.named(name);
        } catch (UnknownNameException e) {
            throw usage(e.getMessage());
        }
    }

    // A run goes on as it was begun, else it would end with another model than without the interruption.
    private void checkSame(RunFolder folder) throws IOException {
        RunConfig begunWith = folder.config();
        if (recipe != null && !named(recipe).name().equals(begunWith.recipe().name())) {
            throw usage(folder.path() + " holds a run of " + begunWith.recipe().name() + ", not of " + recipe);
        }
        Map<String, Object> begun = begunWith.settings().toMap();
        Map<String, Object> asked =
                settings.applyTo(wished(begunWith.settings(), wish()), spec).toMap();
        asked.forEach((key, value) -> {
            if (!value.equals(begun.get(key))) {
                throw usage(key + "=" + value + ", but the run in " + folder.path() + " was begun with " + key + "="
                        + begun.get(key) + " and goes on with it");
            }
        });
    }

    private int train(TrainingRun run) throws IOException {
        run.notes().forEach(shell::note);
        try (StopOnSignal _ = new StopOnSignal(shell, run)) {
            TrainingRun.Result result = execute(run);
            if (!result.finished()) {
                shell.note("stopped; to go on: lanewise train "
                        + run.config().recipe().name() + " --resume --out "
                        + run.folder().path());
                return INTERRUPTED;
            }
            report(result.folder(), result.figures());
            return Main.OK;
        } catch (DivergedException e) {
            shell.note(e.getMessage());
            shell.note(run.folder().path() + " keeps model.safetensors as of step " + e.goodStep()
                    + ", metrics.csv and config.json");
            return Main.FAILED;
        }
    }

    private TrainingRun.Result execute(TrainingRun run) throws IOException {
        Progress progress = quiet ? Progress.none() : Progress.on(shell);
        if (!quiet) {
            shell.err().println(headline(run));
        }
        try {
            return run.execute(progress);
        } finally {
            progress.end();
        }
    }

    private static String headline(TrainingRun run) {
        DataSplit<?> data = run.data().split();
        Backend.Info info = Backend.info();
        return run.config().recipe().name() + " on " + data.name() + " ("
                + Figures.count(data.train().size()) + " training, "
                + data.validation()
                        .map(part -> Figures.count(part.size()) + " validation, ")
                        .orElse("")
                + Figures.count(data.test().size()) + " test samples), " + Figures.count(run.parameters())
                + " parameters, " + info.kernels() + " kernels"
                + (info.bits() == 0 ? "" : " of " + info.bits() + " bits") + ", " + info.threads()
                + (info.threads() == 1 ? " thread" : " threads") + ", into "
                + run.folder().path();
    }

    private void report(RunFolder folder, Map<String, Object> result) {
        if (json) {
            shell.json(Json.write(result));
        }
        // What a script reads must be the object alone.
        if (!json || !quiet) {
            (json ? shell.err() : shell.out()).println(summary(folder, result));
        }
    }

    /** {@code test accuracy 98.71 %  loss 0.0401  in 12.3 s  report: runs/lenet5-1/report.html}. */
    private static String summary(RunFolder folder, Map<String, Object> result) {
        StringBuilder text = new StringBuilder("test");
        result.keySet().stream()
                .filter(key -> key.startsWith("test_") && !key.equals("test_loss") && !key.equals("test_samples"))
                .forEach(key -> {
                    MetricKind metric = Metrics.named(key.substring("test_".length()));
                    text.append(' ')
                            .append(metric.name())
                            .append(' ')
                            .append(Figures.metric(metric, number(result, key), 2))
                            .append(' ');
                });
        return text.append(" loss ") + Figures.fixed(number(result, "test_loss"), 4) + "  in "
                + Figures.elapsed(number(result, "seconds")) + "  report: " + folder.reportFile()
                + (result.get("baseline") instanceof String baseline
                        ? System.lineSeparator() + Skill.line(baseline, result)
                        : "");
    }

    private static double number(Map<String, Object> result, String key) {
        return result.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
