package dev.lanewise.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.golden.Options.Unsupported;
import dev.lanewise.nn.Unary;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Layers, optimisers and schedules against values and gradients that PyTorch computed in double. */
class TorchOptimGoldenTest {
    /** Named closeness: the largest difference, as a fraction of the reference's largest element or of 1. */
    private static final double CLOSE = 2e-5;

    private static final float SPOILT = 1.001f;

    /** The fraction of spoilt references that must be told from right ones. */
    private static final double TOLD_APART = 0.9;

    private static final Map<String, Integer> passed = new TreeMap<>();
    private static final Map<String, List<String>> skipped = new TreeMap<>();

    @TestFactory
    Stream<DynamicTest> golden_equalsTorch() {
        return goldens().stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name() + " " + golden.options(), () -> {
                    try {
                        check(golden);
                        passed.merge(golden.kind(), 1, Integer::sum);
                    } catch (Unsupported e) {
                        skipped.computeIfAbsent(golden.kind(), k -> new ArrayList<>())
                                .add(e.getMessage());
                        Assumptions.abort(golden.name() + ": Lanewise does not have " + e.getMessage());
                    }
                }));
    }

    @Test
    void spoiltReference_isFound() {
        int tried = 0;
        int found = 0;
        for (Golden golden : goldens()) {
            if (golden.tensors().containsKey("out.0")) {
                try {
                    check(golden.scaled("out.0", SPOILT));
                    tried++;
                } catch (AssertionError e) {
                    tried++;
                    found++;
                } catch (Unsupported e) {
                    continue;
                }
            }
        }
        assertTrue(found > 0 && found >= TOLD_APART * tried, found + " of " + tried + " spoilt references were found");
    }

    @AfterAll
    static void report() {
        System.out.println("torch goldens that passed: " + passed);
        skipped.forEach((kind, why) ->
                System.out.println("torch goldens skipped: " + why.size() + " of " + kind + ", for " + why));
    }

    private static List<Golden> goldens() {
        Path folder = Golden.folder();
        if (!Files.isDirectory(folder)) {
            String line = "torch goldens skipped: no folder " + folder + "; name one with -Dlanewise.goldens=DIR";
            System.out.println(line);
            Assumptions.abort(line);
        }
        List<Golden> goldens = new ArrayList<>();
        for (Path file : Golden.files(folder)) {
            Golden golden = Golden.read(file);
            if (TorchKinds.has(golden.kind())) {
                goldens.add(golden);
            }
        }
        return goldens;
    }

    private static void check(Golden golden) {
        Options options = new Options(golden.options());
        if (TorchKinds.LAYERS.containsKey(golden.kind())) {
            layer(golden, options);
        } else if (TorchKinds.OPTIMIZERS.containsKey(golden.kind())) {
            optimizer(golden, options);
        } else {
            schedule(golden, options);
        }
    }

    private static void layer(Golden golden, Options options) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (String name : golden.names("param.")) {
            parameters.put(name, new Parameter(golden.tensor(name).copy()));
        }
        Tensor in = golden.tensor("in.x");
        Unary layer = TorchKinds.LAYERS
                .get(golden.kind())
                .build(options, name -> parameters.get("param." + name), in.shape());
        options.done();
        Tape tape = Tape.of(Mode.TRAIN, true, 0);
        tape.begin(0);
        Var x = tape.input(in.copy());
        Var y = layer.forward(x);
        Map<String, Tensor> ours = new LinkedHashMap<>();
        ours.put("out.0", y.tensor());
        Gradients gradients = tape.backward(y, golden.tensor("gradout.0"));
        ours.put("grad.in.x", gradients.of(x));
        parameters.forEach((name, parameter) -> ours.put("grad." + name, gradients.of(parameter)));
        for (String name : golden.tensors().keySet()) {
            if (!name.startsWith("in.") && !name.startsWith("param.") && !name.startsWith("gradout.")) {
                assertTrue(ours.containsKey(name), golden.name() + ": nothing to compare with " + name);
                compare(golden, name, ours.get(name));
            }
        }
    }

    private static void optimizer(Golden golden, Options options) {
        Parameter parameter = new Parameter(golden.tensor("p.0").copy());
        Optimizer optimizer = TorchKinds.OPTIMIZERS.get(golden.kind()).build(options, List.of(parameter));
        float rate = (float) options.number("lr", 1e-3);
        options.done();
        Tape tape = Tape.training(0);
        int steps = golden.names("grad.").size();
        assertEquals(steps, golden.names("p.").size() - 1, golden.name());
        for (int k = 1; k <= steps; k++) {
            tape.begin(k);
            optimizer.step(tape.backward(tape.parameter(parameter), golden.tensor("grad." + k)), rate);
            compare(golden, "p." + k, parameter.value());
        }
    }

    private static void schedule(Golden golden, Options options) {
        Schedule schedule = TorchKinds.SCHEDULES.get(golden.kind()).apply(options);
        options.done();
        Tensor rates = Tensor.zeros(golden.tensor("lr").shape());
        if (schedule instanceof Schedule.Cosine cosine && rates.size() > cosine.steps() + 1) {
            throw new Unsupported("steps beyond T_max, where PyTorch rises again");
        }
        for (int step = 0; step < rates.size(); step++) {
            rates.set(schedule.rate(step), step);
        }
        compare(golden, "lr", rates);
    }

    private static void compare(Golden golden, String name, Tensor ours) {
        Tensor reference = golden.tensor(name);
        assertEquals(reference.shape(), ours.shape(), golden.name() + ": shape of " + name);
        double scale = 1;
        for (float value : reference.toArray()) {
            scale = Math.max(scale, Math.abs(value));
        }
        float[] expected = reference.toArray();
        float[] found = ours.toArray();
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs((double) found[i] - expected[i]) <= CLOSE * scale)) {
                throw new AssertionError(golden.name() + " " + golden.options() + ": " + name + " at flat index " + i
                        + " is " + found[i] + ", PyTorch has " + expected[i]);
            }
        }
    }
}
