package dev.lanewise.data;

import java.util.Objects;
import java.util.Optional;

/**
 * The parts of one body of data, kept apart: what is trained on, what decides when to stop, and what is reported.
 *
 * @param name a short name: {@code digits}, {@code mnist}
 * @param source where it comes from, for people: {@code built in, seed 1} or a path
 * @param train the training part
 * @param validation the part that early stopping and the choice of the best model look at, if there is one
 * @param test the part that the final figures are computed on; nothing is ever fitted to it
 * @param <D> the kind of set
 */
public record DataSplit<D extends Dataset>(String name, String source, D train, Optional<D> validation, D test) {
    /** Checks that the parts have the same fields. */
    public DataSplit {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        if (!train.fields().equals(test.fields())) {
            throw new IllegalArgumentException(
                    name + ": train has the fields " + train.fields() + ", test has " + test.fields());
        }
        if (validation.isPresent() && !train.fields().equals(validation.get().fields())) {
            throw new IllegalArgumentException(name + ": train has the fields " + train.fields() + ", validation has "
                    + validation.get().fields());
        }
    }

    /** A split without a validation part. */
    public DataSplit(String name, String source, D train, D test) {
        this(name, source, train, Optional.empty(), test);
    }

    /** SHA-256 in hex over the fingerprints of all parts: what {@code config.json} keeps. */
    public String fingerprint() {
        Fingerprint hash = new Fingerprint("split").add(train.fingerprint());
        validation.ifPresent(part -> hash.add("validation").add(part.fingerprint()));
        return hash.add("test").add(test.fingerprint()).hex();
    }
}
