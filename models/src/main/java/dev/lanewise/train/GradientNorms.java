package dev.lanewise.train;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.ParameterGradients;
import dev.lanewise.nn.Layer;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** The Euclidean norms of gradients, together and of each layer. */
public final class GradientNorms {
    private final Map<String, Parameter> parameters;

    /** For the parameters of a model. */
    public GradientNorms(Layer model) {
        this.parameters = model.parameters();
    }

    /** What the event of a step tells. */
    public TrainingEvent.Probed of(long step, ParameterGradients gradients) {
        SequencedMap<String, Double> squares = new LinkedHashMap<>();
        double all = 0;
        for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
            if (gradients.has(entry.getValue())) {
                Tensor g = gradients.of(entry.getValue());
                double square = Backend.kernels().reduce().dot(g, g);
                squares.merge(layer(entry.getKey()), square, Double::sum);
                all += square;
            }
        }
        squares.replaceAll((_, square) -> Math.sqrt(square));
        return new TrainingEvent.Probed(step, Math.sqrt(all), squares);
    }

    /** The layer that a parameter belongs to: its name up to the last dot. */
    public static String layer(String parameter) {
        int dot = parameter.lastIndexOf('.');
        return dot < 0 ? parameter : parameter.substring(0, dot);
    }
}
