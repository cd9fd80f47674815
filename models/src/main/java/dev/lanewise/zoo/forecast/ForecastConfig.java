package dev.lanewise.zoo.forecast;

import dev.lanewise.data.Signature;
import dev.lanewise.init.Constant;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Initializer;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Dropout;
import dev.lanewise.nn.Flatten;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.Residual;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.Slice;
import dev.lanewise.nn.Transpose;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.conv.Conv1d;
import dev.lanewise.nn.conv.Conv1dShape;
import dev.lanewise.nn.embed.SinusoidalPositions;
import dev.lanewise.nn.recurrent.Recurrent;
import dev.lanewise.nn.recurrent.RecurrentOptions;
import dev.lanewise.nn.transformer.TransformerEncoder;
import dev.lanewise.nn.transformer.TransformerOptions;
import dev.lanewise.recipe.ModelConfig;
import dev.lanewise.setting.Meaning;
import dev.lanewise.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A forecast from a window of steps: an encoder of the window that is an LSTM, a GRU, a stack of dilated causal
 * convolutions (Bai et al., 2018) or a Transformer's encoder, and beside it a linear model of the quantities' own past.
 * See {@link Forecaster}.
 *
 * @param model the encoder
 * @param width of the encoder's features
 * @param depth the number of its layers
 * @param dropout the probability of zeroing its features in training, in [0, 1)
 * @param kernel of the convolutions, in steps
 * @param heads of the Transformer's attention
 * @param relative whether the encoder sees how far each step is from the last one instead of how high it is
 */
public record ForecastConfig(
        @Meaning(
                value = "what reads the window: lstm, gru, conv or transformer",
                names = {"lstm", "gru", "conv", "transformer"})
        String model,

        @Meaning("features of the encoder, at least 1; a multiple of heads for the transformer")
        int width,

        @Meaning("layers of the encoder, at least 1") int depth,

        @Meaning("the probability of zeroing features of the encoder in training, 0 to less than 1")
        double dropout,

        @Meaning("of conv: steps that a convolution sees, at least 2")
        int kernel,

        @Meaning("of the transformer: heads of the attention")
        int heads,

        @Meaning("whether the encoder sees steps relative to the last one, so that it need not know the level")
        boolean relative)
        implements ModelConfig {
    private static final int DILATIONS = 20;
    // The first forecast is that nothing changes: training begins where the data needs no units.
    private static final Initializer ZERO = new Constant(0f);

    /** A layer of an LSTM. */
    public ForecastConfig() {
        this("lstm", 48, 1, 0.1, 3, 4, false);
    }

    /** Checks the numbers. */
    public ForecastConfig {
        atLeast("width", width, 1);
        atLeast("depth", depth, 1);
        atLeast("kernel", kernel, 2);
        atLeast("heads", heads, 1);
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout=" + dropout + ", expected at least 0 and below 1");
        }
        if (model.equals("transformer") && width % heads != 0) {
            throw new IllegalArgumentException("width=" + width + ", expected a multiple of heads=" + heads);
        }
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(key + "=" + value + ", expected at least " + least);
        }
    }

    @Override
    public Network build(Signature signature, Draws draws) {
        Shape window = signature.floats("forecast");
        if (window.rank() != 2 || !(signature.output() instanceof Signature.Quantities quantities)) {
            throw new IllegalArgumentException("forecast takes windows [T,F] and forecasts quantities, the data has "
                    + window + " and " + signature.output());
        }
        int steps = window.dim(0);
        int columns = window.dim(1);
        int targets = quantities.names().size();
        int horizon = quantities.width() / targets;
        Unary encoder = switch (model) {
            case "conv" -> convolutions(columns, draws);
            case "transformer" -> transformer(steps, columns, draws);
            default -> recurrent(columns, draws);
        };
        return Network.of(new Forecaster(
                encoder,
                Linear.of(width, quantities.width(), ZERO, draws),
                new Linear(draws.parameter(ZERO, Shape.of(horizon, steps)), null),
                targets,
                relative));
    }

    private Unary recurrent(int columns, Draws draws) {
        RecurrentOptions options = RecurrentOptions.DEFAULT.layers(depth).samplesFirst();
        if (depth > 1) {
            options = options.dropout((float) dropout);
        }
        Recurrent cells = model.equals("gru")
                ? Recurrent.gru(columns, width, options, draws)
                : Recurrent.lstm(columns, width, options, draws);
        return Sequential.of(new LastOutput(cells), new Dropout((float) dropout));
    }

    /** Each layer sees twice as far back as the one before. */
    private Unary convolutions(int columns, Draws draws) {
        SequencedMap<String, Unary> layers = new LinkedHashMap<>();
        layers.put("transpose", new Transpose(1, 2));
        int channels = columns;
        for (int i = 0; i < depth; i++) {
            Conv1dShape shape = Conv1dShape.of(1, 0)
                    .withDilation(1 << Math.min(i, DILATIONS))
                    .withCausal(kernel);
            Unary body = Sequential.of(
                    Conv1d.of(channels, width, kernel, shape, draws), Activation.RELU, new Dropout((float) dropout));
            layers.put("conv" + (i + 1), channels == width ? Residual.of(body) : body);
            channels = width;
        }
        layers.put("last", new Slice(2, -1, Slice.END));
        layers.put("flatten", new Flatten());
        return new Sequential(layers);
    }

    private Unary transformer(int steps, int columns, Draws draws) {
        TransformerOptions options = TransformerOptions.of(width, heads, 2 * width)
                .withDropout((float) dropout)
                .withActivation(Activation.GELU)
                .withNormFirst(true);
        SequencedMap<String, Unary> layers = new LinkedHashMap<>();
        layers.put("project", Linear.of(columns, width, draws));
        layers.put("positions", SinusoidalPositions.of(steps, width));
        layers.put("encoder", TransformerEncoder.of(options, depth, draws));
        layers.put("last", new Slice(1, -1, Slice.END));
        layers.put("flatten", new Flatten());
        return new Sequential(layers);
    }
}
