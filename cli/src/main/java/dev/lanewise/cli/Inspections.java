package dev.lanewise.cli;

import dev.lanewise.data.DataException;
import dev.lanewise.data.idx.IdxFile;
import dev.lanewise.data.source.DataSource;
import dev.lanewise.format.json.Json;
import dev.lanewise.format.safetensors.SafetensorsReader;
import dev.lanewise.format.safetensors.TensorEntry;
import dev.lanewise.run.RunConfig;
import dev.lanewise.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code inspect} tells of each kind of file. */
final class Inspections {
    private Inspections() {}

    static String safetensors(Path path) throws IOException {
        try (SafetensorsReader reader = SafetensorsReader.open(path)) {
            StringBuilder text = new StringBuilder(heading(path, "safetensors"));
            if (!reader.metadata().isEmpty()) {
                text.append("metadata\n").append(pairs(reader.metadata()));
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("tensor", "type", "shape", "elements", "bytes"));
            long elements = 0;
            long bytes = 0;
            for (TensorEntry entry : reader.entries().values()) {
                rows.add(List.of(
                        Text.clean(entry.name()),
                        Text.clean(entry.dtype()),
                        entry.shape().toString(),
                        Figures.count(entry.elements()),
                        Figures.count(entry.bytes())));
                elements += entry.elements();
                bytes += entry.bytes();
            }
            int tensors = reader.entries().size();
            rows.add(List.of(
                    tensors + (tensors == 1 ? " tensor" : " tensors"),
                    "",
                    "",
                    Figures.count(elements),
                    Figures.count(bytes)));
            return text.append(Text.table(new boolean[] {false, false, false, true, true}, rows))
                    .toString();
        }
    }

    static String idx(Path path, int magic) throws IOException {
        if (magic >>> 8 != IdxFile.IMAGES >>> 8 && magic != 0) {
            throw new DataException(path + ": an IDX file of type 0x"
                    + HexFormat.of().toHexDigits((byte) (magic >> 8)) + "; only unsigned bytes (0x08) can be read");
        }
        IdxFile file = IdxFile.read(path, magic == IdxFile.LABELS ? IdxFile.LABELS : IdxFile.IMAGES);
        boolean labels = magic == IdxFile.LABELS;
        StringBuilder text = new StringBuilder(heading(path, labels ? "IDX labels" : "IDX images"));
        text.append("shape ").append(file.shape()).append(", unsigned bytes\n");
        if (labels) {
            long[] counts = new long[256];
            for (byte label : file.data()) {
                counts[label & 0xff]++;
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("label", "samples"));
            for (int label = 0; label < counts.length; label++) {
                if (counts[label] > 0) {
                    rows.add(List.of(Integer.toString(label), Figures.count(counts[label])));
                }
            }
            text.append(Text.table(new boolean[] {true, true}, rows));
        }
        return text.toString();
    }

    /** What data a path holds; empty if it is no data. */
    static Optional<String> data(Path path) {
        return DataSource.look(path).map(found -> {
            StringBuilder text = new StringBuilder(path + ": " + found.lines().getFirst() + "\n");
            found.lines().stream()
                    .skip(1)
                    .forEach(line -> text.append(Text.clean(line)).append('\n'));
            return text.toString();
        });
    }

    static String json(Path path) throws IOException {
        Object value = Json.read(path);
        // Text of the file itself may hold control characters, which the writer escapes.
        return heading(path, "JSON") + Json.write(value);
    }

    static String run(Path path) throws IOException {
        RunFolder folder = RunFolder.open(path);
        RunConfig config = folder.config();
        boolean finished = Files.exists(folder.resultFile());
        String state = finished
                ? "finished"
                : folder.checkpoints(1).exists()
                        ? "not finished; --resume goes on from its checkpoint"
                        : "not finished, no checkpoint yet; --resume begins anew";
        StringBuilder text = new StringBuilder(
                path + ": a run of " + Text.clean(config.recipe().name()) + ", " + state + "\n");
        if (finished) {
            text.append("result\n").append(pairs(Json.readObject(folder.resultFile())));
        }
        text.append("configuration\n").append(pairs(config.toMap()));
        text.append("files\n");
        List<List<String>> rows = new ArrayList<>();
        try (Stream<Path> files = Files.walk(path, 2)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                rows.add(List.of(
                        "  " + Text.clean(path.relativize(file).toString()), Figures.count(Files.size(file)), "bytes"));
            }
        }
        return text.append(Text.table(new boolean[] {false, true, false}, rows)).toString();
    }

    private static String heading(Path path, String kind) throws IOException {
        return path + ": " + kind + ", " + Figures.count(Files.size(path)) + " bytes\n";
    }

    private static String pairs(Map<String, ?> map) {
        List<List<String>> rows = new ArrayList<>();
        map.forEach((key, value) ->
                rows.add(List.of("  " + Text.clean(key), Text.clean(value == null ? "-" : value.toString()))));
        return Text.table(new boolean[2], rows);
    }
}
