package dev.lanewise.cli;

import dev.lanewise.format.json.Json;
import dev.lanewise.runtime.Backend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lanewise info}. */
@Command(description = "Says what runs here: kernels, vector width, threads, JDK, processor.")
final class InfoCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--json", description = "Print an object.")
    private boolean json;

    InfoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Backend.Info info = Backend.info();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("version", Version.text());
        map.put("kernels", info.kernels());
        map.put("bits", info.bits());
        map.put("threads", info.threads());
        map.put("jdk", info.jdk());
        map.put("cpu", info.cpu());
        if (json) {
            shell.json(Json.write(map));
        } else {
            List<List<String>> rows = new ArrayList<>();
            map.forEach((key, value) -> rows.add(List.of(key, String.valueOf(value))));
            shell.out().print(Text.table(new boolean[2], rows));
        }
        return Main.OK;
    }
}
