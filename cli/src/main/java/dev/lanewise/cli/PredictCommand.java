package dev.lanewise.cli;

import dev.lanewise.data.DataException;
import dev.lanewise.data.source.Sample;
import dev.lanewise.format.json.Json;
import dev.lanewise.infer.Answer;
import dev.lanewise.infer.Estimate;
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
@Command(
        description = {
            "Says what a run's model makes of inputs: a line for each, with the class and its probability, or with the"
                    + " quantities in the data's units.",
            "An input is what the model was trained on: a picture, a row of a table in quotes or a file of such rows, a"
                    + " file with the latest steps of a series."
        })
final class PredictCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run folder.")
    private String run;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "INPUT",
            description = "Files or texts, as the model takes them.")
    private List<String> inputs;

    @Option(
            names = "--json",
            description = "Print an array of objects, with the probabilities of all classes or the quantities by name.")
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
                code = Math.max(code, predict(predictor, input, objects));
            }
        }
        if (json) {
            shell.json(Json.write(objects));
        }
        return code;
    }

    /** Everything that an input holds; what cannot be predicted is named, and the rest is done. */
    private int predict(Predictor predictor, String input, List<Object> objects) {
        int code = Main.OK;
        try {
            for (Sample sample : predictor.preparation().samples(input, shell.path(""))) {
                try {
                    Answer answer = predictor.answer(sample);
                    if (json) {
                        objects.add(object(sample.name(), answer, predictor));
                    } else {
                        shell.out().print(lines(Text.clean(sample.name()), answer));
                    }
                } catch (DataException e) {
                    shell.note(e.getMessage());
                    code = Main.FAILED;
                }
            }
        } catch (DataException e) {
            shell.note(e.getMessage());
            code = Main.FAILED;
        }
        return code;
    }

    /** A line; for a forecast of several steps one for each. */
    private static String lines(String name, Answer answer) {
        return switch (answer) {
            case Prediction prediction ->
                name + "  " + Text.clean(prediction.label()) + "  " + Figures.fixed(prediction.probability(), 4)
                        + System.lineSeparator();
            case Estimate estimate -> {
                StringBuilder text = new StringBuilder();
                int steps = steps(estimate);
                for (int step = 0; step < steps; step++) {
                    text.append(name).append(steps > 1 ? "  +" + (step + 1) : "");
                    for (int k = 0; k < estimate.names().size(); k++) {
                        text.append("  ").append(Text.clean(estimate.names().get(k)));
                        text.append(' ').append(Figures.fixed(value(estimate, step, k), 4));
                    }
                    text.append(System.lineSeparator());
                }
                yield text.toString();
            }
        };
    }

    private static int steps(Estimate estimate) {
        return estimate.values().length / estimate.names().size();
    }

    private static float value(Estimate estimate, int step, int quantity) {
        return estimate.values()[step * estimate.names().size() + quantity];
    }

    private static Map<String, Object> object(String input, Answer answer, Predictor predictor) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(predictor.preparation().readsFiles() ? "file" : "input", input);
        switch (answer) {
            case Prediction prediction -> {
                Map<String, Object> probabilities = new LinkedHashMap<>();
                List<String> classes = predictor.classes();
                for (int k = 0; k < classes.size(); k++) {
                    probabilities.put(classes.get(k), prediction.probabilities()[k]);
                }
                map.put("label", prediction.label());
                map.put("probability", prediction.probability());
                map.put("probabilities", probabilities);
            }
            case Estimate estimate -> {
                Map<String, Object> values = new LinkedHashMap<>();
                int steps = steps(estimate);
                for (int k = 0; k < estimate.names().size(); k++) {
                    List<Object> course = new ArrayList<>();
                    for (int step = 0; step < steps; step++) {
                        course.add(value(estimate, step, k));
                    }
                    values.put(estimate.names().get(k), steps > 1 ? course : course.getFirst());
                }
                map.put("values", values);
            }
        }
        return map;
    }
}
