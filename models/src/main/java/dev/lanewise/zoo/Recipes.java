package dev.lanewise.zoo;

import dev.lanewise.data.source.DataKind;
import dev.lanewise.data.source.DataKinds;
import dev.lanewise.format.FormatException;
import dev.lanewise.format.json.Json;
import dev.lanewise.recipe.ModelConfig;
import dev.lanewise.recipe.Recipe;
import dev.lanewise.recipe.Settings;
import dev.lanewise.setting.UnknownNameException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All recipes: one for each file of the folder {@code recipes} beside this class, called as the file. Adding one is adding
 * its file, which names the class of its model, the kind of its data and what it sets.
 */
public final class Recipes {
    private static final String FOLDER = "recipes/";
    private static final String ENDING = ".json";

    private Recipes() {}

    /** All recipes, by name. */
    public static List<Recipe> all() {
        return names().stream().map(Recipes::read).toList();
    }

    /**
     * The recipe of a name.
     *
     * @throws UnknownNameException with the nearest names
     */
    public static Recipe named(String name) {
        // Without a look at the folder: a training run begins with this.
        if (name.matches("[a-z0-9][a-z0-9_-]*") && Recipes.class.getResource(FOLDER + name + ENDING) != null) {
            return read(name);
        }
        throw new UnknownNameException("recipe", name, names());
    }

    /** The names of all recipes, in alphabetical order. */
    public static List<String> names() {
        try {
            URI one = Recipes.class.getResource(FOLDER + "mlp" + ENDING).toURI();
            if (!one.getScheme().equals("jar")) {
                return names(Path.of(one).getParent());
            }
            String[] parts = one.toString().split("!", 2);
            try (FileSystem jar = FileSystems.newFileSystem(URI.create(parts[0]), Map.of())) {
                return names(jar.getPath(parts[1]).getParent());
            } catch (FileSystemAlreadyExistsException _) {
                return names(FileSystems.getFileSystem(URI.create(parts[0]))
                        .getPath(parts[1])
                        .getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        }
    }

    private static Recipe read(String name) {
        String file = FOLDER + name + ENDING;
        try (InputStream in = Recipes.class.getResourceAsStream(file)) {
            Map<String, Object> map = Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8), file);
            DataKind<?> data = DataKinds.named(text(file, map, "data"));
            List<Record> parts = new ArrayList<>();
            parts.add(data.options());
            parts.add((Record) model(text(file, map, "model")));
            Settings settings = Settings.of(parts.toArray(Record[]::new));
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) map.get("settings")).entrySet()) {
                settings = settings.with((String) entry.getKey(), entry.getValue());
            }
            return new Recipe(
                    name,
                    text(file, map, "summary"),
                    data,
                    text(file, map, "built_in"),
                    settings.checked(),
                    text(file, map, "expected"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String file, Map<String, Object> map, String key) {
        if (map.get(key) instanceof String text) {
            return text;
        }
        throw new FormatException(file + ": " + key + " is " + map.get(key) + ", expected a text");
    }

    private static ModelConfig model(String className) {
        try {
            return Class.forName(className)
                    .asSubclass(ModelConfig.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new FormatException(
                    className + ": expected a ModelConfig with a public constructor without parameters", e);
        }
    }
}
