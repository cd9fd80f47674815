package dev.lanewise.run;

import dev.lanewise.format.FormatException;
import dev.lanewise.format.json.Json;
import dev.lanewise.infer.Predictor;
import dev.lanewise.recipe.Settings;
import dev.lanewise.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code config.json} of a run holds: everything that is needed to repeat the run and to use its model.
 *
 * @param recipe its name
 * @param version of Lanewise that began the run
 * @param data where the data came from: null for the set built in, else a path
 * @param dataName the set's short name
 * @param dataFingerprint SHA-256 of the data as it was trained on
 * @param settings how it was trained
 * @param input shape and normalisation of a sample
 * @param classes the names of the classes
 */
public record RunConfig(
        String recipe,
        String version,
        String data,
        String dataName,
        String dataFingerprint,
        Settings settings,
        Predictor.Input input,
        List<String> classes) {

    /** As JSON: settings under their keys, the input under {@code input}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("recipe", recipe);
        map.put("version", version);
        map.put("data", data);
        map.put("data_name", dataName);
        map.put("data_fingerprint", dataFingerprint);
        map.putAll(settings.toMap());
        Map<String, Object> in = new LinkedHashMap<>();
        in.put("shape", longs(input.shape().toArray()));
        in.put("mean", doubles(input.mean()));
        in.put("deviation", doubles(input.deviation()));
        map.put("input", in);
        map.put("classes", classes);
        return map;
    }

    /**
     * Reads a {@code config.json}.
     *
     * @throws FormatException if it is not one
     */
    public static RunConfig read(Path file) throws IOException {
        Map<String, Object> map = Json.readObject(file);
        try {
            Map<?, ?> in = (Map<?, ?>) map.get("input");
            List<String> classes = new ArrayList<>();
            ((List<?>) map.get("classes")).forEach(name -> classes.add((String) name));
            return new RunConfig(
                    (String) map.get("recipe"),
                    (String) map.get("version"),
                    (String) map.get("data"),
                    (String) map.get("data_name"),
                    (String) map.get("data_fingerprint"),
                    Settings.fromMap(map),
                    new Predictor.Input(shape(in.get("shape")), floats(in.get("mean")), floats(in.get("deviation"))),
                    classes);
        } catch (NullPointerException | ClassCastException | IllegalArgumentException e) {
            throw new FormatException(file + ": not the config.json of a run (" + e.getMessage() + ")", e);
        }
    }

    private static List<Long> longs(int[] values) {
        List<Long> list = new ArrayList<>();
        for (int value : values) {
            list.add((long) value);
        }
        return list;
    }

    private static List<Double> doubles(float[] values) {
        List<Double> list = new ArrayList<>();
        for (float value : values) {
            list.add((double) value);
        }
        return list;
    }

    private static Shape shape(Object list) {
        return Shape.of(((List<?>) list)
                .stream().mapToInt(value -> ((Number) value).intValue()).toArray());
    }

    private static float[] floats(Object list) {
        List<?> values = (List<?>) list;
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = ((Number) values.get(i)).floatValue();
        }
        return array;
    }
}
