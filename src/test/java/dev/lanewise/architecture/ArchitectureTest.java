package dev.lanewise.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Op;
import dev.lanewise.autograd.PlainOp;
import dev.lanewise.nn.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of DESIGN.md. */
class ArchitectureTest {
    /** The house from the ground up: a package knows those below it, none beside it and none above it. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("tensor"),
            List.of("math", "thread"),
            List.of("kernel"),
            List.of("kernel.scalar"),
            List.of("kernel.vector"),
            List.of("runtime"),
            List.of("autograd"),
            List.of("gradient"),
            List.of(
                    "op.attention",
                    "op.conv",
                    "op.graph",
                    "op.loss",
                    "op.math",
                    "op.matrix",
                    "op.norm",
                    "op.random",
                    "op.recurrent",
                    "op.reduce",
                    "op.shape",
                    "init",
                    "optim"),
            List.of("op"),
            List.of("nn", "loss"),
            List.of("nn.activation", "nn.conv", "nn.embed", "nn.norm", "nn.gate", "nn.latent"),
            List.of("nn.attention", "nn.graph", "nn.recurrent"),
            List.of("nn.transformer"),
            List.of("format..", "setting"),
            List.of("data..", "report.."),
            List.of("recipe..", "bench"),
            List.of("infer..", "insight", "train..", "zoo.."),
            List.of("run.."),
            List.of("cli.."));

    private static final String VECTOR = "dev.lanewise.kernel.vector";

    private static final String[] SIMD_CORE = {
        "dev.lanewise.tensor",
        "dev.lanewise.math",
        "dev.lanewise.thread",
        "dev.lanewise.kernel",
        "dev.lanewise.kernel.scalar",
        VECTOR,
        "dev.lanewise.runtime"
    };

    private static final String[] LAYERS = {
        "dev.lanewise.autograd",
        "dev.lanewise.gradient",
        "dev.lanewise.op..",
        "dev.lanewise.nn..",
        "dev.lanewise.loss",
        "dev.lanewise.optim",
        "dev.lanewise.init"
    };

    private static final String[] JDK = {"java..", "javax.management..", "jdk..", "com.sun.management.."};

    private static final int LINES = 400;

    /** What the generator writes (simd-core/src/generator). */
    private static final Pattern GENERATED = Pattern.compile("[A-Za-z]+Tile\\d+\\.java");

    /** Everything but the tests, wherever Maven or an IDE has compiled it to. */
    private static final class MainOnly implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    private static JavaClasses house;

    @BeforeAll
    static void read() {
        house = new ClassFileImporter().withImportOption(new MainOnly()).importPackages("dev.lanewise");
    }

    @Test
    void everyPackage_standsOnAFloor() {
        Set<String> homeless = new TreeSet<>();
        Set<String> found = new TreeSet<>();
        for (JavaClass c : house) {
            String name = c.getPackageName().replaceFirst("^dev\\.lanewise\\.?", "");
            if (FLOORS.stream().flatMap(List::stream).noneMatch(p -> matches(p, name))) {
                homeless.add(c.getPackageName());
            }
            found.add(c.getPackageName());
        }
        assertEquals(Set.of(), homeless, "packages without a floor: DESIGN.md says which there are");
        for (String expected : joined(SIMD_CORE, LAYERS)) {
            assertTrue(found.contains(expected.replace("..", "")), "no package " + expected);
        }
    }

    private static boolean matches(String pattern, String name) {
        String exact = pattern.replace("..", "");
        return name.equals(exact) || (pattern.endsWith("..") && name.startsWith(exact + "."));
    }

    @Test
    void packages_knowOnlyWhatIsBelowThem() {
        for (int i = 0; i < FLOORS.size(); i++) {
            for (String mine : FLOORS.get(i)) {
                List<String> forbidden = new ArrayList<>();
                FLOORS.get(i).stream().filter(p -> !p.equals(mine)).forEach(forbidden::add);
                FLOORS.subList(i + 1, FLOORS.size()).forEach(forbidden::addAll);
                if (!forbidden.isEmpty()) {
                    check(noClasses()
                            .that()
                            .resideInAPackage("dev.lanewise." + mine)
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(forbidden.stream()
                                    .map(p -> "dev.lanewise." + p)
                                    .toArray(String[]::new))
                            .allowEmptyShould(true));
                }
            }
        }
    }

    @Test
    void packages_areFreeOfCycles() {
        check(slices().matching("dev.lanewise.(**)").should().beFreeOfCycles());
    }

    @Test
    void vectorKernels_aloneImportTheVectorModule() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(VECTOR)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.."));
        boolean seen = house.stream()
                .filter(c -> c.getPackageName().equals(VECTOR))
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .anyMatch(d -> d.getTargetClass().getPackageName().equals("jdk.incubator.vector"));
        assertTrue(seen, "the rule above sees no use of the vector module at all");
    }

    /** They are loaded by name, so that everything else works where the module is absent. */
    @Test
    void vectorKernels_areKnownToNobody() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(VECTOR)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(VECTOR));
    }

    /** What has seen vectors of two widths may keep them as objects: docs/kernels.md. Tiles of another width never run. */
    @Test
    void vectorKernels_haveTheWidthOfTheProcess() {
        check(noClasses()
                .that()
                .resideInAPackage(VECTOR)
                .and()
                .haveNameNotMatching(".*\\.(Lanes|\\w+(128|256|512))")
                .should()
                .accessFieldWhere(target(nameStartingWith("SPECIES_")))
                .orShould()
                .callMethodWhere(target(owner(name("jdk.incubator.vector.VectorSpecies")))
                        .and(target(nameMatching("of.*")))));
    }

    @Test
    void simdCoreAndLayers_needTheJdkAlone() {
        check(classes()
                .that()
                .resideInAnyPackage(SIMD_CORE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(joined(JDK, SIMD_CORE)));
        check(classes()
                .that()
                .resideInAnyPackage(LAYERS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(joined(JDK, SIMD_CORE, LAYERS)));
    }

    private static String[] joined(String[]... parts) {
        return Stream.of(parts).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void formatAndInference_neverSeeTrainingOrTheZoo() {
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.lanewise.format..", "dev.lanewise.infer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.lanewise.train..", "dev.lanewise.zoo.."));
    }

    @Test
    void commandLine_doesNoArithmeticOnTensors() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.lanewise.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.lanewise.kernel..", "dev.lanewise.math", "dev.lanewise.op..")
                .allowEmptyShould(true));
    }

    @Test
    void picocli_staysInTheCommandLine() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.lanewise.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli.."));
    }

    @Test
    void operations_areRecordsOfTheCatalogue() {
        check(classes()
                .that()
                .resideInAPackage("dev.lanewise.op.*")
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .beRecords()
                .andShould()
                .beAssignableTo(DifferentiableOp.class)
                .orShould()
                .beAssignableTo(PlainOp.class));
        check(classes()
                .that()
                .areAssignableTo(Op.class)
                .and()
                .areNotInterfaces()
                .should()
                .beRecords()
                .andShould()
                .resideInAnyPackage("dev.lanewise.op.*", "dev.lanewise.gradient"));
    }

    @Test
    void layers_areRecords() {
        check(classes()
                .that()
                .areAssignableTo(Layer.class)
                .and()
                .areNotInterfaces()
                .should()
                .beRecords());
    }

    @Test
    void sourceFiles_haveAtMost400Lines() throws IOException {
        String root = System.getProperty("lanewise.root");
        Assumptions.assumeTrue(root != null, "skipped: no source tree, -Dlanewise.root names it");
        List<String> offenders = new ArrayList<>();
        int files = 0;
        for (String module : List.of("simd-core", "layers", "models", "cli", "jmh")) {
            Path sources = Path.of(root, module, "src", "main", "java");
            if (!Files.isDirectory(sources)) {
                continue;
            }
            try (Stream<Path> all = Files.walk(sources)) {
                for (Path file : all.filter(f -> f.toString().endsWith(".java")).toList()) {
                    int lines = Files.readAllLines(file).size();
                    files++;
                    if (lines > LINES
                            && !GENERATED.matcher(file.getFileName().toString()).matches()) {
                        offenders.add(Path.of(root).relativize(file) + " has " + lines);
                    }
                }
            }
        }
        assertTrue(files > 100, "found only " + files + " source files under " + root);
        assertEquals(List.of(), offenders, "files of more than " + LINES + " lines");
    }

    private static void check(ArchRule rule) {
        rule.check(house);
    }
}
