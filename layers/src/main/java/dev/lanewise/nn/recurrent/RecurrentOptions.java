package dev.lanewise.nn.recurrent;

import dev.lanewise.op.random.Dropout;

/**
 * How a {@link Recurrent} layer is built of cells.
 *
 * @param layers one above the other, at least 1
 * @param bidirectional true for a second cell per layer that runs from the last step to the first
 * @param bias false for cells without biases
 * @param dropout the probability of zeroing an output between layers in training, in [0, 1]
 * @param batchFirst true for x:[N,T,I] and y:[N,T,D*H], false for x:[T,N,I] and y:[T,N,D*H]
 */
public record RecurrentOptions(int layers, boolean bidirectional, boolean bias, float dropout, boolean batchFirst) {
    /** One layer, forward only, with biases, time first: PyTorch's defaults. */
    public static final RecurrentOptions DEFAULT = new RecurrentOptions(1, false, true, 0f, false);

    /** Checks number of layers and probability. */
    public RecurrentOptions {
        if (layers < 1) {
            throw new IllegalArgumentException("recurrent: " + layers + " layers, expected at least 1");
        }
        Dropout.requireProbability(dropout);
    }

    /** The same with this many layers. */
    public RecurrentOptions layers(int count) {
        return new RecurrentOptions(count, bidirectional, bias, dropout, batchFirst);
    }

    /** The same in both directions. */
    public RecurrentOptions bothDirections() {
        return new RecurrentOptions(layers, true, bias, dropout, batchFirst);
    }

    /** The same without biases. */
    public RecurrentOptions withoutBias() {
        return new RecurrentOptions(layers, bidirectional, false, dropout, batchFirst);
    }

    /** The same with dropout between layers. */
    public RecurrentOptions dropout(float probability) {
        return new RecurrentOptions(layers, bidirectional, bias, probability, batchFirst);
    }

    /** The same with the batch as the outermost axis. */
    public RecurrentOptions samplesFirst() {
        return new RecurrentOptions(layers, bidirectional, bias, dropout, true);
    }
}
