package dev.lanewise.gradient;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Random operands. Each is a window in the middle of a larger array, so that a forgotten offset or an element too many
 * shows.
 */
public final class Inputs {
    private static final int GUARD = 3;
    private static final float GUARD_VALUE = 1e6f;

    private final Random random;

    /** Operands by a seed. */
    public Inputs(long seed) {
        random = new Random(seed);
    }

    /** Uniform in [-2, 2), where the functions of the catalogue bend but do not saturate. */
    public Tensor floats(Shape shape) {
        Tensor tensor = window(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.array()[GUARD + i] = 4 * random.nextFloat() - 2;
        }
        return tensor;
    }

    /** Either sign, at least 0.25 from 0: for functions with a kink there. */
    public Tensor awayFromZero(Shape shape) {
        Tensor tensor = window(shape);
        for (int i = 0; i < tensor.size(); i++) {
            float magnitude = 0.25f + 2 * random.nextFloat();
            tensor.array()[GUARD + i] = random.nextBoolean() ? magnitude : -magnitude;
        }
        return tensor;
    }

    /** In each [H,W] plane all elements at least 0.1 apart: for a maximum, which has a kink where two are equal. */
    public Tensor spacedPlanes(Shape shape) {
        Tensor tensor = window(shape);
        int plane = shape.dim(-1) * shape.dim(-2);
        List<Integer> ranks = new ArrayList<>();
        for (int i = 0; i < plane; i++) {
            ranks.add(i);
        }
        for (int i = 0; i < tensor.size(); i++) {
            if (i % plane == 0) {
                Collections.shuffle(ranks, random);
            }
            tensor.array()[GUARD + i] = 0.1f * (ranks.get(i % plane) - plane / 2);
        }
        return tensor;
    }

    /** Classes in [0, count). */
    public IntTensor classes(int samples, int count) {
        int[] array = new int[samples + 2 * GUARD];
        for (int i = 0; i < samples; i++) {
            array[GUARD + i] = random.nextInt(count);
        }
        return IntTensor.window(array, GUARD, Shape.of(samples));
    }

    /** Standard normal values: what outputs are projected on. */
    Tensor projection(Shape shape) {
        Tensor tensor = window(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.array()[GUARD + i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    /** A direction: every component between 0.5 and 1 in magnitude, so that a wrong element cannot hide. */
    float[] direction(int size) {
        float[] direction = new float[size];
        for (int i = 0; i < size; i++) {
            direction[i] = (0.5f + 0.5f * random.nextFloat()) * (random.nextBoolean() ? 1 : -1);
        }
        return direction;
    }

    int index(int size) {
        return random.nextInt(size);
    }

    private static Tensor window(Shape shape) {
        float[] array = new float[shape.size() + 2 * GUARD];
        Arrays.fill(array, GUARD_VALUE);
        return Tensor.window(array, GUARD, shape);
    }
}
