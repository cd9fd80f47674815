package dev.lanewise.data.digits;

import dev.lanewise.data.SplitMix64;

/** The random draws of one sample, one after the other. */
final class Draws {
    private final long stream;
    private long count;

    Draws(long stream) {
        this.stream = stream;
    }

    long word() {
        return SplitMix64.word(stream, count++);
    }

    /** Uniform in [low, high). */
    float uniform(float low, float high) {
        return low + (high - low) * SplitMix64.unit(word());
    }

    /** Uniform in [0, bound). */
    int below(int bound) {
        return SplitMix64.below(bound, word());
    }

    /**
     * Near enough normal, within 3.5 deviations of 0: the sum of four uniform numbers of 16 bits, which needs one word
     * and no logarithm.
     */
    float normal(float deviation) {
        long word = word();
        long sum = (word & 0xffff) + (word >>> 16 & 0xffff) + (word >>> 32 & 0xffff) + (word >>> 48);
        // Four uniforms on [0, 65536) have mean 131072 - 2 and a deviation of 65536 / sqrt(3) = 37837.2.
        return (sum - 131070) / 37837.2f * deviation;
    }
}
