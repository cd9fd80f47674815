package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Tape;
import dev.lanewise.gradient.RandomGraphs;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.graph.Aggregation;
import dev.lanewise.nn.graph.Egnn;
import dev.lanewise.nn.graph.Graph;
import dev.lanewise.op.math.Tanh;
import dev.lanewise.tensor.Tensor;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Turning, mirroring and moving a graph in space: features stay, positions turn, are mirrored and move with it. */
class EgnnPropertyTest {
    private static final int TRIES = 40;
    private static final int FEATURES = 3;

    /** Named closeness of float arithmetic on turned positions, as a fraction of the largest magnitude, at least 1. */
    private static final double CLOSE = 2e-5;

    /** An orthogonal matrix and a vector: x becomes x q + t. */
    private record Motion(double[][] q, double[] t) {
        /** Reflections at random hyperplanes (Householder): one mirrors, two turn. */
        static Motion random(int dimensions, int reflections, boolean moves, long seed) {
            Random random = new Random(seed);
            double[][] q = new double[dimensions][dimensions];
            for (int i = 0; i < dimensions; i++) {
                q[i][i] = 1;
            }
            for (int r = 0; r < reflections; r++) {
                double[] v = random.doubles(dimensions, 0.1, 1).toArray();
                double square = 0;
                for (double c : v) {
                    square += c * c;
                }
                for (double[] row : q) {
                    double dot = 0;
                    for (int i = 0; i < dimensions; i++) {
                        dot += row[i] * v[i];
                    }
                    for (int i = 0; i < dimensions; i++) {
                        row[i] -= 2 * dot / square * v[i];
                    }
                }
            }
            return new Motion(q, moves ? random.doubles(dimensions, -2, 2).toArray() : new double[dimensions]);
        }

        Tensor of(Tensor x) {
            Tensor y = Tensor.zeros(x.shape());
            for (int n = 0; n < x.dim(0); n++) {
                for (int i = 0; i < t.length; i++) {
                    double sum = t[i];
                    for (int j = 0; j < t.length; j++) {
                        sum += x.get(n, j) * q[j][i];
                    }
                    y.set((float) sum, n, i);
                }
            }
            return y;
        }
    }

    /** Two layers with attention; the coordinate weights are not small, so that positions do move. */
    private static Tensor[] run(Tensor h, Tensor x, Graph graph, Aggregation coordinates, long seed) {
        Draws draws = new Draws(seed);
        Egnn made = Egnn.of(FEATURES, 0, 5, new Tanh(), draws).withAttention(5, draws);
        Sequential coord = Sequential.of(Linear.of(5, 5, draws), Activation.TANH, Linear.of(5, 1, draws));
        Egnn layer = new Egnn(made.edge_mlp(), made.node_mlp(), coord, made.att_mlp(), true, coordinates);
        Tape tape = Tape.inference();
        tape.begin(0);
        Egnn.State state = new Egnn.State(tape.constant(h), tape.constant(x));
        state = layer.forward(layer.forward(state, graph), graph);
        return new Tensor[] {state.h().detach(), state.x().detach()};
    }

    private static double largestDifference(Tensor a, Tensor b) {
        double largest = 0;
        for (int i = 0; i < a.size(); i++) {
            largest = Math.max(largest, Math.abs((double) a.toArray()[i] - b.toArray()[i]));
        }
        return largest;
    }

    private static double scale(Tensor t) {
        double scale = 1;
        for (float v : t.toArray()) {
            scale = Math.max(scale, Math.abs(v));
        }
        return scale;
    }

    private static void check(int nodes, int dimensions, int reflections, boolean moves, boolean sum, long seed) {
        Graph graph = RandomGraphs.directed(nodes, 3 * nodes, seed);
        Tensor h = RandomGraphs.features(seed, nodes, FEATURES);
        Tensor x = RandomGraphs.features(seed + 1, nodes, dimensions);
        Motion motion = Motion.random(dimensions, reflections, moves, seed);
        Aggregation coordinates = sum ? Aggregation.SUM : Aggregation.MEAN;
        Tensor[] still = run(h, x, graph, coordinates, seed);
        Tensor[] moved = run(h, motion.of(x), graph, coordinates, seed);
        double features = largestDifference(still[0], moved[0]) / scale(still[0]);
        assertTrue(features <= CLOSE, "features differ by " + features);
        Tensor expected = motion.of(still[1]);
        double positions = largestDifference(expected, moved[1]) / scale(expected);
        assertTrue(positions <= CLOSE, "positions differ by " + positions);
    }

    @Property(tries = TRIES)
    void rotation_turnsPositions_andLeavesFeatures(
            @ForAll @IntRange(min = 2, max = 6) int nodes,
            @ForAll @IntRange(min = 2, max = 4) int dimensions,
            @ForAll boolean sum,
            @ForAll long seed) {
        check(nodes, dimensions, 2, false, sum, seed);
    }

    @Property(tries = TRIES)
    void reflection_mirrorsPositions_andLeavesFeatures(
            @ForAll @IntRange(min = 2, max = 6) int nodes,
            @ForAll @IntRange(min = 1, max = 4) int dimensions,
            @ForAll boolean sum,
            @ForAll long seed) {
        check(nodes, dimensions, 1, false, sum, seed);
    }

    @Property(tries = TRIES)
    void translation_movesPositions_andLeavesFeatures(
            @ForAll @IntRange(min = 2, max = 6) int nodes,
            @ForAll @IntRange(min = 1, max = 4) int dimensions,
            @ForAll boolean sum,
            @ForAll long seed) {
        check(nodes, dimensions, 0, true, sum, seed);
    }

    @Property(tries = TRIES)
    void allMotionsTogether(
            @ForAll @IntRange(min = 2, max = 6) int nodes,
            @ForAll @IntRange(min = 1, max = 4) int dimensions,
            @ForAll @IntRange(max = 5) int reflections,
            @ForAll long seed) {
        check(nodes, dimensions, reflections, true, true, seed);
    }
}
