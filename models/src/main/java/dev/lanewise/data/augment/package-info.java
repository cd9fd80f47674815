/**
 * Images varied anew in every epoch. {@link dev.lanewise.data.augment.Augmented} applies a list of
 * {@link dev.lanewise.data.augment.Augmentation}s to a set, {@link dev.lanewise.data.augment.Mixup} blends pairs of
 * samples. All draws depend on (seed, epoch, sample) alone.
 */
package dev.lanewise.data.augment;
