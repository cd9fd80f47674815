package dev.lanewise.data.source;

import dev.lanewise.data.DataException;
import dev.lanewise.setting.UnknownNameException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kinds of data there are, and what kind a path holds. */
public final class DataKinds {
    private static final List<DataKind<?>> ALL =
            List.of(new ImageKind(), new TextKind(), new TabularKind(), new SeriesKind());

    private DataKinds() {}

    /** All kinds, in the order in which a path is tried. */
    public static List<DataKind<?>> all() {
        return ALL;
    }

    /**
     * A kind by name.
     *
     * @throws UnknownNameException with the nearest names
     */
    public static DataKind<?> named(String name) {
        return ALL.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownNameException(
                        "kind of data", name, ALL.stream().map(DataKind::name).toList()));
    }

    /** The first kind that a path looks like. */
    public static Optional<DataKind<?>> guess(Path path) {
        return ALL.stream().filter(kind -> kind.recognise(path) != null).findFirst();
    }

    /**
     * Checks that a path looks like data of a kind.
     *
     * @throws DataException saying what it looks like instead, and what was expected
     */
    public static void require(DataKind<?> kind, Path path) {
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        if (kind.recognise(path) == null) {
            String seen = guess(path)
                    .map(other -> "looks like " + other.recognise(path) + ", ")
                    .orElse("");
            throw new DataException(path + ": " + seen + "expected " + kind.expected());
        }
    }
}
