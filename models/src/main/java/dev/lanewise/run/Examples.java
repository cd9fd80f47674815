package dev.lanewise.run;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.Signature;
import dev.lanewise.data.source.Preparation;
import dev.lanewise.data.source.Specimen;
import dev.lanewise.insight.AttentionMaps;
import dev.lanewise.insight.Saliency;
import dev.lanewise.nn.Network;
import dev.lanewise.report.Chart;
import dev.lanewise.report.Curves;
import dev.lanewise.report.Format;
import dev.lanewise.report.Gallery;
import dev.lanewise.report.HeatMaps;
import dev.lanewise.report.Mistakes;
import dev.lanewise.report.Passages;
import dev.lanewise.report.Picture;
import dev.lanewise.report.Scale;
import dev.lanewise.report.Section;
import dev.lanewise.report.Series;
import dev.lanewise.report.Table;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import dev.lanewise.train.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The samples of the test that a model did best and worst on, as people see them, with what its answers depend on. */
final class Examples {
    private static final int PICTURES = 16;
    private static final int TEXTS = 6;
    private static final int ROWS = 8;
    private static final int CELLS = 8;
    private static final int STRETCHES = 3;
    private static final int MOST_ATTENDING = 24;
    private static final int MOST_HEADS = 8;

    private final Network model;
    private final Preparation preparation;
    private final Dataset test;
    private final Evaluation evaluation;
    private final List<Integer> order;

    Examples(Network model, Preparation preparation, Dataset test, Evaluation evaluation) {
        this.model = model;
        this.preparation = preparation;
        this.test = test;
        this.evaluation = evaluation;
        float[] losses = evaluation.detail().losses();
        this.order = IntStream.range(0, losses.length)
                .boxed()
                .filter(i -> Float.isFinite(losses[i]))
                .sorted(Comparator.comparingDouble((Integer i) -> -losses[i]))
                .toList();
    }

    List<Section> sections() {
        if (order.isEmpty()) {
            return List.of();
        }
        return switch (preparation.specimen(test, 0)) {
            case Specimen.Picture _ -> pictures();
            case Specimen.Passage _ -> texts();
            case Specimen.Row _ -> List.of(rows("Worst rows", worst(ROWS)), rows("Best rows", best(ROWS)));
            case Specimen.Stretch _ -> List.of(stretches());
        };
    }

    /** The pictures that the model did worst on; none if samples are no pictures. */
    List<Picture> worstPictures(int count) {
        if (order.isEmpty() || !(preparation.specimen(test, 0) instanceof Specimen.Picture)) {
            return List.of();
        }
        return worst(count).stream().map(this::picture).toList();
    }

    private List<Integer> worst(int count) {
        return order.subList(0, Math.min(count, order.size()));
    }

    private List<Integer> best(int count) {
        return order.reversed().subList(0, Math.min(count, order.size()));
    }

    private Value[] inputs(int sample) {
        Value[] values = test.values(sample);
        return Arrays.copyOf(values, values.length - 1);
    }

    /** {@code ant → bee}, or {@code bee} if that is right. */
    private String verdict(int sample) {
        if (!(evaluation.detail() instanceof Evaluation.ClassDetail detail)) {
            return "";
        }
        List<String> names = ((Signature.Classes) preparation.signature().output()).names();
        String predicted = names.get(detail.predicted()[sample]);
        String truth = names.get(truth(test, sample));
        return truth.equals(predicted) ? predicted : truth + " → " + predicted;
    }

    /** The class of a sample of a classifier's data. */
    static int truth(Dataset data, int sample) {
        return ((IntTensor) data.values(sample)[data.fields().size() - 1]).get(0);
    }

    private String confidence(int sample) {
        return evaluation.detail() instanceof Evaluation.ClassDetail detail
                ? Format.percent(detail.confidence()[sample], 1)
                : "";
    }

    private Picture picture(int sample) {
        Specimen.Picture seen = (Specimen.Picture) preparation.specimen(test, sample);
        return new Picture(
                seen.pixels(),
                seen.shape().dim(0),
                seen.shape().dim(1),
                seen.shape().dim(2));
    }

    private List<Section> pictures() {
        List<Section> sections = new ArrayList<>();
        if (evaluation.detail() instanceof Evaluation.ClassDetail detail) {
            sections.add(new Mistakes(mistakes(detail)));
        }
        sections.add(pictures("Most certain", best(PICTURES)));
        sections.add(heat());
        return sections;
    }

    private List<Mistakes.Mistake> mistakes(Evaluation.ClassDetail detail) {
        List<String> names = ((Signature.Classes) preparation.signature().output()).names();
        return order.stream()
                .filter(i -> detail.predicted()[i] != truth(test, i))
                .limit(PICTURES)
                .map(i -> new Mistakes.Mistake(
                        picture(i),
                        names.get(truth(test, i)),
                        names.get(detail.predicted()[i]),
                        detail.confidence()[i],
                        i))
                .toList();
    }

    private Gallery pictures(String heading, List<Integer> samples) {
        List<Gallery.Item> items = new ArrayList<>();
        for (int sample : samples) {
            items.add(new Gallery.Item(picture(sample), verdict(sample), confidence(sample) + " #" + sample));
        }
        return new Gallery(heading, "The smallest losses in the test.", items);
    }

    /** Each picture, and beside it how much each pixel moves the score of the class it was given. */
    private Gallery heat() {
        List<Integer> samples = new ArrayList<>(worst(PICTURES / 4));
        samples.addAll(best(PICTURES / 4));
        List<Gallery.Item> items = new ArrayList<>();
        for (int sample : samples.stream().distinct().toList()) {
            Picture seen = picture(sample);
            float[] heat = Saliency.heat(Saliency.of(model, inputs(sample), 0, predicted(sample)), seen.channels());
            items.add(new Gallery.Item(seen, verdict(sample), "#" + sample));
            items.add(new Gallery.Item(overlay(seen, heat), "moves " + predictedName(sample), "#" + sample));
        }
        return new Gallery(
                "What answers depend on",
                "Beside each picture, bright where a pixel moves the score of the predicted class most: the gradient of"
                        + " the score by the input.",
                items);
    }

    private int predicted(int sample) {
        return evaluation.detail() instanceof Evaluation.ClassDetail detail ? detail.predicted()[sample] : 0;
    }

    private String predictedName(int sample) {
        return preparation.signature().output() instanceof Signature.Classes classes
                ? classes.names().get(predicted(sample))
                : "the output";
    }

    /** The picture in faint grey, with warm colours where the heat is. */
    private static Picture overlay(Picture seen, float[] heat) {
        int plane = seen.height() * seen.width();
        float[] rgb = new float[3 * plane];
        for (int i = 0; i < plane; i++) {
            float grey = 0;
            for (int c = 0; c < seen.channels(); c++) {
                grey += seen.values()[c * plane + i] / seen.channels();
            }
            float base = 0.35f * grey;
            rgb[i] = Math.min(1, base + heat[i]);
            rgb[plane + i] = Math.min(1, base + 0.65f * heat[i] * heat[i]);
            rgb[2 * plane + i] = Math.min(1, base + 0.1f * heat[i]);
        }
        return new Picture(rgb, 3, seen.height(), seen.width());
    }

    private Passages passages(String heading, List<Integer> samples) {
        List<Passages.Passage> passages = new ArrayList<>();
        for (int sample : samples) {
            Specimen.Passage seen = (Specimen.Passage) preparation.specimen(test, sample);
            float[] scores = Saliency.of(model, inputs(sample), 0, predicted(sample));
            float[] shown =
                    Arrays.copyOf(scores, Math.min(scores.length, seen.pieces().size()));
            passages.add(new Passages.Passage(
                    seen.pieces().subList(0, shown.length),
                    shown,
                    seen.gap(),
                    "  " + verdict(sample) + "  " + confidence(sample) + " #" + sample));
        }
        return new Passages(
                heading,
                "Blue pieces speak for the predicted class, orange ones against it: the gradient of its score by a"
                        + " piece's vector, times the vector.",
                passages);
    }

    private List<Section> texts() {
        List<Section> sections = new ArrayList<>();
        sections.add(passages("Worst texts", worst(TEXTS)));
        sections.add(passages("Best texts", best(TEXTS)));
        attention().ifPresent(sections::add);
        return sections;
    }

    /** What the pieces of the worst and the best text attend to, a map for each head. */
    private Optional<Section> attention() {
        List<HeatMaps.HeatMap> maps = new ArrayList<>();
        for (int sample : List.of(worst(1).getFirst(), best(1).getFirst()).stream()
                .distinct()
                .toList()) {
            List<String> pieces = ((Specimen.Passage) preparation.specimen(test, sample)).pieces();
            List<String> shown = pieces.subList(0, Math.min(MOST_ATTENDING, pieces.size()));
            List<Tensor> layers = AttentionMaps.of(model, inputs(sample));
            for (int l = 0; l < layers.size(); l++) {
                for (int h = 0; h < layers.get(l).dim(1) && h < MOST_HEADS; h++) {
                    Tensor weights = layers.get(l).outer(0).outer(h);
                    String title = "#" + sample + " " + verdict(sample) + ", layer " + (l + 1) + ", head " + (h + 1);
                    maps.add(new HeatMaps.HeatMap(title, corner(weights, shown.size()), shown, shown));
                }
            }
        }
        return maps.isEmpty()
                ? Optional.empty()
                : Optional.of(new HeatMaps(
                        "Attention",
                        "How much the token of a row attends to the token of a column, in the worst and the best text; the"
                                + " largest weight of a map is the darkest. Of longer texts the first " + MOST_ATTENDING
                                + " tokens.",
                        maps));
    }

    /** The first rows and columns of a matrix that may be smaller; NaN where there is none. */
    private static float[] corner(Tensor matrix, int side) {
        float[] values = new float[side * side];
        for (int r = 0; r < side; r++) {
            for (int c = 0; c < side; c++) {
                boolean there = r < matrix.dim(0) && c < matrix.dim(1);
                values[r * side + c] = there ? matrix.get(r, c) : Float.NaN;
            }
        }
        return values;
    }

    private Table rows(String heading, List<Integer> samples) {
        Specimen.Row first = (Specimen.Row) preparation.specimen(test, 0);
        int cells = Math.min(CELLS, first.columns().size());
        List<String> columns = new ArrayList<>(List.of("sample", "truth → model", "loss"));
        columns.addAll(first.columns().subList(0, cells));
        List<List<String>> rows = new ArrayList<>();
        for (int sample : samples) {
            List<String> row = new ArrayList<>();
            row.add("#" + sample);
            row.add(answer(sample));
            row.add(Format.number(evaluation.detail().losses()[sample]));
            Specimen.Row seen = (Specimen.Row) preparation.specimen(test, sample);
            row.addAll(seen.cells().subList(0, cells));
            rows.add(row);
        }
        String more = cells < first.columns().size() ? "the first " + cells + " columns" : "";
        return new Table(heading, more, columns, rows);
    }

    private String answer(int sample) {
        return evaluation.detail() instanceof Evaluation.QuantityDetail detail
                ? Format.number(detail.truth()[sample * detail.width()]) + " → "
                        + Format.number(detail.predicted()[sample * detail.width()])
                : verdict(sample) + " " + confidence(sample);
    }

    /** The worst, the middle and the best forecast, with what came before. */
    private Curves stretches() {
        Evaluation.QuantityDetail detail = (Evaluation.QuantityDetail) evaluation.detail();
        Signature.Quantities output =
                (Signature.Quantities) preparation.signature().output();
        int kinds = output.names().size();
        List<Chart> charts = new ArrayList<>();
        String[] names = {"worst", "middle", "best"};
        for (int k = 0; k < STRETCHES; k++) {
            int sample = order.get(Math.min(order.size() - 1, k * (order.size() - 1) / (STRETCHES - 1)));
            Specimen.Stretch seen = (Specimen.Stretch) preparation.specimen(test, sample);
            int steps = detail.width() / kinds;
            double[] forecast = new double[steps];
            for (int i = 0; i < steps; i++) {
                forecast[i] = detail.predicted()[sample * detail.width() + i * kinds];
            }
            charts.add(new Chart(
                    output.names().getFirst() + ", " + names[k] + " forecast",
                    "from " + seen.label(),
                    "step",
                    Scale.LINEAR,
                    Chart.Unit.NUMBER,
                    Chart.Size.NORMAL,
                    List.of(
                            Series.line(
                                    "before",
                                    steps(-seen.before().length, seen.before().length),
                                    doubles(seen.before())),
                            Series.line("truth", steps(0, seen.after().length), doubles(seen.after())),
                            Series.points("forecast", steps(0, steps), forecast))));
        }
        return new Curves("Forecasts", charts);
    }

    private static double[] steps(int from, int count) {
        return IntStream.range(from, from + count).asDoubleStream().toArray();
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
