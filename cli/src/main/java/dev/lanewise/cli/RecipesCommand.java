package dev.lanewise.cli;

import dev.lanewise.recipe.Recipe;
import dev.lanewise.setting.UnknownNameException;
import dev.lanewise.zoo.Recipes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise recipes}. */
@Command(description = "Lists the recipes, or the settings of one.")
final class RecipesCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The recipe whose settings to list.")
    private String name;

    RecipesCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        shell.out().print(name == null ? all() : one());
        return Main.OK;
    }

    private static String all() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("recipe", "trains", "expect"));
        for (Recipe recipe : Recipes.all()) {
            rows.add(List.of(recipe.name(), recipe.summary(), recipe.expected()));
        }
        return Text.table(new boolean[3], rows);
    }

    private String one() {
        Recipe recipe;
        try {
            recipe = Recipes.named(name);
        } catch (UnknownNameException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("setting", "default", "meaning"));
        for (Map.Entry<String, Object> setting : recipe.settings().toMap().entrySet()) {
            rows.add(List.of(
                    setting.getKey(),
                    String.valueOf(setting.getValue()),
                    recipe.settings().meanings().getOrDefault(setting.getKey(), "")));
        }
        return recipe.name() + ": " + recipe.summary() + "; " + recipe.expected() + "\n"
                + Text.table(new boolean[3], rows)
                + "Change one: lanewise train " + recipe.name() + " --set KEY=VALUE\n";
    }
}
