package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.format.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the command line for the tests, in this process or in one of its own. */
final class Cli {
    /** How a command ended. */
    record Outcome(int code, String out, String err) {
        /** Fails unless it ended well. */
        Outcome ok() {
            assertEquals(0, code, () -> "out: " + out + "\nerr: " + err);
            return this;
        }

        /** The one line of a command that failed. */
        String failure(int expected) {
            assertEquals(expected, code, () -> "out: " + out + "\nerr: " + err);
            assertEquals(1, err.lines().count(), () -> "expected one line: " + err);
            return err.strip();
        }
    }

    private Cli() {}

    /** Runs a command in this process. */
    static Outcome run(Path folder, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                folder);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Starts a command in a process of its own, its error output to be read by the caller. */
    static Process start(Path folder, List<String> jvm, String... args) throws IOException {
        return new ProcessBuilder(command(jvm, args))
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** What starts a command in a process of its own. */
    static List<String> command(List<String> jvm, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC"));
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.lanewise.cli.Main"));
        command.addAll(List.of(args));
        return command;
    }

    /** Runs a command in a process of its own; its standard output is not kept. */
    static Outcome fork(Path folder, List<String> jvm, String... args) throws IOException, InterruptedException {
        Process process = start(folder, jvm, args);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), "", err);
    }

    static Map<String, Object> result(Path run) throws IOException {
        return Json.readObject(run.resolve("result.json"));
    }

    /** SHA-256 of a run's model. */
    static String sha256(Path run) throws IOException {
        try {
            byte[] model = Files.readAllBytes(run.resolve("model.safetensors"));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All files under a folder, as relative paths, in order. */
    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
