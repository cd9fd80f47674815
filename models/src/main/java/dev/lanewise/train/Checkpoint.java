package dev.lanewise.train;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.format.FormatException;
import dev.lanewise.format.json.Json;
import dev.lanewise.format.safetensors.SafetensorsReader;
import dev.lanewise.format.safetensors.SafetensorsWriter;
import dev.lanewise.format.safetensors.TensorEntry;
import dev.lanewise.nn.Layer;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A training run at rest: parameters, buffers, the optimiser's state, the best model so far where it is kept, what the
 * watch knows, and the number of the step, in one safetensors file.
 * Order of samples, schedule and random draws are functions of the step and need no place in it.
 */
public final class Checkpoint {
    private static final String STEP = "step";
    private static final String WATCH = "watch";
    private static final String OPTIMIZER = "optimizer.";
    private static final String BEST = "best.";

    private Checkpoint() {}

    /** Writes a checkpoint; the file appears under its name only when it is whole. */
    public static void write(Path file, Layer model, Optimizer optimizer, Watch watch) throws IOException {
        SafetensorsWriter writer = modelWriter(model);
        writer.metadata(STEP, Long.toString(optimizer.steps()));
        writer.metadata(WATCH, Json.line(watch.state()));
        for (Map.Entry<String, Parameter> entry : model.parameters().entrySet()) {
            new TreeMap<>(optimizer.state(entry.getValue()))
                    .forEach((name, state) -> writer.add(OPTIMIZER + entry.getKey() + "." + name, state));
        }
        new TreeMap<>(watch.tensors()).forEach((name, value) -> writer.add(BEST + name, value));
        writer.seal().write(file);
    }

    /**
     * Reads a checkpoint into a model, an optimiser and a watch that were made by the same configuration.
     *
     * @return the number of the step
     * @throws dev.lanewise.format.FormatException if the file is damaged or belongs to another model
     */
    public static long read(Path file, Layer model, Optimizer optimizer, Watch watch) throws IOException {
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            reader.verify();
            readModel(reader, model);
            for (Map.Entry<String, Parameter> entry : model.parameters().entrySet()) {
                for (Map.Entry<String, Tensor> state :
                        optimizer.state(entry.getValue()).entrySet()) {
                    reader.read(OPTIMIZER + entry.getKey() + "." + state.getKey(), state.getValue());
                }
            }
            Map<String, Tensor> best = new TreeMap<>();
            for (TensorEntry entry : reader.entries().values()) {
                if (entry.name().startsWith(BEST)) {
                    Tensor value = Tensor.zeros(entry.asShape());
                    reader.read(entry.name(), value);
                    best.put(entry.name().substring(BEST.length()), value);
                }
            }
            watch.restore(Json.parseObject(reader.metadata().getOrDefault(WATCH, "{}"), file + ": watch"), best);
            long step = Long.parseLong(reader.metadata().getOrDefault(STEP, "0"));
            optimizer.resumeAt(step);
            return step;
        } catch (IllegalArgumentException e) {
            throw new FormatException(file + ": not a checkpoint of this run: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a model's parameters and buffers under their names: PyTorch's, where PyTorch has the layer. The file carries
     * a hash of its contents, as metadata that other readers pass over.
     */
    public static void writeModel(Path file, Layer model) throws IOException {
        modelWriter(model).seal().write(file);
    }

    /**
     * Reads a model's parameters and buffers.
     *
     * @throws FormatException if the file is damaged, which is found out wherever it carries a hash, or belongs to another
     *     model
     */
    public static void readModel(Path file, Layer model) throws IOException {
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            if (reader.isSealed()) {
                reader.verify();
            }
            readModel(reader, model);
        }
    }

    private static SafetensorsWriter modelWriter(Layer model) {
        SafetensorsWriter writer = new SafetensorsWriter();
        model.parameters().forEach((name, parameter) -> writer.add(name, parameter.value()));
        model.buffers().forEach((name, buffer) -> writer.add(name, buffer.value()));
        return writer;
    }

    private static void readModel(SafetensorsReader reader, Layer model) throws IOException {
        for (Map.Entry<String, Parameter> entry : model.parameters().entrySet()) {
            reader.read(entry.getKey(), entry.getValue().value());
        }
        for (var entry : model.buffers().entrySet()) {
            readBuffer(reader, entry.getKey(), entry.getValue().value());
        }
    }

    /** PyTorch keeps some counts, such as num_batches_tracked, as whole numbers. */
    private static void readBuffer(SafetensorsReader reader, String name, Tensor into) throws IOException {
        TensorEntry entry = reader.entries().get(name);
        if (entry == null || !entry.dtype().startsWith("I")) {
            reader.read(name, into);
            return;
        }
        long[] values = reader.longs(name);
        if (values.length != into.size()) {
            throw new FormatException("tensor '" + name + "' has " + values.length + " elements, expected "
                    + into.size() + " for " + into.shape());
        }
        for (int i = 0; i < values.length; i++) {
            into.array()[into.offset() + i] = values[i];
        }
    }
}
