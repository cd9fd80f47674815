package dev.lanewise.run;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.data.Dataset;
import dev.lanewise.data.Signature;
import dev.lanewise.data.source.Preparation;
import dev.lanewise.data.source.PreparedImages;
import dev.lanewise.insight.FeatureVisualisation;
import dev.lanewise.insight.Features;
import dev.lanewise.insight.PrincipalComponents;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.Summary;
import dev.lanewise.report.Filters;
import dev.lanewise.report.Format;
import dev.lanewise.report.Gallery;
import dev.lanewise.report.Picture;
import dev.lanewise.report.Scatter;
import dev.lanewise.report.Section;
import dev.lanewise.report.Table;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import dev.lanewise.train.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a report shows of the model itself: its layers, its first weights, what its units look for, where samples lie. */
final class Insights {
    private static final int POINTS = 800;
    private static final int UNITS = 16;
    private static final int PER_LAYER = 8;

    private final Network model;
    private final Preparation preparation;
    private final Dataset test;
    private final Evaluation evaluation;

    Insights(Network model, Preparation preparation, Dataset test, Evaluation evaluation) {
        this.model = model;
        this.preparation = preparation;
        this.test = test;
        this.evaluation = evaluation;
    }

    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        agreement().ifPresent(sections::add);
        map().ifPresent(sections::add);
        filters().ifPresent(sections::add);
        visualisations().ifPresent(sections::add);
        sections.add(layers());
        return sections;
    }

    /** Predicted against true, of a regressor. */
    private Optional<Section> agreement() {
        if (!(evaluation.detail() instanceof Evaluation.QuantityDetail detail)) {
            return Optional.empty();
        }
        List<String> names = ((Signature.Quantities) preparation.signature().output()).names();
        List<Scatter.Point> points = new ArrayList<>();
        int stride = Math.max(1, detail.truth().length / POINTS);
        for (int i = 0; i < detail.truth().length; i += stride) {
            points.add(new Scatter.Point(
                    detail.truth()[i],
                    detail.predicted()[i],
                    i % names.size(),
                    "#" + i / detail.width() + ": " + Format.number(detail.truth()[i]) + " → "
                            + Format.number(detail.predicted()[i])));
        }
        return Optional.of(new Scatter("Predicted and true", "", "true", "predicted", names, points, true));
    }

    /** Samples by the features that the last layer sees, in the plane in which they differ most. */
    private Optional<Section> map() {
        Optional<Tensor> features = Features.of(model, test, POINTS);
        if (features.isEmpty()
                || features.get().dim(1) < 2
                || !(preparation.signature().output() instanceof Signature.Classes classes)) {
            return Optional.empty();
        }
        PrincipalComponents plane = PrincipalComponents.of(features.get(), 2);
        List<Scatter.Point> points = new ArrayList<>();
        for (int i = 0; i < plane.coordinates().length; i++) {
            int truth = Examples.truth(test, i);
            points.add(new Scatter.Point(
                    plane.coordinates()[i][0],
                    plane.coordinates()[i][1],
                    truth,
                    classes.names().get(truth) + " #" + i));
        }
        return Optional.of(new Scatter(
                "Where test samples lie",
                "The features before the last layer, in the two directions in which they differ most (principal"
                        + " components).",
                "first component, " + Format.percent(plane.shares()[0]) + " of the variance",
                "second, " + Format.percent(plane.shares()[1]),
                classes.names(),
                points,
                false));
    }

    /** The first layer's weights as pictures, if they can be seen as such. */
    private Optional<Section> filters() {
        Shape sample = preparation.signature().inputs().getFirst().field().shape();
        Tensor w = model.parameters().values().iterator().next().value();
        if (w.shape().rank() == 4) {
            return Optional.of(new Filters("First-layer filters", w.toArray(), w.dim(0), w.dim(1), w.dim(2), w.dim(3)));
        }
        if (w.shape().rank() == 2 && sample.rank() == 3 && w.dim(1) == sample.size()) {
            return Optional.of(new Filters(
                    "First-layer weights", w.toArray(), w.dim(0), sample.dim(0), sample.dim(1), sample.dim(2)));
        }
        return Optional.empty();
    }

    /** Pictures that excite the classes, and channels of the convolutions before, most. */
    private Optional<Section> visualisations() {
        if (!(preparation instanceof PreparedImages images)) {
            return Optional.empty();
        }
        List<String> layers = model.parameters().entrySet().stream()
                .filter(entry -> entry.getValue().value().shape().rank() == 4)
                .map(Map.Entry::getKey)
                .toList();
        List<Gallery.Item> items = new ArrayList<>();
        String last = lastLinear();
        for (int c = 0; last != null && c < Math.min(PER_LAYER, images.classes().size()); c++) {
            items.add(item(images, last, c, images.classes().get(c)));
        }
        // The first layer shows what it looks for as its filters.
        for (int l = layers.size() - 1; l >= 1 && items.size() < UNITS; l -= Math.max(1, layers.size() / 2)) {
            int channels = model.parameters().get(layers.get(l)).value().dim(0);
            for (int c = 0; c < Math.min(PER_LAYER / 2, channels); c++) {
                items.add(item(images, layers.get(l), c, layers.get(l).replaceFirst("\\.weight$", "") + " " + c));
            }
        }
        if (items.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Gallery(
                "What units look for",
                "Pictures made to excite a class or a channel most, by climbing the gradient of its activation from"
                        + " faint noise.",
                items));
    }

    private String lastLinear() {
        String last = null;
        for (Map.Entry<String, Parameter> entry : model.parameters().entrySet()) {
            Shape shape = entry.getValue().value().shape();
            if (shape.rank() == 2
                    && shape.dim(0) == preparation.signature().output().width()) {
                last = entry.getKey();
            }
        }
        return last;
    }

    private Gallery.Item item(PreparedImages images, String parameter, int unit, String name) {
        int channels = images.shape().dim(0);
        float[] least = new float[channels];
        float[] most = new float[channels];
        for (int c = 0; c < channels; c++) {
            least[c] = (0 - images.mean().get(c)) / images.deviation().get(c);
            most[c] = (1 - images.mean().get(c)) / images.deviation().get(c);
        }
        float[] found = FeatureVisualisation.DEFAULT.of(model, images.shape(), parameter, unit, least, most);
        int plane = found.length / channels;
        for (int i = 0; i < found.length; i++) {
            int c = i / plane;
            found[i] = Math.clamp(
                    found[i] * images.deviation().get(c) + images.mean().get(c), 0f, 1f);
        }
        return new Gallery.Item(
                new Picture(
                        found, channels, images.shape().dim(1), images.shape().dim(2)),
                name,
                "");
    }

    /** The operations of a forward pass of one sample. */
    private Section layers() {
        Value[] values = test.values(0);
        Summary summary = Summary.of(model, tape -> {
            Var[] inputs = new Var[values.length - 1];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = tape.constant(values[i]);
            }
            model.forward(inputs);
        });
        List<List<String>> rows = new ArrayList<>();
        for (Summary.Row row : summary.rows()) {
            rows.add(List.of(
                    row.name(),
                    row.operation(),
                    row.output().toString(),
                    row.parameters() == 0 ? "" : Format.count(row.parameters()),
                    row.flops() == 0 ? "" : Format.count(row.flops())));
        }
        rows.add(List.of("all", "", "", Format.count(summary.parameters()), Format.count(summary.flops())));
        return new Table(
                "Model",
                "One sample's way through the model",
                List.of("layer", "operation", "output", "parameters", "operations"),
                rows);
    }
}
