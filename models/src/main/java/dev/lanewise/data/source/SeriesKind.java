package dev.lanewise.data.source;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.csv.CsvTable;
import dev.lanewise.data.series.PowerDemand;
import dev.lanewise.data.series.SeriesData;
import dev.lanewise.data.series.SeriesPreparation;
import dev.lanewise.setting.UnknownNameException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Time series: tables of text, plain or gzip, whose rows follow one another in time. */
public final class SeriesKind implements DataKind<ForecastOptions> {
    private static final String POWER = "power";

    /** The kind; there is no need for more than one. */
    public SeriesKind() {}

    @Override
    public String name() {
        return "series";
    }

    @Override
    public String expected() {
        return "a table of text (.csv, .tsv, .txt, perhaps .gz) whose rows follow one another in time";
    }

    @Override
    public ForecastOptions options() {
        return ForecastOptions.GUESS;
    }

    @Override
    public List<String> builtIn() {
        return List.of(POWER);
    }

    @Override
    public String recognise(Path path) {
        return CsvTable.looksLikeOne(path) ? "a table of text" : null;
    }

    @Override
    public Loaded read(Path path, ForecastOptions options, long seed) {
        return loaded(SeriesData.read(path, options.of()));
    }

    @Override
    public Loaded builtIn(String name, ForecastOptions options, long seed) {
        if (!name.equals(POWER)) {
            throw new UnknownNameException("data set", name, builtIn());
        }
        var series = options.of();
        return loaded(SeriesData.of(
                CsvTable.of(POWER, PowerDemand.csv(), series.csv()),
                POWER,
                "built in, " + PowerDemand.ROWS + " hours",
                series));
    }

    private static Loaded loaded(SeriesData data) {
        return new Loaded(data.split(), new PreparedSeries(data.preparation()), data.notes());
    }

    @Override
    public Dataset test(Path path, Preparation preparation, ForecastOptions options) {
        return SeriesData.read(path, ((PreparedSeries) preparation).series(), options.stride());
    }

    @Override
    public Preparation preparation(Map<String, Object> saved) {
        return new PreparedSeries(SeriesPreparation.fromMap(saved));
    }
}
