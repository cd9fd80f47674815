package dev.lanewise.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    Path folder;

    private String refusal(Path file) {
        return Texts.refusal(folder, () -> TextFile.read(file).notBlank("text"));
    }

    @Test
    void read_takesPlainAndGzipAndByteOrderMarkAndEveryLineEnd() {
        List<String> lines = List.of("one", "", "zwölf 🚀");
        assertEquals(
                lines,
                TextFile.read(Texts.write(folder, "a", "one\n\nzwölf 🚀")).lines());
        assertEquals(
                lines,
                TextFile.read(Texts.write(folder, "b", "\ufeffone\r\n\r\nzwölf 🚀\r\n"))
                        .lines());
        assertEquals(
                lines,
                TextFile.read(Texts.write(folder, "c.gz", "one\n\nzwölf 🚀\n")).lines());
    }

    @Test
    void read_namesTheLineThatIsNotUtf8() {
        Path latin = Texts.write(folder, "latin.txt", new byte[] {'a', '\n', 'b', 'c', (byte) 0xe4, 'd', '\n'});
        assertEquals("DIR/latin.txt: line 2: byte 3 is 0xe4, which is not UTF-8 here, expected UTF-8", refusal(latin));
        Path cut = Texts.write(folder, "cut.txt", new byte[] {'a', (byte) 0xc3});
        assertEquals("DIR/cut.txt: line 1: byte 2 is 0xc3, which is not UTF-8 here, expected UTF-8", refusal(cut));
        Path wide = Texts.write(folder, "wide.txt", new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0});
        assertEquals("DIR/wide.txt: line 1: begins as UTF-16 does, expected UTF-8", refusal(wide));
    }

    @Test
    void read_refusesWhatIsMissingEmptyOrDamaged() throws IOException {
        assertEquals("DIR/none: no such file", refusal(folder.resolve("none")));
        assertEquals("DIR: is a folder, expected a file of text", refusal(folder));
        assertEquals("DIR/e: is empty, expected text", refusal(Texts.write(folder, "e", "")));
        assertEquals("DIR/w: is nothing but white space, expected text", refusal(Texts.write(folder, "w", " \n\n")));
        byte[] packed = Texts.gzip("some text that is packed".getBytes(StandardCharsets.US_ASCII));
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(packed, packed.length - 9));
        assertEquals("DIR/cut.gz: the gzip data is cut short", refusal(cut));
        packed[packed.length - 6] ^= 1;
        Path damaged = Files.write(folder.resolve("bad.gz"), packed);
        assertEquals("DIR/bad.gz: the gzip data is damaged: Corrupt GZIP trailer", refusal(damaged));
    }
}
