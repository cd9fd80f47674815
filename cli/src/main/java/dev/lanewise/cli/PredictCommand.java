package dev.lanewise.cli;

import dev.lanewise.data.DataException;
import dev.lanewise.format.json.Json;
import dev.lanewise.infer.Prediction;
import dev.lanewise.infer.Predictor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise predict}. */
@Command(description = "Says what a run's model sees in pictures: a line for each with file, class and probability.")
final class PredictCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run folder.")
    private String run;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "INPUT",
            description = "Pictures (PNG or JPEG) of the size that the model takes.")
    private List<String> inputs;

    @Option(names = "--json", description = "Print an array of objects with the probabilities of all classes.")
    private boolean json;

    PredictCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        // Reading pictures needs no display, and looking for one takes time.
        System.setProperty("java.awt.headless", "true");
        List<Object> objects = new ArrayList<>();
        int code = Main.OK;
        try (Predictor predictor = Predictor.load(shell.path(run))) {
            for (String input : inputs) {
                try {
                    Prediction prediction = predictor.classify(shell.path(input));
                    if (json) {
                        objects.add(object(input, prediction, predictor.classes()));
                    } else {
                        shell.out()
                                .println(Text.clean(input) + "  " + Text.clean(prediction.label()) + "  "
                                        + Figures.fixed(prediction.probability(), 4));
                    }
                } catch (DataException e) {
                    shell.note(e.getMessage());
                    code = Main.FAILED;
                }
            }
        }
        if (json) {
            shell.json(Json.write(objects));
        }
        return code;
    }

    private static Map<String, Object> object(String input, Prediction prediction, List<String> classes) {
        Map<String, Object> probabilities = new LinkedHashMap<>();
        for (int k = 0; k < classes.size(); k++) {
            probabilities.put(classes.get(k), prediction.probabilities()[k]);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", input);
        map.put("label", prediction.label());
        map.put("probability", prediction.probability());
        map.put("probabilities", probabilities);
        return map;
    }
}
