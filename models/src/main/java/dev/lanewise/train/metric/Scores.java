package dev.lanewise.train.metric;

/** What the scores that a model gives to classes mean. */
public enum Scores {
    /** Any real numbers, of which softmax (or, for a single score, the sigmoid) makes probabilities; 0 is undecided. */
    LOGITS(0),
    /** Probabilities in [0, 1]; 0.5 is undecided. */
    PROBABILITIES(0.5f);

    private final float threshold;

    Scores(float threshold) {
        this.threshold = threshold;
    }

    /** A single score above it stands for class 1, any other for class 0. */
    public float threshold() {
        return threshold;
    }
}
