package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person gets who mistypes, asks for help, or asks what there is. */
class UsageTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trian lenet5                            | unknown command 'trian': did you mean train?
            train lenet                             | unknown recipe 'lenet': did you mean lenet5?
            train resnet50                          | unknown recipe 'resnet50': expected one of
            train                                   | RECIPE is missing, one of
            train lenet5 --epoch 3                  | unknown option '--epoch': did you mean --epochs?
            train lenet5 mlp                        | unexpected argument 'mlp'
            train lenet5 --lr fast                  | --lr=fast, expected a number
            train lenet5 --lr -1                    | --lr=-1, expected a number above 0
            train lenet5 --lr NaN                   | --lr=NaN, expected a number above 0
            train lenet5 --epochs 0                 | --epochs=0, expected 1 to 2147483647
            train lenet5 --steps many               | --steps=many, expected an integer
            train lenet5 --batch 99999999999        | --batch=99999999999, expected 1 to 2147483647
            train lenet5 --seed 1.5                 | --seed=1.5, expected an integer
            train lenet5 --threads 0                | --threads=0, expected 1 to 256
            train lenet5 --threads two              | 'two' is not an int
            train lenet5 --optimizer adm            | unknown optimizer 'adm': did you mean adam
            train lenet5 --schedule cosin           | unknown schedule 'cosin': did you mean cosine?
            train lenet5 --set momentun=0.5         | unknown setting 'momentun': did you mean momentum?
            train lenet5 --set momentum=2           | --set momentum=2, expected from 0 to less than 1
            train lenet5 --set momentum             | --set momentum: expected KEY=VALUE
            train lenet5 --lr                       | missing required parameter for option '--lr'
            train lenet5 --resume                   | --resume needs --out
            eval                                    | 'RUN'
            predict run                             | 'INPUT'
            recipes lenet55                         | unknown recipe 'lenet55': did you mean lenet5?
            inspect                                 | 'FILE'
            bench --filter nosuch                   | --filter=nosuch matches no kernel; there are the families gemm,
            bench --filter (                        | --filter=(, expected a regular expression
            bench --threads 0                       | --threads=0, expected 1 to 256
            bench --seconds 0                       | --seconds=0.0, expected a number above 0
            bench --dark                            | --dark needs --png
            """)
    void wrongUsage_isOneLineWithWhatToDoAndExitCode2(String arguments, String expected) throws IOException {
        Cli.Outcome outcome = Cli.run(folder, arguments.split(" "));
        String line = outcome.failure(2);
        assertTrue(line.startsWith("lanewise: ") && line.contains(expected) && line.endsWith("--help)"), line);
        assertEquals("", outcome.out());
        assertEquals(0, Cli.files(folder).size(), "something was written");
    }

    @Test
    void noCommand_showsTheCommands() {
        Cli.Outcome outcome = Cli.run(folder);
        assertEquals(2, outcome.code());
        assertTrue(outcome.err().contains("Usage: lanewise"), outcome.err());
        assertEquals("", outcome.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "eval", "predict", "recipes", "inspect", "info"})
    void help_isThereForEveryCommand(String command) {
        Cli.Outcome outcome = Cli.run(folder, command, "--help").ok();
        assertTrue(outcome.out().startsWith("Usage: lanewise " + command), outcome.out());
        assertTrue(outcome.out().contains("--stacktrace"), outcome.out());
        assertFalse(outcome.out().contains("\033"), "colours without a terminal");
    }

    @Test
    void version_andCompletion() {
        assertTrue(Cli.run(folder, "--version").ok().out().startsWith("lanewise "));
        assertTrue(Cli.run(folder, "generate-completion").ok().out().contains("_complete_lanewise"));
    }

    @Test
    void stacktrace_onlyWhenAsked() {
        assertEquals(1, Cli.run(folder, "eval", "none").err().lines().count());
        Cli.Outcome outcome = Cli.run(folder, "eval", "none", "--stacktrace");
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("\tat dev.lanewise."), outcome.err());
        assertTrue(Cli.run(folder, "--stacktrace", "eval", "none").err().contains("\tat dev.lanewise."));
    }

    @Test
    void recipes_listsAllAndTheSettingsOfOne() {
        String all = Cli.run(folder, "recipes").ok().out();
        assertTrue(all.contains("lenet5 ") && all.contains("mlp "), all);
        String one = Cli.run(folder, "recipes", "mlp").ok().out();
        assertTrue(one.contains("batch             128      samples per update"), one);
    }

    @Test
    void info_saysWhatRuns() {
        String json = Cli.run(folder, "info", "--json").ok().out();
        Map<String, Object> info = Json.parseObject(json, "info");
        assertEquals(Set.of("version", "kernels", "bits", "threads", "jdk", "cpu"), info.keySet());
        assertTrue(Set.of("vector", "scalar").contains(info.get("kernels")), json);
        String text = Cli.run(folder, "info").ok().out();
        assertTrue(text.contains("kernels  " + info.get("kernels") + "\n"), text);
    }
}
