package dev.lanewise.cli;

import dev.lanewise.data.DataException;
import dev.lanewise.format.json.Json;
import dev.lanewise.run.RunConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A file of configuration, {@code --config}: YAML, or JSON if its name ends so. Its keys are {@code recipe}, {@code data}
 * and the settings of the recipe; a run's {@code config.json} is such a file.
 */
final class ConfigFile {
    private ConfigFile() {}

    /**
     * Reads a file.
     *
     * @throws DataException if it is no mapping of keys to texts, numbers, booleans or lists of them
     */
    static RunConfig.Wish read(Path file) throws IOException {
        boolean json = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json");
        Map<String, Object> map = json ? Json.readObject(file) : yaml(file);
        RunConfig.Wish wish;
        try {
            wish = RunConfig.Wish.of(map);
        } catch (ClassCastException e) {
            throw new DataException(file + ": recipe and data must be texts", e);
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        wish.settings().forEach((key, value) -> settings.put(key, plain(file, key, value)));
        return new RunConfig.Wish(wish.recipe(), wish.data(), settings);
    }

    private static Map<String, Object> yaml(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Object value = new Load(LoadSettings.builder()
                            .setLabel(file.toString())
                            .setAllowDuplicateKeys(false)
                            .build())
                    .loadFromInputStream(in);
            if (!(value instanceof Map<?, ?> map)) {
                throw new DataException(file + ": expected keys with values, such as 'epochs: 10'");
            }
            Map<String, Object> named = new LinkedHashMap<>();
            map.forEach((key, each) -> named.put(String.valueOf(key), each));
            return named;
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark()
                    .map(mark -> ": line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                    .orElse("");
            throw new DataException(file + where + ": " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new DataException(file + ": not YAML: " + e.getMessage(), e);
        }
    }

    private static Object plain(Path file, String key, Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(","));
            case Map<?, ?> _ ->
                throw new DataException(file + ": " + key + " holds keys of its own, expected one value or a list");
            case null -> "";
            default -> value;
        };
    }
}
