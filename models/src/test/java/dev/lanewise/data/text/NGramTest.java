package dev.lanewise.data.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.DataSplit;
import dev.lanewise.format.FormatException;
import dev.lanewise.format.SharedData;
import dev.lanewise.format.json.Json;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NGramTest {
    private static final List<String> TEXTS = List.of("a b a", "b c", "a b");
    private static final float NEAR = 1e-6f;

    private static NGramEncoder fit(boolean hashed, NGramEncoder.Weight weight, int minCount, int maxSize) {
        return NGramEncoder.fit(TEXTS, new NGramEncoder.Options(hashed, 2, true, weight, minCount, maxSize));
    }

    @Test
    void vocabulary_holdsWordsAndPairsByCount() {
        NGramEncoder encoder = fit(false, NGramEncoder.Weight.COUNT, 1, 0);
        assertEquals(
                List.of("a", "b", "a b", "b a", "b c", "c"),
                encoder.vocabulary().orElseThrow().tokens());
        float unit = (float) (1 / Math.sqrt(4 + 1 + 1 + 1));
        assertArrayEquals(new float[] {2 * unit, unit, unit, unit, 0, 0}, encoder.vector("A b a"), NEAR);
        assertArrayEquals(new float[6], encoder.vector("unknown"));
        assertEquals(3, fit(false, NGramEncoder.Weight.COUNT, 2, 0).size());
        assertEquals(2, fit(false, NGramEncoder.Weight.BINARY, 1, 2).size());
    }

    @Test
    void tfidf_weighsRareOnesMore() {
        NGramEncoder encoder = fit(false, NGramEncoder.Weight.TFIDF, 1, 0);
        double a = Math.log(4.0 / 3) + 1;
        double b = 1;
        double ab = a;
        double norm = Math.sqrt(a * a + b * b + ab * ab);
        assertArrayEquals(
                new float[] {(float) (a / norm), (float) (b / norm), (float) (ab / norm), 0, 0, 0},
                encoder.vector("a b"),
                NEAR);
    }

    @Test
    void bags_areTheVectorsWithoutTheirZeros() {
        for (boolean hashed : new boolean[] {false, true}) {
            NGramEncoder encoder = fit(hashed, NGramEncoder.Weight.TFIDF, 1, 8);
            int[] labels = {0, 1, 1};
            List<String> classes = List.of("n", "p");
            NGramBags bags = NGramBags.of(encoder, TEXTS, labels, classes);
            Value[] sparse = Texts.readAll(bags);
            Value[] dense = Texts.readAll(new NGramVectors(bags));
            float[] spread = new float[3 * encoder.size()];
            for (int i = 0; i < 3; i++) {
                for (int k = 0; k < bags.width(); k++) {
                    int at = i * bags.width() + k;
                    spread[i * encoder.size() + ((IntTensor) sparse[0]).get(at)] += ((Tensor) sparse[1]).array()[at];
                }
            }
            assertArrayEquals(spread, ((Tensor) dense[0]).toArray());
            assertArrayEquals(labels, ((IntTensor) sparse[2]).toArray());
            assertArrayEquals(labels, ((IntTensor) dense[1]).toArray());
            assertArrayEquals(
                    encoder.vector(TEXTS.get(1)), Arrays.copyOfRange(spread, encoder.size(), 2 * encoder.size()));
        }
    }

    @Test
    void fromMap_givesBackWhatWasSavedAsJson() {
        for (boolean hashed : new boolean[] {false, true}) {
            NGramEncoder encoder = fit(hashed, NGramEncoder.Weight.TFIDF, 1, 5);
            assertEquals(encoder, NGramEncoder.fromMap(Json.parseObject(Json.write(encoder.toMap()), "saved")));
        }
        Map<String, Object> bad =
                new LinkedHashMap<>(fit(true, NGramEncoder.Weight.TFIDF, 1, 5).toMap());
        bad.put("size", 4L);
        assertEquals(
                "n-grams: 5 idf factors, expected one for each id with tf-idf, else none",
                assertThrows(FormatException.class, () -> NGramEncoder.fromMap(bad))
                        .getMessage());
    }

    /** A perceptron, averaged: no more than a check that the features carry the classes. */
    @Test
    void sst2_isMostlyLinear() {
        LabelledText text = LabelledTextReader.of(1).read(SharedData.path("sentiment/sst2"));
        NGramEncoder encoder = NGramEncoder.fit(text.train().texts(), NGramEncoder.Options.bigrams(1));
        DataSplit<NGramBags> split = text.bags(encoder);
        double[] w = new double[encoder.size()];
        double[] sum = new double[encoder.size()];
        Value[] train = Texts.readAll(split.train());
        for (int pass = 0; pass < 8; pass++) {
            for (int i = 0; i < split.train().size(); i++) {
                int sign = split.train().label(i) == 1 ? 1 : -1;
                if (sign * score(train, i, split.train().width(), w) <= 0) {
                    add(train, i, split.train().width(), w, sign);
                }
            }
            for (int k = 0; k < w.length; k++) {
                sum[k] += w[k];
            }
        }
        Value[] test = Texts.readAll(split.test());
        int right = 0;
        for (int i = 0; i < split.test().size(); i++) {
            right += score(test, i, split.test().width(), sum) > 0
                            == (split.test().label(i) == 1)
                    ? 1
                    : 0;
        }
        assertTrue(
                right > 0.78 * split.test().size(),
                right + " of " + split.test().size());
    }

    private static double score(Value[] set, int i, int width, double[] w) {
        double score = 0;
        for (int k = i * width; k < (i + 1) * width; k++) {
            score += w[((IntTensor) set[0]).get(k)] * ((Tensor) set[1]).array()[k];
        }
        return score;
    }

    private static void add(Value[] set, int i, int width, double[] w, int sign) {
        for (int k = i * width; k < (i + 1) * width; k++) {
            w[((IntTensor) set[0]).get(k)] += sign * ((Tensor) set[1]).array()[k];
        }
    }
}
