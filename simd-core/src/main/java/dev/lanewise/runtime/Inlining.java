package dev.lanewise.runtime;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Tells C2 which methods of the vector set to inline: those that pass vectors, whatever was compiled before, and no loops
 * with a function in them. By itself it refuses one that it has
 * compiled to more than {@code InlineSmallCode} bytes, and then the vectors that every caller passes are objects for good:
 * so it would depend on what a process called first. The Vector API's own methods carry an annotation that says the same,
 * which is not for code outside the JDK.
 */
final class Inlining {
    private static final System.Logger LOG = System.getLogger("lanewise");

    /** The methods of the vector set with a vector among arguments or result, as the compiler's patterns. */
    static final List<String> PASS_VECTORS = List.of(
            "VectorMath.*",
            "VectorActivations.*",
            "QuantRowLoops.lowBf16",
            "QuantRowLoops.highBf16",
            "QuantRowLoops.highHalf",
            "QuantRowLoops.highByte",
            "RowLoops.fold",
            "WinogradLoops.select");

    /**
     * Loops that stay compilations of their own: what C2 inlines into one is limited, and where two of these loops come
     * together, the functions of the second are left out, and box.
     */
    static final List<String> LOOPS = List.of(
            "ActivationLoops.*",
            "AttentionSteps.exps",
            "AttentionSteps.peak",
            "AttentionSteps.weights",
            "ChoiceLoops.*",
            "DifferenceLoops.*",
            "ElementaryLoops.*",
            "GateLoops.*",
            "PoolColumns.maxima",
            "PoolColumns.sums",
            "PoolRolls.maxima",
            "PoolRolls.sums",
            "PoolSums.sums",
            "PoolTriples.maxima",
            "PoolWindows.maxima",
            "PoolWindows.sums",
            "PowerLoops.*",
            "QuantRowLoops.bf16",
            "QuantRowLoops.fp16",
            "QuantRowLoops.q8",
            "RectifierLoops.*",
            "SmoothLoops.*",
            "TurnLoops.*",
            "VectorLoss$Rows.expSum",
            "VectorLoss$Rows.gradient",
            "SoftmaxRows.loop",
            "RowLoops.fmaTail",
            "RowLoops.wholeMax",
            "RowLoops.straightSum",
            "RowLoops.turnedSum",
            "RowLoops.straightDot",
            "RowLoops.turnedDot",
            "VectorLongSums.*",
            "VectorSoftmax.centred",
            "VectorSoftmax.centredHead",
            "VectorSoftmax.subtract",
            "WinogradLoops.splitVector",
            "WinogradLoops.weaveVector");

    private static final String PACKAGE = "dev/lanewise/kernel/vector/";

    // Only compilations that begin in our own methods: those of others keep the directives that their JVM was given.
    private static final String DIRECTIVES = Stream.concat(
                    PASS_VECTORS.stream().map(method -> "\"+" + PACKAGE + method + "\""),
                    LOOPS.stream().map(method -> "\"-" + PACKAGE + method + "\""))
            .collect(Collectors.joining(", ", "[{match: [\"dev/lanewise/*.*\"], c2: {inline: [", "]}}]"));

    private static final AtomicBoolean asked = new AtomicBoolean();

    private Inlining() {}

    /**
     * Asks for it, the first time, through the diagnostic command {@code Compiler.directives_add}; a JVM that has none stays
     * as it is, and the log says so. The management classes take 0.2 s to load: not for a thread that somebody waits for.
     */
    static void force() {
        if (asked.getAndSet(true)) {
            return;
        }
        try {
            Path file = Files.createTempFile("lanewise-inlining", ".json");
            try {
                Files.writeString(file, DIRECTIVES);
                String answer = add(file.toString());
                if (!answer.startsWith("1 ")) {
                    LOG.log(Level.INFO, "the JVM did not take the directives for inlining: " + answer.strip());
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException | JMException | RuntimeException e) {
            LOG.log(Level.INFO, "what the JVM inlines stays with its own rules, as it takes no directives: " + e);
        }
    }

    private static String add(String file) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Object answer = server.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "compilerDirectivesAdd",
                new Object[] {new String[] {file}},
                new String[] {String[].class.getName()});
        return String.valueOf(answer);
    }
}
