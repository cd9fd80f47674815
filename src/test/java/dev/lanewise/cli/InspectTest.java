package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.safetensors.SafetensorsWriter;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lanewise inspect}. */
class InspectTest {
    @TempDir
    Path folder;

    private String inspect(String file) {
        return Cli.run(folder, "inspect", file).ok().out();
    }

    private String fails(String file) {
        String line = Cli.run(folder, "inspect", file).failure(1);
        assertTrue(line.contains(file), line);
        assertFalse(line.contains("Exception"), line);
        return line;
    }

    @Test
    void inspect_safetensors() throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        writer.metadata("step", "12");
        writer.add("fc.weight", Tensor.zeros(4, 250));
        writer.add("fc.bias", Tensor.zeros(4));
        writer.write(folder.resolve("m.safetensors"));
        String text = inspect("m.safetensors");
        assertTrue(text.contains("step  12"), text);
        assertTrue(text.contains("fc.weight  F32   [4, 250]     1,000  4,000"), text);
        assertTrue(text.contains("2 tensors                     1,004  4,016"), text);

        byte[] bytes = Files.readAllBytes(folder.resolve("m.safetensors"));
        for (int length : new int[] {0, 1, 7, 8, 9, 40, bytes.length - 1}) {
            Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, length));
            fails("cut.safetensors");
        }
    }

    @Test
    void inspect_idx() throws IOException {
        Path data = SmallDigits.write(folder.resolve("data"));
        assertTrue(inspect("data").contains("256 samples to train on, 100 to test; a sample is [x [1, 28, 28], y []]"));
        String images = "data/t10k-images-idx3-ubyte";
        assertTrue(inspect(images).contains("shape [100, 28, 28]"));
        String labels = inspect("data/t10k-labels-idx1-ubyte");
        assertTrue(labels.contains("IDX labels") && labels.contains("\n    0       11\n"), labels);

        byte[] bytes = Files.readAllBytes(folder.resolve(images));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(data.resolve("packed")))) {
            out.write(bytes);
        }
        assertTrue(inspect("data/packed").contains("shape [100, 28, 28]"));
        byte[] packed = Files.readAllBytes(data.resolve("packed"));
        for (int length : new int[] {2, 9, 20, packed.length / 2, packed.length - 1}) {
            Files.write(data.resolve("cut"), Arrays.copyOf(packed, length));
            fails("data/cut");
        }
        for (int length : new int[] {3, 4, 15, bytes.length - 1}) {
            Files.write(data.resolve("cut"), Arrays.copyOf(bytes, length));
            fails("data/cut");
        }
        Files.write(data.resolve("floats"), new byte[] {0, 0, 0x0d, 1, 0, 0, 0, 1, 0, 0, 0, 0});
        assertTrue(fails("data/floats").contains("0x0d"));
    }

    @Test
    void inspect_aRunFolder() throws IOException {
        SmallDigits.write(folder.resolve("data"));
        Cli.run(folder, "train", "mlp", "--data", "data", "--steps", "2", "--out", "run")
                .ok();
        String text = inspect("run");
        assertTrue(text.contains("a run of mlp, finished"), text);
        assertTrue(text.contains("test_accuracy") && text.contains("model.safetensors"), text);
        assertTrue(inspect("run/result.json").contains("\"recipe\": \"mlp\""));
        Files.delete(folder.resolve("run/result.json"));
        assertTrue(inspect("run").contains("not finished"));
    }

    @Test
    void inspect_anythingElse_isOneClearLine() throws IOException {
        assertTrue(fails("none").contains("no such file"));
        Files.createDirectory(folder.resolve("empty"));
        fails("empty");
        Files.writeString(folder.resolve("note"), "hello");
        fails("note");
        Files.writeString(folder.resolve("half.json"), "{\"a\": [1, 2");
        fails("half.json");
        Files.writeString(folder.resolve("bell.json"), "{\"\\u0007\": \"\\u001b[2J\"}");
        assertFalse(inspect("bell.json").contains("\033"));
    }
}
