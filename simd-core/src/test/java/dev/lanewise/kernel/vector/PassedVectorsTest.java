package dev.lanewise.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lanewise.runtime.InlinedMethods;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every method that passes vectors is one that the compiler is told to inline. */
class PassedVectorsTest {
    private static final String NAME = VectorMath.class.getPackageName();

    // Run once, to make a constant.
    private static final List<String> CONSTANTS = List.of("TurnTile512.first", "TurnTile512.second");

    private static List<Class<?>> classes() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of(VectorMath.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(root.resolve(NAME.replace('.', '/')))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> NAME + "." + name.substring(0, name.length() - ".class".length()))
                    .toList();
            List<Class<?>> classes = new java.util.ArrayList<>();
            for (String name : names) {
                classes.add(Class.forName(name, false, VectorMath.class.getClassLoader()));
            }
            return classes;
        }
    }

    @Test
    void methodsThatPassVectors_areInlinedWhateverCameBefore() throws Exception {
        List<Method> passing = classes().stream().flatMap(Alone::passing).toList();
        assertFalse(passing.isEmpty());
        List<String> forgotten = passing.stream()
                .filter(method -> Stream.concat(InlinedMethods.patterns().stream(), CONSTANTS.stream())
                        .noneMatch(pattern -> Alone.matches(pattern, method)))
                .map(Method::toString)
                .toList();
        assertEquals(List.of(), forgotten, "to be added to dev.lanewise.runtime.Inlining");
        List<String> gone = InlinedMethods.patterns().stream()
                .filter(pattern -> passing.stream().noneMatch(method -> Alone.matches(pattern, method)))
                .toList();
        assertEquals(List.of(), gone, "to be removed from dev.lanewise.runtime.Inlining");
    }

    @Test
    void loopsThatAreKeptApart_exist() throws Exception {
        List<Method> all = classes().stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .toList();
        List<String> gone = InlinedMethods.loops().stream()
                .filter(pattern -> all.stream().noneMatch(method -> Alone.matches(pattern, method)))
                .toList();
        assertEquals(List.of(), gone, "to be removed from dev.lanewise.runtime.Inlining");
    }
}
