package dev.lanewise.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;

/**
 * A report as a LeNet-5 run would write it, from made-up but plausible numbers: for tests, and for looking at the page.
 */
final class SampleReport {
    static final int EPOCHS = 10;
    static final int STEPS = 157;
    private static final int[] SEGMENTS = {0x77, 0x24, 0x5D, 0x6D, 0x2E, 0x6B, 0x7B, 0x25, 0x7F, 0x6F};

    private SampleReport() {}

    static Report lenet() {
        Random random = new Random(1);
        long[][] counts = counts(random);
        List<String> classes = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        List<Section> sections = List.of(
                new Curves(charts(random)),
                new ConfusionMatrix(counts, classes),
                new ClassScores(counts, classes),
                new Mistakes(mistakes(random)),
                filters(random),
                new CommandLine(
                        "Repeat this run",
                        "The same recipe, data and seed give the same model.safetensors, byte for byte.",
                        "./lanewise train lenet5 --epochs 10 --batch 64 --lr 0.001 --seed 1 --out"
                                + " runs/lenet5-2026-03-14-0926"),
                new KeyValues("Configuration", "", configuration()),
                new KeyValues("Environment", "", environment()));
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("data", "digits (built in): 10,000 training, 2,000 test samples");
        facts.put("date", "2026-03-14 09:26 UTC");
        facts.put("version", "Lanewise 0.1.0");
        List<Headline> headlines = List.of(
                new Headline("test accuracy", Format.percent(0.9885), "best 98.90 % at epoch 9"),
                new Headline("test loss", Format.number(0.03574)),
                new Headline("epochs", "10", "1,570 steps of 64"),
                new Headline("time", Format.duration(31.42), "2.9 s per epoch"),
                new Headline("samples/s", Format.count(3182), "training, warm"),
                new Headline("parameters", Format.count(61_706), "247 kB"));
        return new Report("lenet5", "runs/lenet5-2026-03-14-0926", facts, headlines, sections);
    }

    static List<Chart> charts(Random random) {
        int n = EPOCHS * STEPS;
        double[] x = new double[n];
        double[] loss = new double[n];
        double[] accuracy = new double[n];
        double[] rate = new double[n];
        double[] speed = new double[n];
        for (int i = 0; i < n; i++) {
            double t = (i + 1.0) / n;
            x[i] = (i + 1.0) / STEPS;
            double mean = 2.3 * Math.exp(-40 * t) + 0.25 * Math.exp(-6 * t) + 0.012;
            loss[i] = mean * Math.exp(0.45 * random.nextGaussian());
            double error = Math.min(0.9, 0.9 * Math.exp(-45 * t) + 0.09 * Math.exp(-6 * t) + 0.003);
            int wrong = 0;
            for (int s = 0; s < 64; s++) {
                wrong += random.nextDouble() < error ? 1 : 0;
            }
            accuracy[i] = 1 - wrong / 64.0;
            rate[i] = 0.0005 * (1 + Math.cos(Math.PI * t));
            speed[i] = (i < 30 ? 1200 + 66 * i : 3180) * (1 + 0.02 * random.nextGaussian());
        }
        double[] epoch = new double[EPOCHS];
        double[] testLoss = new double[EPOCHS];
        double[] testAccuracy = new double[EPOCHS];
        for (int e = 0; e < EPOCHS; e++) {
            epoch[e] = e + 1;
            testLoss[e] = 0.034 + 0.16 * Math.exp(-0.6 * (e + 1)) + 0.002 * random.nextGaussian();
            testAccuracy[e] = 0.9888 - 0.05 * Math.exp(-0.6 * (e + 1)) + 0.0006 * random.nextGaussian();
        }
        return List.of(
                Chart.loss(Series.smoothed("train", x, loss), Series.points("test", epoch, testLoss)),
                Chart.accuracy(Series.smoothed("train", x, accuracy), Series.points("test", epoch, testAccuracy)),
                Chart.learningRate(Series.line("learning rate", x, rate)),
                new Chart(
                        "Throughput",
                        "samples per second",
                        "epoch",
                        Scale.LINEAR,
                        Chart.Unit.NUMBER,
                        Chart.Size.SMALL,
                        List.of(Series.smoothed("samples/s", x, speed))));
    }

    private static long[][] counts(Random random) {
        long[][] counts = new long[10][10];
        for (int t = 0; t < 10; t++) {
            counts[t][t] = 192 + random.nextInt(14);
        }
        int[][] pairs = {
            {4, 9, 4}, {7, 1, 3}, {9, 4, 2}, {3, 5, 3}, {5, 3, 2}, {8, 3, 2}, {2, 7, 2}, {6, 0, 1}, {7, 2, 1}, {9, 7, 2}
        };
        for (int[] pair : pairs) {
            counts[pair[0]][pair[1]] = pair[2];
        }
        return counts;
    }

    private static List<Mistakes.Mistake> mistakes(Random random) {
        int[][] pairs = {{4, 9}, {7, 1}, {3, 5}, {9, 4}, {8, 3}, {2, 7}, {5, 3}, {9, 7}};
        List<Mistakes.Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < 22; i++) {
            int[] pair = pairs[i % pairs.length];
            double probability = 0.999 - 0.024 * i;
            Picture picture = new Picture(digit(pair[0], random), 1, 28, 28);
            mistakes.add(new Mistakes.Mistake(picture, "" + pair[0], "" + pair[1], probability, random.nextInt(2000)));
        }
        return mistakes;
    }

    /** Seven segments with a slant, soft edges and noise. */
    private static float[] digit(int digit, Random random) {
        float[] pixels = new float[28 * 28];
        double slant = 0.35 * random.nextDouble();
        double[][] ends = {
            {8, 5, 19, 5},
            {8, 5, 8, 14},
            {19, 5, 19, 14},
            {8, 14, 19, 14},
            {8, 14, 8, 23},
            {19, 14, 19, 23},
            {8, 23, 19, 23}
        };
        int[] order = {0, 1, 2, 3, 4, 5, 6};
        for (int i = 0; i < pixels.length; i++) {
            double y = i / 28;
            double x = i % 28 - slant * (14 - y);
            double nearest = 99;
            for (int s : order) {
                if ((SEGMENTS[digit] >> s & 1) == 1) {
                    double cx = Math.clamp(x, ends[s][0], ends[s][2]);
                    double cy = Math.clamp(y, ends[s][1], ends[s][3]);
                    nearest = Math.min(nearest, Math.hypot(x - cx, y - cy));
                }
            }
            double ink = Math.clamp(2.2 - nearest, 0.0, 1.0);
            pixels[i] = (float)
                    Math.clamp(ink * (0.85 + 0.15 * random.nextDouble()) + 0.02 * random.nextGaussian(), 0.0, 1.0);
        }
        return pixels;
    }

    private static Filters filters(Random random) {
        float[] weights = new float[6 * 25];
        for (int f = 0; f < 6; f++) {
            double angle = Math.PI * f / 6;
            for (int i = 0; i < 25; i++) {
                double across = (i % 5 - 2) * Math.cos(angle) + (i / 5 - 2) * Math.sin(angle);
                weights[f * 25 + i] = (float) (0.4 * Math.sin(across * 1.3) + 0.07 * random.nextGaussian());
            }
        }
        return new Filters("First-layer filters", weights, 6, 1, 5, 5);
    }

    private static SequencedMap<String, String> configuration() {
        SequencedMap<String, String> map = new LinkedHashMap<>();
        map.put("recipe", "lenet5");
        map.put("optimizer", "adam (beta1 0.9, beta2 0.999, eps 1e-8)");
        map.put("learning rate", "0.001");
        map.put("schedule", "cosine");
        map.put("batch", "64");
        map.put("epochs", "10");
        map.put("seed", "1");
        map.put("data fingerprint", "sha256:7d0c1f9c5a3e3b3f4a1f2a6f0e4f6f3f8b5a9d1f20c9a3d5e6b7c8d9e0f1a2b3");
        return map;
    }

    private static SequencedMap<String, String> environment() {
        SequencedMap<String, String> map = new LinkedHashMap<>();
        map.put("kernels", "vector");
        map.put("bits", "512");
        map.put("threads", "2");
        map.put("jdk", "25.0.1+8 (Eclipse Adoptium)");
        map.put("cpu", "Intel Xeon Platinum 8488C");
        map.put("version", "0.1.0");
        return map;
    }
}
