package dev.lanewise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Pictures, mistakes and filters, read back by the JDK's own PNG reader. */
class PictureTest {
    private static BufferedImage decode(String uri) throws IOException {
        String prefix = "data:image/png;base64,";
        assertTrue(uri.startsWith(prefix), uri);
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(uri.substring(prefix.length()))));
    }

    /** The sample of a pixel as stored, without ImageIO's grey-to-sRGB conversion. */
    private static int sample(BufferedImage image, int x, int y, int band) {
        return image.getRaster().getSample(x, y, band);
    }

    @Test
    void png_anySize_isReadBackByteForByte() throws IOException {
        Random random = new Random(3);
        for (int channels : new int[] {1, 3, 4}) {
            for (int[] size : new int[][] {{1, 1}, {5, 3}, {131, 77}}) {
                byte[] samples = new byte[size[0] * size[1] * channels];
                random.nextBytes(samples);
                BufferedImage image = decode(Png.dataUri(samples, size[0], size[1], channels));
                assertEquals(size[0], image.getWidth());
                assertEquals(size[1], image.getHeight());
                for (int i = 0; i < samples.length; i++) {
                    int pixel = i / channels;
                    int read = sample(image, pixel % size[0], pixel / size[0], i % channels);
                    assertEquals(samples[i] & 0xFF, read);
                }
            }
        }
    }

    @Test
    void dataUri_withinUnit_isDrawnAsItIs() throws IOException {
        BufferedImage image = decode(new Picture(new float[] {0.2f, 0.4f, 0.6f, 0.8f}, 1, 2, 2).dataUri());
        assertEquals(
                List.of(51, 102, 153, 204),
                List.of(
                        sample(image, 0, 0, 0),
                        sample(image, 1, 0, 0),
                        sample(image, 0, 1, 0),
                        sample(image, 1, 1, 0)));
    }

    @Test
    void dataUri_otherRanges_areStretched_notFiniteIsTheLeast() throws IOException {
        BufferedImage image = decode(new Picture(new float[] {-1, 0, 1, Float.NaN}, 1, 1, 4).dataUri());
        assertEquals(
                List.of(0, 128, 255, 0),
                List.of(
                        sample(image, 0, 0, 0),
                        sample(image, 1, 0, 0),
                        sample(image, 2, 0, 0),
                        sample(image, 3, 0, 0)));
        BufferedImage bytes = decode(new Picture(new float[] {0, 128, 255}, 1, 1, 3).dataUri());
        assertEquals(
                List.of(0, 128, 255), List.of(sample(bytes, 0, 0, 0), sample(bytes, 1, 0, 0), sample(bytes, 2, 0, 0)));
        decode(new Picture(new float[] {7, 7}, 1, 1, 2).dataUri());
        decode(new Picture(new float[] {Float.NaN, Float.POSITIVE_INFINITY}, 1, 1, 2).dataUri());
    }

    @Test
    void dataUri_planes_becomeColours() throws IOException {
        BufferedImage image = decode(new Picture(new float[] {1, 0, 0, 1, 0, 0}, 3, 1, 2).dataUri());
        assertEquals(0xFFFF0000, image.getRGB(0, 0));
        assertEquals(0xFF00FF00, image.getRGB(1, 0));
    }

    @Test
    void dataUri_large_isMadeSmaller() throws IOException {
        float[] values = new float[500 * 333];
        values[0] = 1;
        BufferedImage image = decode(new Picture(values, 1, 500, 333).dataUri());
        assertEquals(84, image.getWidth());
        assertEquals(125, image.getHeight());
        assertEquals(16, sample(image, 0, 0, 0));
    }

    @Test
    void constructor_extentsThatDoNotFit_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Picture(new float[8], 2, 2, 2));
        String message = assertThrows(IllegalArgumentException.class, () -> new Picture(new float[5], 1, 2, 2))
                .getMessage();
        assertEquals("picture: 5 values for [C,H,W] = [1, 2, 2]", message);
    }

    @Test
    void mistakes_moreThanFit_areCutAtTheEnd_noneSaysSo() {
        Picture picture = new Picture(new float[1], 1, 1, 1);
        List<Mistakes.Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            mistakes.add(new Mistakes.Mistake(picture, "4", "9", 0.973, i));
        }
        Element section = Pages.parse(new Mistakes(mistakes));
        assertEquals(Mistakes.MOST, Pages.all(section, "img").size());
        assertEquals(
                "4 → 997.3\u00a0% #0",
                Pages.all(section, "figcaption").getFirst().getTextContent());
        assertTrue(Pages.parse(new Mistakes(List.of())).getTextContent().contains("No mistakes."));
    }

    @Test
    void filters_oneChannel_areBlueWhiteRedAroundZero() throws IOException {
        Element section = Pages.parse(new Filters("f", new float[] {-2, 0, 2, Float.NaN}, 1, 1, 1, 4));
        BufferedImage image =
                decode(Pages.all(section, "img", "pixels").getFirst().getAttribute("src"));
        assertEquals(0xFF184FA0, image.getRGB(0, 0));
        assertEquals(0xFFF7F7F7, image.getRGB(1, 0));
        assertEquals(0xFFB21E28, image.getRGB(2, 0));
        assertEquals(0xFFF7F7F7, image.getRGB(3, 0));
    }

    @Test
    void filters_threeChannels_areColours() throws IOException {
        Element section = Pages.parse(new Filters("f", new float[] {1, 0, -1, 1, 1, 1}, 2, 3, 1, 1));
        List<Element> images = Pages.all(section, "img", "pixels");
        assertEquals(2, images.size());
        assertEquals(0xFFFF8000, decode(images.get(0).getAttribute("src")).getRGB(0, 0));
        assertEquals(0xFFFFFFFF, decode(images.get(1).getAttribute("src")).getRGB(0, 0));
    }

    @Test
    void filters_manyChannelsOrZeroWeights_draw() {
        Element section = Pages.parse(new Filters("f", new float[512 * 16 * 9], 512, 16, 3, 3));
        assertEquals(64, Pages.all(section, "img", "pixels").size());
        assertTrue(section.getTextContent().contains("the first 64 of 8,192 pictures"));
        assertThrows(IllegalArgumentException.class, () -> new Filters("f", new float[5], 1, 1, 2, 2));
    }
}
