package dev.lanewise.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lanewise.data.ImageDataset;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Flatten;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.Sequential;
import dev.lanewise.optim.Schedule;
import dev.lanewise.optim.Sgd;
import dev.lanewise.tensor.Shape;
import dev.lanewise.train.metric.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final int SAMPLES = 22;

    private static ImageDataset data() {
        Random random = new Random(1);
        byte[] pixels = new byte[SAMPLES * 6];
        random.nextBytes(pixels);
        byte[] labels = new byte[SAMPLES];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) random.nextInt(3);
        }
        return new ImageDataset(pixels, labels, Shape.of(1, 2, 3), List.of("a", "b", "c"));
    }

    /** Weights and the losses of all steps after two epochs, the last batch of which is smaller. */
    private static float[][] trained(int accumulate) {
        Sequential model = Sequential.of(new Flatten(), Linear.of(6, 3, new Draws(1)));
        List<Float> losses = new ArrayList<>();
        Trainer trainer = new Trainer(
                new Trainer.Options(6, 8, 1, accumulate, 0, 0),
                new Trainer.Plan(
                        model,
                        new Classifier(Network.of(model)),
                        new Sgd(model.parameters().values()),
                        new Schedule.Constant(0.3),
                        List.of(Metrics.named("accuracy"))),
                new Trainer.Data(data(), "test", data()),
                Watch.of(model),
                event -> {
                    if (event instanceof TrainingEvent.Stepped stepped) {
                        losses.add((float) stepped.loss());
                    }
                });
        assertEquals(Trainer.End.COMPLETE, trainer.run());
        float[] weights = model.parameters().values().iterator().next().value().toArray();
        float[] all = new float[losses.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = losses.get(i);
        }
        return new float[][] {weights, all};
    }

    /** Named closeness: the sums are rounded in another order. */
    private static final float CLOSE = 1e-5f;

    @Test
    void accumulatedParts_makeTheSameUpdateAsAWholeBatch() {
        float[][] whole = trained(1);
        assertFalse(Arrays.equals(whole[1], 1, 2, whole[1], 4, 5), "nothing is learned");
        // Parts of 8 and of 6 samples: equal, unequal, and more parts than samples.
        for (int parts : new int[] {2, 3, 5, 50}) {
            float[][] accumulated = trained(parts);
            assertArrayEquals(whole[0], accumulated[0], CLOSE, parts + " parts: weights");
            assertArrayEquals(whole[1], accumulated[1], CLOSE, parts + " parts: losses");
        }
    }
}
