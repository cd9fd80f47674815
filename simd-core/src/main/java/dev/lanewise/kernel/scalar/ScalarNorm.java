package dev.lanewise.kernel.scalar;

/** Normalisation, without the Vector API. */
public final class ScalarNorm extends NormSteps {
    /** A stateless instance. */
    public ScalarNorm() {
        super(new ScalarNormLoops());
    }
}
