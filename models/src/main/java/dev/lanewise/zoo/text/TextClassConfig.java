package dev.lanewise.zoo.text;

import dev.lanewise.data.Field;
import dev.lanewise.data.Signature;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Normal;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.embed.Embedding;
import dev.lanewise.nn.recurrent.Recurrent;
import dev.lanewise.nn.recurrent.RecurrentOptions;
import dev.lanewise.nn.transformer.TransformerEncoder;
import dev.lanewise.nn.transformer.TransformerOptions;
import dev.lanewise.recipe.ModelConfig;
import dev.lanewise.setting.Meaning;
import dev.lanewise.setting.RecordSettings;
import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * A model for texts with classes: an embedding with recurrent cells or a transformer above it, or a linear model of bags.
 *
 * @param model see its meaning
 * @param width of the embedding
 * @param hidden of the recurrent cells
 * @param layers of cells or of the transformer
 * @param heads of the transformer
 * @param bidirectional whether cells run both ways
 * @param dropout between and after layers
 */
public record TextClassConfig(
        @Meaning("lstm, gru or transformer for tokens, linear for n-grams; auto: lstm or linear, by the encoder")
        Kind model,

        @Meaning("features of a token, at least 1") int width,

        @Meaning("features of a recurrent layer in each direction, at least 1")
        int hidden,

        @Meaning("recurrent or transformer layers, at least 1")
        int layers,

        @Meaning("attention heads of a transformer; they divide the width")
        int heads,

        @Meaning("whether recurrent layers run in both directions")
        boolean bidirectional,

        @Meaning("the share of features dropped between layers, at least 0 and below 1")
        double dropout)
        implements ModelConfig {
    /** What reads the text. */
    public enum Kind {
        /** By what the data is. */
        AUTO,
        /** Long short-term memory. */
        LSTM,
        /** Gated recurrent units. */
        GRU,
        /** A transformer encoder. */
        TRANSFORMER,
        /** A weight for each n-gram and class. */
        LINEAR
    }

    /** What the recipe uses. */
    public TextClassConfig() {
        this(Kind.AUTO, 64, 64, 1, 4, true, 0.5);
    }

    /** Checks the numbers. */
    public TextClassConfig {
        RecordSettings.check(width >= 1, "width", width, "at least 1");
        RecordSettings.check(hidden >= 1, "hidden", hidden, "at least 1");
        RecordSettings.check(layers >= 1, "layers", layers, "at least 1");
        RecordSettings.check(heads >= 1 && width % heads == 0, "heads", heads, "a divisor of width=" + width);
        RecordSettings.check(dropout >= 0 && dropout < 1, "dropout", dropout, "at least 0 and below 1");
    }

    @Override
    public Network build(Signature signature, Draws draws) {
        List<Signature.Input> inputs = signature.inputs();
        boolean bags = inputs.size() == 2 && inputs.get(1).field().kind() == Field.Kind.FLOAT;
        if (inputs.size() != 2 || inputs.getFirst().ids().isEmpty()) {
            throw new IllegalArgumentException("text-class takes tokens with their number, or n-grams with their"
                    + " weights; the data has " + inputs);
        }
        Kind kind = model != Kind.AUTO ? model : bags ? Kind.LINEAR : Kind.LSTM;
        if (bags != (kind == Kind.LINEAR)) {
            throw new IllegalArgumentException("model=" + kind.name().toLowerCase(java.util.Locale.ROOT)
                    + ", but the data is "
                    + (bags
                            ? "bags of n-grams: expected linear"
                            : "sequences of tokens:"
                                    + " expected lstm, gru or transformer (for linear: --set encoder=ngrams)"));
        }
        int vocabulary = inputs.getFirst().ids().getFirst();
        int outputs = signature.output().width();
        if (bags) {
            return BagClassifier.of(vocabulary, outputs, draws);
        }
        int length = inputs.getFirst().field().shape().dim(0);
        // Small vectors: at PyTorch's deviation of 1, frequent words drown the rest until late.
        Embedding embedding =
                new Embedding(draws.parameter(new Normal(0f, 0.1f), Shape.of(vocabulary, width)), null, null, 2);
        return switch (kind) {
            case TRANSFORMER -> {
                TransformerOptions options = TransformerOptions.of(width, heads, 4 * width)
                        .withNormFirst(true)
                        .withDropout((float) dropout / 2);
                yield new TransformerClassifier(
                        embedding,
                        dev.lanewise.nn.embed.LearnedPositions.of(length, width, 0.02f, draws),
                        TransformerEncoder.of(options, layers, draws),
                        Linear.of(width, outputs, draws),
                        (float) dropout);
            }
            default -> {
                RecurrentOptions options = RecurrentOptions.DEFAULT
                        .layers(layers)
                        .dropout(layers > 1 ? (float) dropout : 0f)
                        .samplesFirst();
                options = bidirectional ? options.bothDirections() : options;
                Recurrent cells = kind == Kind.GRU
                        ? Recurrent.gru(width, hidden, options, draws)
                        : Recurrent.lstm(width, hidden, options, draws);
                yield new RecurrentClassifier(
                        embedding, cells, Linear.of(hidden * cells.directions(), outputs, draws), (float) dropout);
            }
        };
    }
}
