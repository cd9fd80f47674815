package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures and texts that are damaged: one line that names the file, and the line where there is one; no run folder. */
class BadInputTest {
    @TempDir
    Path folder;

    private void fails(List<String> command, String... expected) {
        String line = Cli.run(folder, command.toArray(String[]::new)).failure(1);
        for (String part : expected) {
            assertTrue(line.contains(part), line);
        }
        assertFalse(line.contains("Exception"), line);
        assertFalse(Files.exists(folder.resolve("run")), "a run folder was left");
    }

    private static List<String> images(String... more) {
        List<String> command = new ArrayList<>(List.of("train", "images", "--data", "pictures", "--out", "run"));
        command.addAll(List.of("--steps", "2", "--batch", "4", "--set", "height=16", "--set", "width=16"));
        command.addAll(List.of("--set", "crop=0"));
        command.addAll(List.of(more));
        return command;
    }

    private static List<String> text(String data, String... more) {
        List<String> command = new ArrayList<>(List.of("train", "text-class", "--data", data, "--out", "run"));
        command.addAll(List.of("--steps", "2", "--set", "width=8", "--set", "hidden=8"));
        command.addAll(List.of(more));
        return command;
    }

    private void pictures(String below, String... classes) throws IOException {
        Random random = new Random(1);
        for (String name : classes) {
            Path into = Files.createDirectories(folder.resolve(below).resolve(name));
            for (int i = 0; i < 10; i++) {
                BufferedImage image = new BufferedImage(20, 18, BufferedImage.TYPE_INT_RGB);
                for (int p = 0; p < 360; p++) {
                    image.setRGB(p % 20, p / 20, random.nextInt());
                }
                ImageIO.write(image, "png", into.resolve(i + ".png").toFile());
            }
        }
    }

    private Path cut(String file) throws IOException {
        Path path = folder.resolve(file);
        byte[] bytes = Files.readAllBytes(path);
        return Files.write(path, Arrays.copyOf(bytes, bytes.length / 2));
    }

    @Test
    void pictureThatCannotBeRead_isNamed_andSkippedOnDemand() throws IOException {
        pictures("pictures", "ant", "bee");
        cut("pictures/bee/3.png");
        Files.write(folder.resolve("pictures/ant/5.png"), new byte[0]);
        Files.writeString(folder.resolve("pictures/ant/6.png"), "not a picture");
        fails(images(), "5.png");
        Cli.Outcome outcome =
                Cli.run(folder, images("--skip-bad").toArray(String[]::new)).ok();
        for (String name : List.of("ant/5.png", "ant/6.png", "bee/3.png")) {
            assertTrue(outcome.err().contains(name), outcome.err());
        }
        Cli.run(folder, "eval", "run").ok();
    }

    @Test
    void picturesOfAClassThatAreAllBad_areAnError_evenWithSkipBad() throws IOException {
        pictures("pictures", "ant", "bee");
        for (int i = 0; i < 10; i++) {
            cut("pictures/bee/" + i + ".png");
        }
        fails(images("--skip-bad"), "bee");
    }

    @Test
    void classThatOnlyTheTestHas_isNamed() throws IOException {
        pictures("pictures/train", "ant", "bee");
        pictures("pictures/test", "ant", "bee", "wasp");
        fails(images(), "wasp");
        write("texts/train.tsv", "text\tlabel\nfine day\tyes\nbad day\tno\n");
        write("texts/test.tsv", "text\tlabel\nfine day\tyes\nodd day\tmaybe\n");
        fails(text("texts"), "test.tsv: line 3", "maybe");
    }

    @Test
    void picturesNotOfOneSize_areNamed_whereNoSizeIsSet() throws IOException {
        pictures("pictures", "ant", "bee");
        ImageIO.write(
                new BufferedImage(7, 9, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("pictures/bee/4.png").toFile());
        fails(images("--set", "height=0", "--set", "width=0"), "4.png");
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    static Stream<Arguments> texts() {
        String good = "text\tlabel\n" + "fine day\tyes\nbad day\tno\n".repeat(20);
        return Stream.of(
                Arguments.of("empty", new byte[0], List.of("data.tsv", "is empty")),
                Arguments.of("blank", " \n\n".getBytes(StandardCharsets.UTF_8), List.of("data.tsv", "white space")),
                Arguments.of(
                        "names only",
                        "text\tlabel\n".getBytes(StandardCharsets.UTF_8),
                        List.of("data.tsv", "column names only")),
                Arguments.of(
                        "Latin-1",
                        (good + "d\u00e9j\u00e0 vu\tno\n").getBytes(StandardCharsets.ISO_8859_1),
                        List.of("data.tsv: line 42: byte 2 is 0xe9", "UTF-8")),
                Arguments.of("UTF-16", good.getBytes(StandardCharsets.UTF_16), List.of("data.tsv", "UTF-16", "UTF-8")),
                Arguments.of(
                        "a column too many",
                        (good + "fine\tday\tyes\n").getBytes(StandardCharsets.UTF_8),
                        List.of("data.tsv: line 42: has 3 columns, expected 2")),
                Arguments.of(
                        "a column too few",
                        (good + "fine day\n").getBytes(StandardCharsets.UTF_8),
                        List.of("data.tsv: line 42: has 1 column, expected 2")),
                Arguments.of(
                        "no label",
                        (good + "fine day\t\n").getBytes(StandardCharsets.UTF_8),
                        List.of("data.tsv: line 42: has no label")),
                Arguments.of(
                        "one class",
                        ("text\tlabel\n" + "fine day\tyes\n".repeat(20)).getBytes(StandardCharsets.UTF_8),
                        List.of("data.tsv", "class")),
                Arguments.of(
                        "one text",
                        "text\tlabel\nfine day\tyes\n".getBytes(StandardCharsets.UTF_8),
                        List.of("data.tsv")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void damagedText_isNamedWithItsLine(String what, byte[] bytes, List<String> expected) throws IOException {
        Files.write(folder.resolve("data.tsv"), bytes);
        fails(text("data.tsv"), expected.toArray(String[]::new));
    }

    @Test
    void tornGzip_isNamed() throws IOException {
        Files.write(folder.resolve("data.tsv.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 75});
        fails(text("data.tsv.gz"), "data.tsv.gz", "gzip");
    }

    @Test
    void dataOfAnotherKind_isSaid() throws IOException {
        pictures("pictures", "ant", "bee");
        fails(text("pictures"), "pictures: looks like a folder of pictures, expected a file of text and label");
        write("texts/train.tsv", "text\tlabel\nfine day\tyes\nbad day\tno\n");
        fails(
                List.of("train", "lenet5", "--data", "texts", "--steps", "2", "--out", "run"),
                "texts: looks like a folder of labelled text, expected");
        assertEquals(
                List.of("texts/train.tsv"),
                Cli.files(folder).stream().filter(f -> f.endsWith("tsv")).toList());
    }
}
