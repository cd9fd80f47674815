package dev.lanewise.data.series;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.Field;
import dev.lanewise.data.Fingerprint;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.List;
import java.util.Objects;

/**
 * A stretch of a series, cut into samples: {@code window} steps, and the {@code horizon} steps that follow them. All
 * lie within the stretch. Samples share the steps they have in common.
 */
public final class SeriesDataset implements Dataset {
    private final SeriesTable series;
    private final SeriesPreparation preparation;
    private final List<Field> fields;
    private final float[] scaled;
    private final int from;
    private final int to;
    private final int stride;
    private final int size;
    private volatile String fingerprint;

    /**
     * @param scaled [steps, F] of the whole series, shared
     * @param from the first step of the stretch
     * @param to one past the last one; at least window and horizon later
     */
    SeriesDataset(SeriesTable series, SeriesPreparation preparation, float[] scaled, int from, int to, int stride) {
        this.series = series;
        this.preparation = preparation;
        this.fields = preparation.fields();
        this.scaled = scaled;
        this.from = from;
        this.to = to;
        this.stride = stride;
        this.size = (to - from - preparation.window() - preparation.horizon()) / stride + 1;
    }

    static float[] scaled(SeriesTable series, SeriesPreparation preparation) {
        int f = preparation.channels().size();
        float[] scaled = new float[series.values().length];
        for (int c = 0; c < f; c++) {
            SeriesPreparation.Channel channel = preparation.channels().get(c);
            for (int i = c; i < scaled.length; i += f) {
                scaled[i] = channel.scale(series.values()[i]);
            }
        }
        return scaled;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    /** How the steps were prepared. */
    public SeriesPreparation preparation() {
        return preparation;
    }

    /** The first step of a sample's window, counted from the beginning of the file. */
    public int start(int sample) {
        return from + Objects.checkIndex(sample, size) * stride;
    }

    /** The step that follows a sample's window: the first to be forecast. */
    public int forecastStart(int sample) {
        return start(sample) + preparation.window();
    }

    /** The first step of the stretch. */
    public int from() {
        return from;
    }

    /** One past the last step of the stretch. */
    public int to() {
        return to;
    }

    /** The date of a step as it stands in the file; its number, from 1, if there are none. */
    public String date(int step) {
        return series.date(step);
    }

    /** The line of the file that a step stands in. */
    public long line(int step) {
        return series.table().line(series.row(step));
    }

    /**
     * The value of target {@code k} at a step, in the file's units. Steps before the stretch can be asked for: what is
     * past is known when a forecast is made.
     */
    public double value(int step, int k) {
        Objects.checkIndex(step, to);
        int f = preparation.channels().size();
        return series.values()[step * f + preparation.targets().get(k)];
    }

    @Override
    public void read(int[] order, int from, int to, Value... batch) {
        Objects.checkFromToIndex(from, to, order.length);
        if (batch.length != 2) {
            throw new IllegalArgumentException("read: " + batch.length + " values, expected a window and a target");
        }
        fields.get(0).check(batch[0], to - from);
        fields.get(1).check(batch[1], to - from);
        Tensor x = (Tensor) batch[0];
        Tensor y = (Tensor) batch[1];
        int f = preparation.channels().size();
        int seen = preparation.window() * f;
        int k = preparation.targets().size();
        int ahead = preparation.horizon() * k;
        for (int i = from; i < to; i++) {
            int at = start(order[i]) * f;
            System.arraycopy(scaled, at, x.array(), x.offset() + (i - from) * seen, seen);
            int into = y.offset() + (i - from) * ahead;
            for (int j = 0; j < k; j++) {
                int source = at + seen + preparation.targets().get(j);
                for (int h = 0; h < preparation.horizon(); h++) {
                    y.array()[into + h * k + j] = scaled[source + h * f];
                }
            }
        }
    }

    @Override
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            Fingerprint hash = new Fingerprint("series");
            preparation.channels().forEach(channel -> hash.add(channel.name()));
            preparation.targets().forEach(target -> hash.add((long) target));
            hash.add((long) preparation.window())
                    .add((long) preparation.horizon())
                    .add((long) stride)
                    .add((long) (to - from));
            int f = preparation.channels().size();
            for (int i = from * f; i < to * f; i++) {
                hash.add(scaled[i]);
            }
            known = hash.hex();
            fingerprint = known;
        }
        return known;
    }
}
