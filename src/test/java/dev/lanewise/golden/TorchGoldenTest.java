package dev.lanewise.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.golden.Options.Unsupported;
import dev.lanewise.gradient.Projection;
import dev.lanewise.optim.Clipping;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
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
class TorchGoldenTest {
    /** Named closeness: the largest difference, as a fraction of the reference's largest element or of 1. */
    private static final double CLOSE = 2e-5;

    private static final float SPOILT = 1.001f;

    /** The fraction of spoilt references that must be told from right ones. */
    private static final double TOLD_APART = 0.9;

    private static final Map<String, Integer> passed = new TreeMap<>();

    /** The folder that is named, by default that of the shared data. */
    @TestFactory
    Stream<DynamicTest> golden_equalsTorch() {
        return tests(named());
    }

    /** The cases that come with the project. */
    @TestFactory
    Stream<DynamicTest> committedGolden_equalsTorch() {
        return tests(committed());
    }

    private static Stream<DynamicTest> tests(List<Golden> goldens) {
        return goldens.stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name() + " " + golden.options(), () -> {
                    try {
                        check(golden);
                    } catch (Unsupported e) {
                        throw new AssertionError(golden.name() + ": Lanewise does not have " + e.getMessage(), e);
                    }
                    passed.merge(golden.kind(), 1, Integer::sum);
                }));
    }

    /** The comparison bites: an output that is off by a thousandth fails. */
    @Test
    void spoiltReference_isFound() {
        spoil(named());
    }

    @Test
    void spoiltCommittedReference_isFound() {
        spoil(committed());
    }

    private static void spoil(List<Golden> goldens) {
        int tried = 0;
        int found = 0;
        for (Golden golden : goldens) {
            if (golden.tensors().containsKey("out.0")) {
                tried++;
                try {
                    check(golden.scaled("out.0", SPOILT));
                } catch (AssertionError e) {
                    found++;
                }
            }
        }
        System.out.println("torch goldens: " + found + " of " + tried + " spoilt references were found");
        assertTrue(found > 0 && found >= TOLD_APART * tried, found + " of " + tried + " spoilt references were found");
    }

    @AfterAll
    static void report() {
        int sum = passed.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println("torch goldens that passed: " + sum + " of " + passed.size() + " kinds: " + passed);
    }

    private static List<Golden> named() {
        Path folder = Golden.folder();
        if (!Files.isDirectory(folder)) {
            String line = "torch goldens skipped: no folder " + folder + "; name one with -Dlanewise.goldens=DIR";
            System.out.println(line);
            Assumptions.abort(line);
        }
        return read(folder);
    }

    private static List<Golden> committed() {
        String root = System.getProperty("lanewise.root");
        Assumptions.assumeTrue(root != null, "skipped: no source tree, -Dlanewise.root names it");
        return read(Path.of(root, "src", "test", "goldens", "data"));
    }

    private static List<Golden> read(Path folder) {
        List<Golden> goldens = Golden.files(folder).stream().map(Golden::read).toList();
        assertTrue(!goldens.isEmpty(), "no goldens in " + folder);
        return goldens;
    }

    private static void check(Golden golden) {
        Options options = new Options(golden.options());
        String kind = golden.kind();
        if (TorchKinds.ALL.containsKey(kind)) {
            layer(golden, options);
        } else if (OptimKinds.OPTIMIZERS.containsKey(kind)) {
            optimizer(golden, options);
        } else if (OptimKinds.SCHEDULES.containsKey(kind)) {
            schedule(golden, options);
        } else if (kind.equals(OptimKinds.CLIP_GRAD_NORM)) {
            clipping(golden, options);
        } else {
            throw new Unsupported("the kind " + kind);
        }
    }

    private static void layer(Golden golden, Options options) {
        TorchCase torch = new TorchCase(golden);
        Var[] outputs = TorchKinds.ALL.get(golden.kind()).run(torch, options);
        options.done();
        Map<String, Tensor> ours = new LinkedHashMap<>();
        Var[] pairs = new Var[2 * outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            ours.put("out." + i, outputs[i].tensor());
            pairs[2 * i] = outputs[i];
            pairs[2 * i + 1] = torch.tape().constant(golden.tensor("gradout." + i));
        }
        Gradients gradients = torch.tape().backward(torch.tape().record(new Projection(), pairs)[0]);
        torch.inputs().forEach((name, var) -> ours.put("grad.in." + name, gradients.of(var)));
        torch.parameters().forEach((name, p) -> ours.put("grad.param." + name, gradients.of(p)));
        torch.buffers().forEach((name, buffer) -> ours.put("buffer_after." + name, buffer.value()));
        for (Map.Entry<String, Value> entry : golden.tensors().entrySet()) {
            String name = entry.getKey();
            boolean result = name.startsWith("out.") || name.startsWith("grad.") || name.startsWith("buffer_after.");
            // A count of batches is an integer, and Lanewise keeps none.
            if (result && entry.getValue() instanceof Tensor) {
                assertTrue(ours.containsKey(name), golden.name() + ": nothing to compare with " + name);
                compare(golden, name, ours.get(name));
            }
        }
    }

    private static void optimizer(Golden golden, Options options) {
        Parameter parameter = new Parameter(golden.tensor("p.0").copy());
        Optimizer optimizer = OptimKinds.OPTIMIZERS.get(golden.kind()).build(options, List.of(parameter));
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
        Schedule schedule = OptimKinds.SCHEDULES.get(golden.kind()).apply(options);
        options.done();
        Tensor rates = Tensor.zeros(golden.tensor("lr").shape());
        for (int step = 0; step < rates.size(); step++) {
            rates.set(schedule.rate(step), step);
        }
        compare(golden, "lr", rates);
    }

    private static void clipping(Golden golden, Options options) {
        Clipping clipping = OptimKinds.clipping(options);
        options.done();
        Tape tape = Tape.training(0);
        List<Parameter> parameters = new ArrayList<>();
        List<Var> pairs = new ArrayList<>();
        for (String name : golden.names("grad.")) {
            Parameter parameter = new Parameter(Tensor.zeros(golden.tensor(name).shape()));
            parameters.add(parameter);
            pairs.add(tape.parameter(parameter));
            pairs.add(tape.constant(golden.tensor(name)));
        }
        // The gradient of the projection on g is g.
        Var projection = tape.record(new Projection(), pairs.toArray(new Var[0]))[0];
        Gradients gradients = tape.backward(projection);
        double norm = clipping.clip(gradients, parameters);
        compare(golden, "norm", Tensor.of(new float[] {(float) norm}, 1));
        int i = 0;
        for (String name : golden.names("grad.")) {
            compare(golden, name.replace("grad.", "clipped."), gradients.of(parameters.get(i++)));
        }
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
