package dev.lanewise.train;

/** What a training run tells its listeners, in order; on the thread that trains. */
public sealed interface TrainingEvent {
    /**
     * Training begins.
     *
     * @param firstStep 0, or where a resumed run goes on
     * @param steps the number of steps when it is done
     * @param stepsPerEpoch batches in an epoch
     */
    record Started(long firstStep, long steps, int stepsPerEpoch) implements TrainingEvent {}

    /**
     * One update was made.
     *
     * @param step how many updates have been made now
     * @param epoch the epoch it belongs to, from 1
     * @param loss of its batch, before the update
     * @param accuracy of its batch
     * @param rate the learning rate
     * @param samples in its batch
     */
    record Stepped(long step, int epoch, double loss, double accuracy, double rate, int samples)
            implements TrainingEvent {}

    /**
     * An epoch is complete and was evaluated.
     *
     * @param epoch from 1
     * @param step how many updates have been made
     * @param loss mean training loss over the epoch's steps (of this process)
     * @param accuracy mean training accuracy, likewise
     * @param seconds spent training, without the evaluation
     * @param samples trained on in that time
     * @param test how the model does on the test data
     */
    record EpochEnded(int epoch, long step, double loss, double accuracy, double seconds, long samples, Evaluation test)
            implements TrainingEvent {}
}
