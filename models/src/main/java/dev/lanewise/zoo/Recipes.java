package dev.lanewise.zoo;

import dev.lanewise.recipe.Recipe;
import dev.lanewise.recipe.UnknownNameException;
import dev.lanewise.zoo.lenet.LeNet5Config;
import dev.lanewise.zoo.mlp.MlpConfig;
import java.util.List;

/** All recipes. Adding one is a config record with its model, and a line here. */
public final class Recipes {
    private static final List<Recipe> ALL = List.of(LeNet5Config.RECIPE, MlpConfig.RECIPE);

    private Recipes() {}

    /** All recipes, in the order in which they are listed. */
    public static List<Recipe> all() {
        return ALL;
    }

    /**
     * The recipe of a name.
     *
     * @throws UnknownNameException with the nearest names
     */
    public static Recipe named(String name) {
        return ALL.stream()
                .filter(recipe -> recipe.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownNameException(
                        "recipe", name, ALL.stream().map(Recipe::name).toList()));
    }
}
