package dev.lanewise.autograd;

/** What layers that behave differently in training (dropout, batch norm) go by. Independent of recording. */
public enum Mode {
    /** Training. */
    TRAIN,
    /** Evaluation and prediction. */
    EVAL
}
