package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --config}. */
class ConfigFileTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        SmallDigits.write(folder.resolve("data"));
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void yaml_saysRecipeDataAndSettings_andOptionsCountMore() throws IOException {
        file("run.yaml", """
                # A small run.
                recipe: mlp
                data: data
                batch: 32
                hidden: [16, 8]
                steps: 3
                lr: 0.01
                """);
        Cli.run(folder, "train", "--config", "run.yaml", "--lr", "0.02", "--out", "run")
                .ok();
        Map<String, Object> config = Json.readObject(folder.resolve("run/config.json"));
        assertEquals("mlp", config.get("recipe"));
        assertEquals(32L, config.get("batch"));
        assertEquals("16,8", config.get("hidden"));
        assertEquals(0.02, config.get("lr"));
        assertEquals(3L, Cli.result(folder.resolve("run")).get("steps"));
    }

    @Test
    void configOfARun_repeatsIt() throws IOException {
        Cli.run(folder, "train", "mlp", "--data", "data", "--steps", "6", "--set", "hidden=12", "--out", "first")
                .ok();
        Cli.run(folder, "train", "--config", "first/config.json", "--out", "second")
                .ok();
        assertEquals(Cli.sha256(folder.resolve("first")), Cli.sha256(folder.resolve("second")));
        Cli.run(folder, "train", "--config", "first/config.json", "--seed", "2", "--out", "other")
                .ok();
        assertFalse(Cli.sha256(folder.resolve("first")).equals(Cli.sha256(folder.resolve("other"))));
    }

    @Test
    void wrongFiles_areRefusedInOneLine() throws IOException {
        file("key.yaml", "recipe: mlp\nhiden: 4\n");
        assertEquals(
                "lanewise: --config key.yaml: unknown setting 'hiden': did you mean hidden? (lanewise train --help)",
                Cli.run(folder, "train", "--config", "key.yaml").failure(2));
        file("twice.yaml", "recipe: mlp\nlr: 1\nlr: 2\n");
        String twice = Cli.run(folder, "train", "--config", "twice.yaml").failure(1);
        assertTrue(twice.contains("twice.yaml: line 3") && twice.contains("lr"), twice);
        file("list.yaml", "- mlp\n");
        String list = Cli.run(folder, "train", "--config", "list.yaml").failure(1);
        assertTrue(list.contains("expected keys with values"), list);
        file("deep.yaml", "recipe: mlp\nmodel:\n  hidden: 4\n");
        String deep = Cli.run(folder, "train", "--config", "deep.yaml").failure(1);
        assertTrue(deep.contains("model holds keys of its own"), deep);
        file("value.json", "{\"recipe\": \"mlp\", \"hidden\": \"4,x\"}");
        String value = Cli.run(folder, "train", "--config", "value.json").failure(2);
        assertTrue(value.contains("hidden=4,x, expected integers"), value);
        String missing = Cli.run(folder, "train", "--config", "none.yaml").failure(1);
        assertTrue(missing.contains("none.yaml: no such file"), missing);
        assertEquals(false, Files.exists(folder.resolve("runs")));
    }
}
