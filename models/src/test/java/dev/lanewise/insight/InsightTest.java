package dev.lanewise.insight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Flatten;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.nn.embed.Embedding;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InsightTest {
    private static final float CLOSE = 1e-5f;

    @Test
    void saliency_ofALinearModel_isItsWeights() {
        Linear fc = Linear.of(6, 3, new Draws(1));
        Network model = Network.of(Sequential.of(new Flatten(), fc));
        Value[] x = {Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3)};
        for (int c = 0; c < 3; c++) {
            assertArrayEquals(fc.weight().value().outer(c).toArray(), Saliency.of(model, x, 0, c), CLOSE);
        }
    }

    /** The sum of the tokens' vectors. */
    public record Sum(Embedding embedding) implements Network {
        @Override
        public Var forward(Var... inputs) {
            return Ops.sum(embedding.forward(inputs[0]), 1);
        }
    }

    @Test
    void saliency_ofTokens_isWhatEachAddsToTheOutput() {
        Embedding embedding = new Embedding(new Parameter(Tensor.of(new float[] {1, 10, 2, -20, 3, 30}, 3, 2)));
        IntTensor ids = IntTensor.of(new int[] {2, 0, 1, 2}, 1, 4);
        Network model = new Sum(embedding);
        assertArrayEquals(new float[] {3, 1, 2, 3}, Saliency.of(model, new Value[] {ids}, 0, 0), CLOSE);
        assertArrayEquals(new float[] {30, 10, -20, 30}, Saliency.of(model, new Value[] {ids}, 0, 1), CLOSE);
    }

    @Test
    void saliency_looksAtOneSample() {
        Network model = Network.of(Linear.of(2, 2, new Draws(1)));
        String line = assertThrows(
                        IllegalArgumentException.class,
                        () -> Saliency.of(model, new Value[] {Tensor.zeros(3, 2)}, 0, 0))
                .getMessage();
        assertEquals("saliency: a batch of 3 samples, expected 1", line);
    }

    @Test
    void heat_takesTheStrongestChannel_andCutsTheTop() {
        float[] gradient = new float[400];
        for (int i = 0; i < 200; i++) {
            gradient[i] = i % 2 == 0 ? -2 : 1;
            gradient[200 + i] = 1;
        }
        gradient[7] = 1000;
        float[] heat = Saliency.heat(gradient, 2);
        assertEquals(200, heat.length);
        assertEquals(1f, heat[7]);
        assertEquals(1f, heat[0]);
        assertEquals(0.5f, heat[1]);
    }

    @Test
    void featureVisualisation_ofAConvolution_showsItsKernel() {
        // A kernel that looks for a bright first channel and a dark second one.
        float[] kernel = new float[18];
        for (int i = 0; i < 18; i++) {
            kernel[i] = i < 9 ? 1 : -1;
        }
        Conv2d conv = new Conv2d(Conv2dShape.of(1, 0), new Parameter(Tensor.of(kernel, 1, 2, 3, 3)), null);
        Network model = Network.of(Sequential.of(conv, Activation.RELU));
        float[] least = {-1, -2};
        float[] most = {1, 2};
        float[] picture =
                new FeatureVisualisation(30, 0.5f, 1).of(model, Shape.of(2, 9, 9), "0.weight", 0, least, most);
        for (int i = 0; i < picture.length; i++) {
            int row = i % 81 / 9;
            int column = i % 9;
            boolean inside = row > 1 && row < 7 && column > 1 && column < 7;
            assertTrue(picture[i] >= least[i / 81] && picture[i] <= most[i / 81], "out of range: " + picture[i]);
            assertTrue(!inside || (i < 81 ? picture[i] > 0.9 : picture[i] < -1.8), i + ": " + picture[i]);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> FeatureVisualisation.DEFAULT.of(model, Shape.of(2, 9, 9), "0.weight", 1, least, most));
    }

    @Test
    void principalComponents_ofAnEllipse_areItsAxes() {
        Random random = new Random(1);
        int n = 2000;
        Tensor samples = Tensor.zeros(n, 3);
        for (int i = 0; i < n; i++) {
            float a = (float) (5 * random.nextGaussian());
            float b = (float) (2 * random.nextGaussian());
            samples.set(7 + (a + b) / (float) Math.sqrt(2), i, 0);
            samples.set(-3 + (a - b) / (float) Math.sqrt(2), i, 1);
            samples.set((float) (0.1 * random.nextGaussian()), i, 2);
        }
        PrincipalComponents found = PrincipalComponents.of(samples, 2);
        assertEquals(25 / 29.01, found.shares()[0], 0.02);
        assertEquals(4 / 29.01, found.shares()[1], 0.02);
        double squares = 0;
        for (double[] point : found.coordinates()) {
            squares += point[0] * point[0] / n;
        }
        assertEquals(25, squares, 2);
    }

    @Test
    void features_areWhatTheLastLayerSees() {
        Linear first = Linear.of(6, 4, new Draws(1));
        Linear last = Linear.of(4, 2, new Draws(2));
        Network model = Network.of(Sequential.of(new Flatten(), first, Activation.TANH, last));
        byte[] pixels = new byte[130 * 6];
        new Random(3).nextBytes(pixels);
        ImageDataset data = new ImageDataset(pixels, new byte[130], Shape.of(1, 2, 3), List.of("a", "b"));
        Tensor features = Features.of(model, data, 100).orElseThrow();
        assertEquals(Shape.of(100, 4), features.shape());
        Tensor x = Tensor.zeros(1, 1, 2, 3);
        data.read(new int[] {97}, 0, 1, x, IntTensor.zeros(1));
        Look look = new Look(model, false).at(x);
        float[] logits = look.output().tensor().toArray();
        Look again = new Look(Network.of(last), false).at(features.outer(97, 98));
        assertArrayEquals(logits, again.output().tensor().toArray(), CLOSE);
    }
}
