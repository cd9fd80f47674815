package dev.lanewise.data.source;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.Field;
import dev.lanewise.data.Signature;
import dev.lanewise.data.series.SeasonalNaive;
import dev.lanewise.data.series.SeriesData;
import dev.lanewise.data.series.SeriesDataset;
import dev.lanewise.data.series.SeriesPreparation;
import dev.lanewise.tensor.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How steps of a series become the input of a model: the columns standardised, those that are forecast first.
 *
 * @param series what is done
 */
public record PreparedSeries(SeriesPreparation series) implements Preparation {
    @Override
    public Signature signature() {
        Field window = series.fields().getFirst();
        List<String> names = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int k = 0; k < series.targets().size(); k++) {
            SeriesPreparation.Channel channel = series.target(k);
            names.add(channel.name());
            means.add(channel.mean());
            deviations.add(channel.deviation());
        }
        return new Signature(
                List.of(Signature.Input.floats(window.name(), window.shape())),
                new Signature.Quantities(names, series.fields().getLast().shape(), means, deviations));
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", "series");
        map.putAll(series.toMap());
        return map;
    }

    @Override
    public boolean readsFiles() {
        return true;
    }

    /** The end of a series in a file; what follows it is forecast. */
    @Override
    public Value[] inputs(String raw) {
        return new Value[] {SeriesData.latest(Path.of(raw), series)};
    }

    /** The window and what followed of the first quantity that is forecast. */
    @Override
    public Specimen specimen(Dataset data, int sample) {
        SeriesDataset stretch = (SeriesDataset) data;
        int begin = stretch.forecastStart(sample);
        float[] before = new float[series.window()];
        for (int t = 0; t < before.length; t++) {
            before[t] = (float) stretch.value(begin - before.length + t, 0);
        }
        float[] after = new float[series.horizon()];
        for (int t = 0; t < after.length; t++) {
            after[t] = (float) stretch.value(begin + t, 0);
        }
        return new Specimen.Stretch(stretch.date(begin), before, after);
    }

    /** The seasonal-naive forecast of the same samples. */
    @Override
    public Optional<Baseline> baseline(Dataset data) {
        SeasonalNaive.Errors errors = SeasonalNaive.of((SeriesDataset) data).errors();
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        figures.put("rmse", errors.rmse());
        figures.put("mae", errors.mae());
        return Optional.of(new Baseline("seasonal_naive", figures));
    }
}
