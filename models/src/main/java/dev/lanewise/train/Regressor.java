package dev.lanewise.train;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.data.Signature;
import dev.lanewise.loss.AbsoluteError;
import dev.lanewise.loss.Huber;
import dev.lanewise.loss.SquaredError;
import dev.lanewise.nn.Network;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;

/**
 * Prediction of quantities: model and targets are standardised, so is the loss; metrics see the units of the data. The
 * model may give [N, width] for targets of any shape with as many elements.
 */
public final class Regressor implements Objective {
    /** How an error counts. */
    public enum Loss {
        /** Its square. */
        SQUARED,
        /** Its magnitude. */
        ABSOLUTE,
        /** Its square up to 1, then its magnitude. */
        HUBER
    }

    private final Network model;
    private final Loss loss;
    private final Signature.Quantities output;

    /**
     * A regressor.
     *
     * @param output what is predicted
     */
    public Regressor(Network model, Loss loss, Signature.Quantities output) {
        this.model = model;
        this.loss = loss;
        this.output = output;
    }

    @Override
    public Outcome forward(Tape tape, Value... batch) {
        Tensor target = (Tensor) batch[batch.length - 1];
        Var given = Inputs.forward(model, tape, batch);
        Var predicted = given.shape().equals(target.shape())
                ? given
                : given.reshape(target.shape().toArray());
        Var truth = tape.constant(target);
        Var error = switch (loss) {
            case SQUARED -> new SquaredError().of(predicted, truth);
            case ABSOLUTE -> new AbsoluteError().of(predicted, truth);
            case HUBER -> new Huber().of(predicted, truth);
        };
        return new Outcome(error, predicted);
    }

    @Override
    public Value predictions(Outcome outcome) {
        return unscaled(outcome.output().tensor());
    }

    @Override
    public Value truth(Value... batch) {
        return unscaled((Tensor) batch[batch.length - 1]);
    }

    private Tensor unscaled(Tensor scaled) {
        Tensor values = Tensor.zeros(scaled.shape());
        for (int i = 0; i < values.size(); i++) {
            values.array()[i] = output.unscale(i, scaled.array()[scaled.offset() + i]);
        }
        return values;
    }

    @Override
    public Examiner examiner(int samples) {
        return new QuantityExaminer(samples);
    }

    /** Writes down what was predicted for each sample, the truth, and the sample's loss. */
    private final class QuantityExaminer implements Examiner {
        private final float[] predicted;
        private final float[] truth;
        private final float[] losses;
        private int seen;

        QuantityExaminer(int samples) {
            predicted = new float[Math.multiplyExact(samples, output.width())];
            truth = new float[predicted.length];
            losses = new float[samples];
        }

        @Override
        public void add(Outcome outcome, Value... batch) {
            Tensor given = outcome.output().tensor();
            Tensor right = (Tensor) batch[batch.length - 1];
            int width = output.width();
            int n = right.size() / width;
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    float p = given.array()[given.offset() + i * width + j];
                    float t = right.array()[right.offset() + i * width + j];
                    sum += cost(p - (double) t);
                    predicted[(seen + i) * width + j] = output.unscale(j, p);
                    truth[(seen + i) * width + j] = output.unscale(j, t);
                }
                losses[seen + i] = (float) (sum / width);
            }
            seen += n;
        }

        private double cost(double error) {
            double magnitude = Math.abs(error);
            return switch (loss) {
                case SQUARED -> error * error;
                case ABSOLUTE -> magnitude;
                case HUBER -> magnitude <= 1 ? 0.5 * error * error : magnitude - 0.5;
            };
        }

        @Override
        public Evaluation.Detail detail() {
            return new Evaluation.QuantityDetail(predicted, truth, output.width(), losses);
        }
    }
}
