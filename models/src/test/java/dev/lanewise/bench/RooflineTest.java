package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.report.Palette;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class RooflineTest {
    private static final List<Line> LINES = List.of(
            new Line.Flops(128, 1, 50),
            new Line.Flops(256, 1, 100),
            new Line.Bandwidth("L1", BandwidthRoof.Kind.COPY, 1e4, 1, 300),
            new Line.Bandwidth("memory", BandwidthRoof.Kind.COPY, 1e8, 1, 10),
            kernel("gemm.a <b> & c", 1e9, 1e7),
            kernel("softmax.a", 1e6, 1e7));

    private static Line kernel(String name, double flop, double bytes) {
        Work work = new Work(name, flop, bytes, 0, () -> null);
        return new Line.Kernel(work, 1, "FMA", 1e4, Optional.empty(), 0.5, 2e4, 2, 0, List.of());
    }

    @Test
    void svg_isXmlWithAMarkForEachKernelAndBothPages() throws Exception {
        String svg = Roofline.svg("A & B", LINES);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        // Two kernels, and two families in the legend.
        assertEquals(4, document.getElementsByTagName("polygon").getLength());
        assertTrue(svg.contains("gemm.a &lt;b&gt; &amp; c: 100.0 GFLOP/s, 50 % of FMA"), svg);
        assertTrue(
                svg.contains(Palette.light().get("page"))
                        && svg.contains(Palette.dark().get("page")),
                svg);
    }

    @Test
    void fasterKernel_standsHigher() {
        double[] heights = Roofline.of("", LINES).shapes().stream()
                .filter(shape ->
                        shape instanceof Drawing.Polygon p && !p.title().isEmpty())
                .mapToDouble(shape -> ((Drawing.Polygon) shape).ys()[0])
                .toArray();
        assertTrue(heights[0] < heights[1], heights[0] + " and " + heights[1]);
    }

    @Test
    void png_isAPictureOnTheAskedPage() throws Exception {
        BufferedImage light = ImageIO.read(new ByteArrayInputStream(Roofline.png("A", LINES, false)));
        BufferedImage dark = ImageIO.read(new ByteArrayInputStream(Roofline.png("A", LINES, true)));
        assertEquals(light.getWidth(), dark.getWidth());
        assertEquals(Integer.decode(Palette.light().get("page")), light.getRGB(1, 1) & 0xffffff);
        assertEquals(Integer.decode(Palette.dark().get("page")), dark.getRGB(1, 1) & 0xffffff);
        assertNotEquals(Palette.light().get("c0"), Palette.dark().get("c0"));
    }

    @Test
    void nothingMeasured_isAnEmptyPicture() {
        assertTrue(Roofline.svg("A", List.of()).contains("</svg>"));
    }
}
