package dev.lanewise.train;

import dev.lanewise.train.metric.MetricKind;
import java.util.Optional;
import java.util.SequencedMap;

/** What a training run tells its listeners, in order; on the thread that trains. */
public sealed interface TrainingEvent {
    /**
     * Training begins.
     *
     * @param firstStep 0, or where a resumed run goes on
     * @param steps the number of steps when it is done
     * @param stepsPerEpoch batches in an epoch
     * @param score the metric that scores of training are of; none if there is no metric
     * @param heldOut the part that is evaluated after each epoch: {@code validation}, or {@code test} without one
     */
    record Started(long firstStep, long steps, int stepsPerEpoch, Optional<MetricKind> score, String heldOut)
            implements TrainingEvent {}

    /**
     * One update was made.
     *
     * @param step how many updates have been made now
     * @param epoch the epoch it belongs to, from 1
     * @param loss of its batch, before the update
     * @param score of its batch, likewise; NaN without a metric
     * @param rate the learning rate
     * @param samples in its batch
     */
    record Stepped(long step, int epoch, double loss, double score, double rate, int samples)
            implements TrainingEvent {}

    /**
     * The gradients of an update were measured, before any clipping; now and then.
     *
     * @param step how many updates have been made now
     * @param norm the Euclidean norm of all gradients together
     * @param layers that of each layer's, by the name its parameters share
     */
    record Probed(long step, double norm, SequencedMap<String, Double> layers) implements TrainingEvent {}

    /**
     * An epoch is complete and was evaluated.
     *
     * @param epoch from 1
     * @param step how many updates have been made
     * @param loss mean training loss over the epoch's steps (of this process)
     * @param score of training over the epoch, likewise; NaN without a metric
     * @param seconds spent training, without the evaluation
     * @param samples trained on in that time
     * @param heldOut how the model does on the part that is kept apart
     * @param best whether that is the best so far
     */
    record EpochEnded(
            int epoch,
            long step,
            double loss,
            double score,
            double seconds,
            long samples,
            Evaluation heldOut,
            boolean best)
            implements TrainingEvent {}
}
