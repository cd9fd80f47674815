package dev.lanewise.run;

import dev.lanewise.data.source.Preparation;
import dev.lanewise.format.FormatException;
import dev.lanewise.format.json.Json;
import dev.lanewise.recipe.Recipe;
import dev.lanewise.recipe.Settings;
import dev.lanewise.setting.UnknownNameException;
import dev.lanewise.zoo.Recipes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What {@code config.json} of a run holds: everything that is needed to repeat the run and to use its model.
 *
 * @param recipe what was trained
 * @param version of Lanewise that began the run
 * @param data where the data came from: null for the set built in, else a path
 * @param dataName the set's short name
 * @param dataFingerprint SHA-256 of the data as it was trained on
 * @param settings how it was trained
 * @param preparation how raw data becomes the model's input
 */
public record RunConfig(
        Recipe recipe,
        String version,
        String data,
        String dataName,
        String dataFingerprint,
        Settings settings,
        Preparation preparation) {
    private static final String RECIPE = "recipe";
    private static final String DATA = "data";
    private static final String INPUT = "input";

    /** Keys that are no settings. */
    private static final Set<String> OTHERS = Set.of(RECIPE, "version", DATA, "data_name", "data_fingerprint", INPUT);

    /** As JSON: settings under their keys, the preparation under {@code input}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(RECIPE, recipe.name());
        map.put("version", version);
        map.put(DATA, data);
        map.put("data_name", dataName);
        map.put("data_fingerprint", dataFingerprint);
        map.putAll(settings.toMap());
        map.put(INPUT, preparation.toMap());
        return map;
    }

    /**
     * What a file of configuration asks for; a run's {@code config.json} is such a file.
     *
     * @param recipe its name; null if the file does not say
     * @param data a path; null if the file does not say
     * @param settings by key
     */
    public record Wish(String recipe, String data, Map<String, Object> settings) {
        /** The wish that a map stands for. */
        public static Wish of(Map<String, Object> map) {
            Map<String, Object> settings = new LinkedHashMap<>(map);
            settings.keySet().removeAll(OTHERS);
            return new Wish((String) map.get(RECIPE), (String) map.get(DATA), settings);
        }
    }

    /**
     * Reads a {@code config.json}.
     *
     * @throws FormatException if it is not one
     */
    public static RunConfig read(Path file) throws IOException {
        Map<String, Object> map = Json.readObject(file);
        try {
            Recipe recipe = Recipes.named(text(map, RECIPE));
            return new RunConfig(
                    recipe,
                    text(map, "version"),
                    map.get(DATA) == null ? null : text(map, DATA),
                    text(map, "data_name"),
                    text(map, "data_fingerprint"),
                    recipe.settings().with(Wish.of(map).settings()).checked(),
                    preparation(recipe, map.get(INPUT)));
        } catch (UnknownNameException e) {
            throw new FormatException(file + ": not a configuration of this version: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new FormatException(file + ": not the config.json of a run: " + e.getMessage(), e);
        }
    }

    private static String text(Map<String, Object> map, String key) {
        if (map.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(map.containsKey(key) ? key + " is not a text" : key + " is missing");
    }

    private static Preparation preparation(Recipe recipe, Object input) {
        if (!(input instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(INPUT + " is missing");
        }
        Map<String, Object> saved = new LinkedHashMap<>();
        map.forEach((key, value) -> saved.put((String) key, value));
        try {
            return recipe.data().preparation(saved);
        } catch (NullPointerException
                | ClassCastException
                | IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException e) {
            // Their messages speak of code.
            throw new IllegalArgumentException(
                    INPUT + " lacks a part, or has one of another kind or size than "
                            + recipe.data().name(),
                    e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(INPUT + ": " + e.getMessage(), e);
        }
    }
}
