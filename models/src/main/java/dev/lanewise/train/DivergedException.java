package dev.lanewise.train;

/** The loss became NaN or infinite. The model has been set back to its last good state. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long goodStep;

    DivergedException(String message, long goodStep) {
        super(message);
        this.goodStep = goodStep;
    }

    /** After how many updates the state was reached that the model has now. */
    public long goodStep() {
        return goodStep;
    }
}
