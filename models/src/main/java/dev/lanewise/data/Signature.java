package dev.lanewise.data;

import dev.lanewise.data.Field.Kind;
import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * What a model takes and gives: from it and its configuration a model is built.
 *
 * @param inputs what a sample is made of, in order, without the target
 * @param output what is predicted
 */
public record Signature(List<Input> inputs, Output output) {
    /** Copies the list. */
    public Signature {
        inputs = List.copyOf(inputs);
    }

    /**
     * An input.
     *
     * @param field its name, kind and shape
     * @param ids for integers, how many different ones there are: one number for all, or one for each element of a sample
     *     (columns of categories); empty for floats
     */
    public record Input(Field field, List<Integer> ids) {
        /** Copies the list. */
        public Input {
            ids = List.copyOf(ids);
        }

        /** Measured values. */
        public static Input floats(String name, Shape shape) {
            return new Input(new Field(name, Kind.FLOAT, shape), List.of());
        }

        /** Tokens of a vocabulary, or columns of categories with as many values each. */
        public static Input ids(String name, Shape shape, List<Integer> ids) {
            return new Input(new Field(name, Kind.INT, shape), ids);
        }
    }

    /** What is predicted. */
    public sealed interface Output {
        /** How many numbers the model gives for a sample. */
        int width();
    }

    /**
     * One of several classes: the model gives a logit for each.
     *
     * @param names of the classes
     */
    public record Classes(List<String> names) implements Output {
        /** Copies the list. */
        public Classes {
            names = List.copyOf(names);
        }

        @Override
        public int width() {
            return names.size();
        }
    }

    /**
     * Quantities, predicted standardised.
     *
     * @param names of the quantities, one for each of the last axis
     * @param shape of a sample's target; {@code []} for one quantity
     * @param means what was subtracted, one for each name
     * @param deviations what was then divided by, one for each name
     */
    public record Quantities(List<String> names, Shape shape, List<Double> means, List<Double> deviations)
            implements Output {
        /** Copies the lists. */
        public Quantities {
            names = List.copyOf(names);
            means = List.copyOf(means);
            deviations = List.copyOf(deviations);
            if (names.size() != means.size() || names.size() != deviations.size() || names.isEmpty()) {
                throw new IllegalArgumentException("quantities: " + names.size() + " names, " + means.size()
                        + " means, " + deviations.size() + " deviations, expected as many of each, at least one");
            }
        }

        @Override
        public int width() {
            return shape.size();
        }

        /** Element i of a sample's target, in the units of the data. */
        public float unscale(int i, float scaled) {
            int k = i % names.size();
            return (float) (scaled * deviations.get(k) + means.get(k));
        }
    }

    /**
     * The shape of a sample for a model that takes one input of floats.
     *
     * @param model its name, for the message
     * @throws IllegalArgumentException if there are other inputs
     */
    public Shape floats(String model) {
        if (inputs.size() != 1 || inputs.getFirst().field().kind() != Kind.FLOAT) {
            throw new IllegalArgumentException(model + " takes one input of floats, the data has "
                    + inputs.stream().map(Input::field).toList());
        }
        return inputs.getFirst().field().shape();
    }
}
