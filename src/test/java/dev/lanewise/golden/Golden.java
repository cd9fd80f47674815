package dev.lanewise.golden;

import dev.lanewise.format.json.Json;
import dev.lanewise.format.safetensors.SafetensorsReader;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One file of reference values that PyTorch computed.
 *
 * @param name the file's name without its extension
 * @param kind PyTorch's class or function
 * @param options by PyTorch's names
 * @param tensors by PyTorch's names, in the order of the file
 */
record Golden(String name, String kind, Map<String, Object> options, Map<String, Value> tensors) {
    private static final String EXTENSION = ".safetensors";

    /** The folder that {@code -Dlanewise.goldens} names, by default that of the shared data. */
    static Path folder() {
        String shared = System.getProperty("lanewise.shared", "../shared");
        return Path.of(System.getProperty("lanewise.goldens", shared + "/data/torch-goldens"));
    }

    /** The files of a folder, in order of their names. */
    static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.toString().endsWith(EXTENSION)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file; tensors of integers and booleans hold ints. */
    @SuppressWarnings("unchecked")
    static Golden read(Path file) {
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            Map<String, Value> tensors = new LinkedHashMap<>();
            for (String tensor : reader.entries().keySet()) {
                boolean floats = reader.entries().get(tensor).dtype().startsWith("F");
                tensors.put(tensor, floats ? reader.tensor(tensor) : reader.ints(tensor));
            }
            String name = file.getFileName().toString().replace(EXTENSION, "");
            Object options = Json.parse(reader.metadata().get("options"), name);
            return new Golden(name, reader.metadata().get("kind"), (Map<String, Object>) options, tensors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tensor of floats that must be there. */
    Tensor tensor(String tensor) {
        if (tensors.get(tensor) instanceof Tensor found) {
            return found;
        }
        throw new AssertionError(name + ": no floats " + tensor + " among " + tensors.keySet());
    }

    /** A tensor of integers or booleans that must be there. */
    IntTensor ints(String tensor) {
        if (tensors.get(tensor) instanceof IntTensor found) {
            return found;
        }
        throw new AssertionError(name + ": no ints " + tensor + " among " + tensors.keySet());
    }

    /** The names that begin with a prefix. */
    List<String> names(String prefix) {
        List<String> names = new ArrayList<>(tensors.keySet());
        names.removeIf(n -> !n.startsWith(prefix));
        return names;
    }

    /** The same with every element of a tensor multiplied: a copy. */
    Golden scaled(String tensor, float factor) {
        Tensor scaled = tensor(tensor).copy();
        for (int i = 0; i < scaled.size(); i++) {
            scaled.array()[i] *= factor;
        }
        Map<String, Value> changed = new LinkedHashMap<>(tensors);
        changed.put(tensor, scaled);
        return new Golden(name, kind, options, changed);
    }
}
