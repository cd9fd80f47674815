package dev.lanewise.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A shape contract in one string, for example {@code "x:[*,I] w:[O,I] b:[O]?"}: it is the check, the error message and
 * the documentation.
 *
 * <ul>
 *   <li>A name stands for one extent; the same name must have the same extent everywhere (docs/shapes.md lists them).
 *   <li>A number is that extent exactly.
 *   <li>{@code *} stands for any number of axes, also none; all stars of one contract are the same axes.
 *   <li>{@code ?} after an operand: it may be absent (null).
 * </ul>
 */
public final class ShapeSpec {
    private record Operand(String name, List<String> axes, boolean optional) {}

    private static final Pattern AXIS = Pattern.compile("\\*|[0-9]{1,9}|[A-Za-z][A-Za-z0-9_/]*");

    private final String contract;
    private final List<Operand> operands = new ArrayList<>();

    private ShapeSpec(String contract) {
        this.contract = contract;
        for (String part : contract.strip().split("\\s+", -1)) {
            int colon = part.indexOf(':');
            boolean optional = part.endsWith("?");
            String body = part.substring(colon + 1, part.length() - (optional ? 1 : 0));
            if (colon < 1 || !body.startsWith("[") || !body.endsWith("]")) {
                throw new IllegalArgumentException("shape contract \"" + contract + "\": cannot read \"" + part + "\"");
            }
            String inside = body.substring(1, body.length() - 1);
            List<String> axes = inside.isEmpty() ? List.of() : List.of(inside.split(",", -1));
            if (!axes.stream().allMatch(AXIS.asMatchPredicate())) {
                throw new IllegalArgumentException("shape contract \"" + contract + "\": cannot read \"" + part + "\"");
            }
            if (axes.stream().filter("*"::equals).count() > 1) {
                throw new IllegalArgumentException("shape contract \"" + contract + "\": two stars in " + part);
            }
            operands.add(new Operand(part.substring(0, colon), axes, optional));
        }
    }

    /** Reads a contract. */
    public static ShapeSpec of(String contract) {
        return new ShapeSpec(contract);
    }

    /** The extents that a contract's names were matched with. */
    public static final class Axes {
        private final Map<String, Integer> extents = new HashMap<>();
        private final Map<String, String> owner = new HashMap<>();
        private Shape star;

        private Axes() {}

        /** The extent of a name. */
        public int get(String name) {
            Integer extent = extents.get(name);
            if (extent == null) {
                throw new IllegalArgumentException("no axis " + name + " among " + extents.keySet());
            }
            return extent;
        }

        /** The axes that the star stood for. */
        public Shape star() {
            return star;
        }
    }

    /**
     * Checks shapes against this contract.
     *
     * @param op the operation's name, the first word of the message
     * @param shapes one per operand, in order; null for an absent optional one
     * @return the extent of every name
     * @throws IllegalArgumentException with operation, operand, both extents and the contract
     */
    public Axes match(String op, Shape... shapes) {
        if (shapes.length != operands.size()) {
            throw new IllegalArgumentException(
                    op + ": " + shapes.length + " operands, expected " + operands.size() + " (contract " + this + ")");
        }
        Axes axes = new Axes();
        for (int i = 0; i < shapes.length; i++) {
            Operand operand = operands.get(i);
            if (shapes[i] != null) {
                matchOperand(op, operand, shapes[i], axes);
            } else if (!operand.optional) {
                throw new IllegalArgumentException(op + ": " + operand.name + " is absent (contract " + this + ")");
            }
        }
        return axes;
    }

    private void matchOperand(String op, Operand operand, Shape shape, Axes axes) {
        int starAt = operand.axes.indexOf("*");
        int named = operand.axes.size() - (starAt >= 0 ? 1 : 0);
        int starred = shape.rank() - named;
        if (starAt >= 0 ? starred < 0 : starred != 0) {
            throw new IllegalArgumentException(op + ": " + operand.name + " has shape " + shape + ", rank "
                    + shape.rank() + ", expected " + (starAt >= 0 ? "at least " : "") + named + " (contract " + this
                    + ")");
        }
        int at = 0;
        for (String axis : operand.axes) {
            if (axis.equals("*")) {
                matchStar(op, operand, shape, axes, at, starred);
                at += starred;
            } else {
                matchAxis(op, operand, shape, axes, axis, shape.dim(at++));
            }
        }
    }

    private void matchStar(String op, Operand operand, Shape shape, Axes axes, int at, int starred) {
        int[] extents = new int[starred];
        for (int i = 0; i < starred; i++) {
            extents[i] = shape.dim(at + i);
        }
        Shape star = Shape.of(extents);
        if (axes.star != null && !axes.star.equals(star)) {
            throw new IllegalArgumentException(op + ": " + operand.name + " has shape " + shape + ": *=" + star
                    + ", but " + axes.owner.get("*") + " has *=" + axes.star + " (contract " + this + ")");
        }
        axes.star = star;
        axes.owner.putIfAbsent("*", operand.name);
    }

    private void matchAxis(String op, Operand operand, Shape shape, Axes axes, String axis, int extent) {
        if (Character.isDigit(axis.charAt(0))) {
            if (extent != Integer.parseInt(axis)) {
                throw new IllegalArgumentException(op + ": " + operand.name + " has shape " + shape + ": " + extent
                        + " where the contract has " + axis + " (contract " + this + ")");
            }
            return;
        }
        Integer known = axes.extents.putIfAbsent(axis, extent);
        axes.owner.putIfAbsent(axis, operand.name);
        if (known != null && known != extent) {
            throw new IllegalArgumentException(op + ": " + operand.name + " has shape " + shape + ": " + axis + "="
                    + extent + ", but " + axes.owner.get(axis) + " has " + axis + "=" + known + " (contract " + this
                    + ")");
        }
    }

    /** The contract as it was written. */
    @Override
    public String toString() {
        return contract;
    }
}
