package dev.lanewise.proofs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.gradient.GradientCheck;
import dev.lanewise.nn.Layer;
import dev.lanewise.op.Ops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.lifecycle.PropertyExecutionResult;

/** What the properties have proven, as a page: {@code docs/proofs.md}. */
final class Proofs {
    private static final String WHERE = "lanewise.proofs";

    private final Map<String, Integer> properties = new TreeMap<>();
    private long tries;
    private long failed;
    private long checks;
    private long comparisons;
    private double largestRelative;

    synchronized void property(Class<?> container, PropertyExecutionResult.Status status) {
        properties.merge(container.getSimpleName(), 1, Integer::sum);
        failed += status == PropertyExecutionResult.Status.SUCCESSFUL ? 0 : 1;
    }

    synchronized void tried() {
        tries++;
    }

    synchronized void checked(GradientCheck.Result result) {
        checks++;
        comparisons += result.comparisons();
        largestRelative = Math.max(largestRelative, result.largestRelative());
    }

    /** The operations with a gradient, by package. */
    static SortedSet<String> operations() {
        SortedSet<String> names = new TreeSet<>();
        for (JavaClass found : new ClassFileImporter().importPackagesOf(Ops.class)) {
            if (found.isAssignableTo(DifferentiableOp.class) && !found.isInterface()) {
                names.add(shortName(found));
            }
        }
        return names;
    }

    /** The layers and losses, by package. */
    static SortedSet<String> layers() {
        SortedSet<String> names = new TreeSet<>();
        for (JavaClass found : new ClassFileImporter().importPackages("dev.lanewise.nn", "dev.lanewise.loss")) {
            boolean loss = found.getPackageName().equals("dev.lanewise.loss") && found.isRecord();
            boolean main = !found.getSource()
                    .map(s -> s.getUri().toString().contains("/test-classes/"))
                    .orElse(false);
            if (main
                    && found.isTopLevelClass()
                    && !found.isInterface()
                    && (loss || found.isAssignableTo(Layer.class))) {
                names.add(shortName(found));
            }
        }
        return names;
    }

    private static String shortName(JavaClass found) {
        return found.getName().replace("dev.lanewise.", "");
    }

    /** The list that a page of proofs must hold, so that a stale page is found. */
    static String catalogue() {
        StringBuilder page = new StringBuilder();
        section(page, "Operations", operations());
        section(page, "Layers and losses", layers());
        return page.toString();
    }

    private static void section(StringBuilder page, String title, SortedSet<String> names) {
        page.append("## ").append(title).append(": ").append(names.size()).append("\n\n");
        Map<String, SortedSet<String>> byPackage = new TreeMap<>();
        for (String name : names) {
            int dot = name.lastIndexOf('.');
            byPackage
                    .computeIfAbsent(name.substring(0, dot), p -> new TreeSet<>())
                    .add(name.substring(dot + 1));
        }
        byPackage.forEach((where, classes) -> page.append("- `")
                .append(where)
                .append("`: ")
                .append(String.join(", ", classes))
                .append('\n'));
        page.append('\n');
    }

    private String page() {
        StringBuilder page = new StringBuilder();
        page.append("# What is proven\n\n");
        page.append("Written by the tests (`mvn verify -D").append(WHERE).append("=docs`), not by hand. ");
        page.append(
                "Every operation's gradient is compared with central\ndifferences of its float forward pass, along ");
        page.append(
                "random directions and for single elements, over random shapes and options;\nthe figures are those ");
        page.append("of one run, whose seeds are drawn anew each time.\n\n");
        page.append("| | |\n|---|--:|\n");
        row(page, "operations with a gradient", operations().size());
        row(page, "layers and losses", layers().size());
        row(
                page,
                "properties run",
                properties.values().stream().mapToInt(Integer::intValue).sum());
        row(page, "of these failed", failed);
        row(page, "tries", tries);
        row(page, "gradient checks", checks);
        row(page, "derivatives compared", comparisons);
        page.append(String.format(
                Locale.ROOT, "| largest difference, relative to derivative or outputs | %.1e |%n%n", largestRelative));
        page.append(catalogue());
        page.append("## Properties by class\n\n");
        properties.forEach((name, count) ->
                page.append("- ").append(name).append(": ").append(count).append('\n'));
        return page.toString();
    }

    private static void row(StringBuilder page, String what, long count) {
        page.append(String.format(Locale.ROOT, "| %s | %,d |%n", what, count));
    }

    /** The committed page. */
    static Path committed() {
        return Path.of(System.getProperty("lanewise.root", "."), "docs", "proofs.md");
    }

    /** Writes the page: to the build's folder, or to docs if {@code -Dlanewise.proofs=docs} asks for it. */
    synchronized void write() {
        Path to = "docs".equals(System.getProperty(WHERE)) ? committed() : Path.of("target", "proofs.md");
        try {
            if (Files.isDirectory(to.toAbsolutePath().getParent())) {
                Files.writeString(to, page());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
