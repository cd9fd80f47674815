package dev.lanewise.cli;

import dev.lanewise.data.Signature;
import dev.lanewise.data.source.Baseline;
import dev.lanewise.format.json.Json;
import dev.lanewise.run.RunEvaluation;
import dev.lanewise.run.RunFolder;
import dev.lanewise.train.Evaluation;
import dev.lanewise.train.metric.MetricKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise eval}. */
@Command(description = "Measures a run's model on its test data, or on the test part of other data.")
final class EvalCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "RUN", description = "The run folder.")
    private String run;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "Other data of the kind that the model was trained on.")
    private String data;

    @Option(names = "--json", description = "Print an object.")
    private boolean json;

    EvalCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        RunFolder folder = RunFolder.open(shell.path(run));
        RunEvaluation measured = RunEvaluation.of(folder, data == null ? null : shell.path(data));
        measured.notes().forEach(shell::note);
        if (json) {
            shell.json(Json.write(object(folder, measured)));
            return Main.OK;
        }
        shell.out()
                .println(measured.config().recipe().name() + " on " + measured.name() + " ("
                        + Figures.count(measured.data().size()) + " test samples)");
        StringBuilder line = new StringBuilder();
        for (MetricKind metric : measured.metrics()) {
            line.append(metric.name())
                    .append(' ')
                    .append(Figures.metric(metric, measured.evaluation().figure(metric.name()), 2))
                    .append("  ");
        }
        shell.out().println(line + "loss " + Figures.fixed(measured.evaluation().loss(), 4));
        baseline(measured)
                .ifPresent(baseline -> shell.out()
                        .println(Skill.line(
                                baseline.name(),
                                baseline.beside(measured.evaluation().figures()))));
        if (measured.evaluation().detail() instanceof Evaluation.ClassDetail detail) {
            shell.out().print(ClassFigures.table(ClassFigures.of(detail.confusion(), classes(measured))));
        }
        return Main.OK;
    }

    private static Optional<Baseline> baseline(RunEvaluation measured) {
        return measured.config().preparation().baseline(measured.data());
    }

    private static List<String> classes(RunEvaluation measured) {
        return ((Signature.Classes) measured.config().preparation().signature().output()).names();
    }

    private static Map<String, Object> object(RunFolder folder, RunEvaluation measured) {
        Evaluation evaluation = measured.evaluation();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("run", folder.path().toString());
        map.put("recipe", measured.config().recipe().name());
        map.put("data", measured.name());
        map.put("data_source", measured.source());
        map.put("samples", measured.data().size());
        evaluation.figures().forEach((name, value) -> map.put(name, orNull(value)));
        map.put("loss", orNull(evaluation.loss()));
        baseline(measured).ifPresent(baseline -> {
            map.put("baseline", baseline.name());
            baseline.beside(evaluation.figures()).forEach((name, value) -> map.put(name, orNull(value)));
        });
        if (evaluation.detail() instanceof Evaluation.ClassDetail detail) {
            map.put(
                    "classes",
                    ClassFigures.of(detail.confusion(), classes(measured)).stream()
                            .map(ClassFigures::toMap)
                            .toList());
            map.put("confusion", confusion(detail));
        }
        return map;
    }

    private static Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static List<List<Long>> confusion(Evaluation.ClassDetail detail) {
        List<List<Long>> confusion = new ArrayList<>();
        for (long[] row : detail.confusion()) {
            confusion.add(Arrays.stream(row).boxed().toList());
        }
        return confusion;
    }
}
