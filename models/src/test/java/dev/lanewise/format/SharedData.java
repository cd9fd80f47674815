package dev.lanewise.format;

import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** The data that lies beside the checkout, named by the system property {@code lanewise.shared}. */
public final class SharedData {
    private SharedData() {}

    /** A path below {@code data}; where it is missing, the test is skipped with a line that says so. */
    public static Path path(String name) {
        String shared = System.getProperty("lanewise.shared");
        Path path = shared == null ? null : Path.of(shared, "data").resolve(name);
        if (path == null || !Files.exists(path)) {
            String line = "skipped: no " + (path == null ? name + ", lanewise.shared is not set" : path);
            System.out.println(line);
            throw new TestAbortedException(line);
        }
        return path;
    }
}
