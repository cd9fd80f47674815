package dev.lanewise.data.augment;

import dev.lanewise.data.SplitMix64;
import java.util.Objects;

/**
 * Another augmentation, for some of the images only.
 *
 * @param probability of applying it, in [0, 1]
 * @param augmentation what is applied
 */
public record Sometimes(float probability, Augmentation augmentation) implements Augmentation {
    public Sometimes {
        Options.probability("sometimes", probability);
        Objects.requireNonNull(augmentation, "augmentation");
    }

    @Override
    public void apply(Canvas canvas, long stream) {
        if (SplitMix64.unit(SplitMix64.word(stream, 0)) < probability) {
            augmentation.apply(canvas, SplitMix64.stream(stream, 1));
        }
    }
}
