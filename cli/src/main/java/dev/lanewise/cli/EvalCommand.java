package dev.lanewise.cli;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.format.json.Json;
import dev.lanewise.run.DataSource;
import dev.lanewise.run.RunConfig;
import dev.lanewise.run.RunFolder;
import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Option(names = "--data", paramLabel = "PATH", description = "Other data: a folder of IDX files.")
    private String data;

    @Option(names = "--json", description = "Print an object.")
    private boolean json;

    EvalCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        RunFolder folder = RunFolder.open(shell.path(run));
        RunConfig config = folder.config();
        DataSplit<ImageDataset> split = data(config);
        Evaluation evaluation = Evaluation.of(folder.model(), split.test());
        List<ClassFigures> classes = ClassFigures.of(evaluation.confusion(), config.classes());
        if (json) {
            shell.json(Json.write(object(folder, config, split, evaluation, classes)));
        } else {
            shell.out()
                    .println(config.recipe() + " on " + split.name() + " ("
                            + Figures.count(split.test().size()) + " test samples)");
            shell.out()
                    .println("accuracy " + Figures.percent(evaluation.accuracy(), 2) + "  loss "
                            + Figures.fixed(evaluation.loss(), 4));
            shell.out().print(ClassFigures.table(classes));
        }
        return Main.OK;
    }

    private DataSplit<ImageDataset> data(RunConfig config) {
        Path path = data != null ? shell.path(data) : config.data() == null ? null : Path.of(config.data());
        DataSplit<ImageDataset> raw = DataSource.read(path);
        Shape found = raw.test().sampleShape();
        if (!found.equals(config.input().shape())) {
            throw new DataException(raw.source() + ": its samples have the shape " + found + ", the model takes "
                    + config.input().shape());
        }
        if (raw.test().classes().size() != config.classes().size()) {
            throw new DataException(raw.source() + ": it has "
                    + raw.test().classes().size() + " classes, the model "
                    + config.classes().size());
        }
        DataSplit<ImageDataset> split =
                DataSource.normalised(raw, config.input().mean(), config.input().deviation());
        if (data == null && !split.fingerprint().equals(config.dataFingerprint())) {
            shell.note("note: " + raw.source() + " is no longer the data that the run was trained on");
        }
        return split;
    }

    private static Map<String, Object> object(
            RunFolder folder,
            RunConfig config,
            DataSplit<ImageDataset> split,
            Evaluation evaluation,
            List<ClassFigures> classes) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("run", folder.path().toString());
        map.put("recipe", config.recipe());
        map.put("data", split.name());
        map.put("data_source", split.source());
        map.put("samples", split.test().size());
        map.put("accuracy", evaluation.accuracy());
        map.put("loss", Double.isFinite(evaluation.loss()) ? evaluation.loss() : null);
        map.put("classes", classes.stream().map(ClassFigures::toMap).toList());
        List<List<Long>> confusion = new ArrayList<>();
        for (long[] row : evaluation.confusion()) {
            List<Long> counts = new ArrayList<>();
            for (long count : row) {
                counts.add(count);
            }
            confusion.add(counts);
        }
        map.put("confusion", confusion);
        return map;
    }
}
