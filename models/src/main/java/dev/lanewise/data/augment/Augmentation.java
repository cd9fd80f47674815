package dev.lanewise.data.augment;

/**
 * One way to vary an image at random without changing what it shows.
 *
 * <p>An implementation is a record of its options, whose {@code toString} tells them all: it is part of the fingerprint
 * of the set. Levels and amounts are those of pixels in [0, 1], whatever the normalisation of the set; results are not
 * cut off at 0 and 1.
 */
public interface Augmentation {
    /**
     * Varies an image in place, without allocation, by words of the stream alone.
     *
     * @param canvas the image and working room of the same size
     * @param stream of {@link dev.lanewise.data.SplitMix64}: this image's, in this epoch, for this step
     */
    void apply(Canvas canvas, long stream);
}
