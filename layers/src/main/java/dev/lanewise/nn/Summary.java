package dev.lanewise.nn;

import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a model consists of: a row for every operation of one forward pass, or, if it was not run, for every parameter.
 *
 * @param rows in the order of the pass
 * @param parameters how many numbers are trained, shared ones counted once
 * @param flops floating-point operations of the pass, a multiply-add being two; 0 if it was not run
 */
public record Summary(List<Row> rows, long parameters, long flops) {
    /**
     * A row.
     *
     * @param name the layer, by the names of its parameters; empty for an operation without parameters
     * @param operation what is computed; for a model that was not run, the parameter
     * @param output the shape of the first output, or of the parameter
     * @param parameters how many numbers are trained that no row before has
     * @param flops floating-point operations
     */
    public record Row(String name, String operation, Shape output, long parameters, long flops) {}

    /** The parameters of a layer, without running it. */
    static Summary of(Layer layer) {
        List<Row> rows = new ArrayList<>();
        long total = 0;
        for (Map.Entry<String, Parameter> entry : layer.parameters().entrySet()) {
            Shape shape = entry.getValue().shape();
            String name = entry.getKey();
            rows.add(new Row(owner(name), name.substring(name.lastIndexOf('.') + 1), shape, shape.size(), 0));
            total += shape.size();
        }
        return new Summary(rows, total, 0);
    }

    /**
     * The operations of one forward pass in evaluation mode.
     *
     * @param layer gives the names
     * @param pass runs the layer on the tape
     */
    public static Summary of(Layer layer, Consumer<Tape> pass) {
        Tape tape = Tape.of(Mode.EVAL, false, 0);
        tape.begin(0);
        pass.accept(tape);
        IdentityHashMap<Parameter, String> names = new IdentityHashMap<>();
        layer.parameters().forEach((name, parameter) -> names.put(parameter, name));
        Set<Parameter> counted = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Row> rows = new ArrayList<>();
        long parameters = 0;
        long flops = 0;
        for (Tape.Recorded recorded : tape.recorded()) {
            long mine = 0;
            for (Parameter parameter : recorded.parameters()) {
                mine += counted.add(parameter) ? parameter.shape().size() : 0;
            }
            String owner = recorded.parameters().stream()
                    .map(p -> owner(names.getOrDefault(p, "?")))
                    .reduce(Summary::common)
                    .orElse("");
            long work = recorded.op().flops(recorded.inputs(), recorded.outputs());
            rows.add(new Row(owner, recorded.op().name(), recorded.outputs().getFirst(), mine, work));
            parameters += mine;
            flops += work;
        }
        return new Summary(rows, parameters, flops);
    }

    private static String owner(String parameter) {
        int dot = parameter.lastIndexOf('.');
        return dot < 0 ? "" : parameter.substring(0, dot);
    }

    /** The layer that holds both. */
    private static String common(String a, String b) {
        String shorter = a;
        while (!b.equals(shorter) && !b.startsWith(shorter + ".") && !shorter.isEmpty()) {
            shorter = owner(shorter);
        }
        return shorter;
    }

    /** The table, a line a row, with a head and a line of sums. */
    @Override
    public String toString() {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"layer", "operation", "output", "parameters", "FLOPs"});
        for (Row row : rows) {
            lines.add(new String[] {
                row.name, row.operation, row.output.toString(), number(row.parameters), number(row.flops)
            });
        }
        lines.add(new String[] {"total", "", "", number(parameters), number(flops)});
        int[] widths = new int[5];
        for (String[] line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (String[] line : lines) {
            String format = "%-" + widths[0] + "s  %-" + Math.max(1, widths[1]) + "s  %-" + widths[2] + "s  %"
                    + widths[3] + "s  %" + widths[4] + "s%n";
            table.append(String.format(Locale.ROOT, format.replaceFirst("%-0s", "%s"), (Object[]) line));
        }
        return table.toString();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** The summary of a layer of one operand for an input of a shape. */
    static Summary of(Unary layer, Shape x) {
        return of(layer, tape -> layer.forward(tape.constant(Tensor.zeros(x))));
    }
}
