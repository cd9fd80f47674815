package dev.lanewise.golden;

import dev.lanewise.format.json.Json;
import dev.lanewise.format.safetensors.SafetensorsReader;
import dev.lanewise.tensor.Tensor;
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
record Golden(String name, String kind, Map<String, Object> options, Map<String, Tensor> tensors) {
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

    /** Reads a file; its integer tensors are left out. */
    @SuppressWarnings("unchecked")
    static Golden read(Path file) {
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (String tensor : reader.entries().keySet()) {
                if (reader.entries().get(tensor).dtype().startsWith("F")) {
                    tensors.put(tensor, reader.tensor(tensor));
                }
            }
            String name = file.getFileName().toString().replace(EXTENSION, "");
            Object options = Json.parse(reader.metadata().get("options"), name);
            return new Golden(name, reader.metadata().get("kind"), (Map<String, Object>) options, tensors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tensor that must be there. */
    Tensor tensor(String tensor) {
        Tensor found = tensors.get(tensor);
        if (found == null) {
            throw new AssertionError(name + ": no tensor " + tensor + " among " + tensors.keySet());
        }
        return found;
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
        Map<String, Tensor> changed = new LinkedHashMap<>(tensors);
        changed.put(tensor, scaled);
        return new Golden(name, kind, options, changed);
    }
}
