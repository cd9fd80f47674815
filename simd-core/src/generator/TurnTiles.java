/** Transposed squares, packed or multiplied. */
final class TurnTiles extends Tiles {
    /**
     * Squares of 16 rows that are transposed in registers. To be packed, 8 columns a pass, as ints: indices of floats are
     * converted and checked at every use, and of twice as many columns C2 leaves calls that box. To be multiplied, which
     * comes from memory, all 16, as fewer would keep less of it on its way. One square a pass: C1 refuses a method with two,
     * and one that it refuses does not come to C2 in time.
     */
    Tiles turn() {
        line("package dev.lanewise.kernel.vector;").line("");
        line("import jdk.incubator.vector.FloatVector;").line("import jdk.incubator.vector.IntVector;");
        line("import jdk.incubator.vector.VectorMask;").line("import jdk.incubator.vector.VectorSpecies;").line("");
        line("/**").line(" * Transposes columns of 16 rows in registers: for h = 8, 4, 2, 1, pairs of rows h apart exchange what lies h off the");
        line(" * diagonal. Written by src/generator/Tiles.java.").line(" */");
        line("final class TurnTile512 {");
        line("    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;").line("");
        line("    // What becomes of a pair (a, b): the first keeps the lanes without the bit, and takes b's of these as the others.");
        for (int h = 8; h > 0; h /= 2) {
            line("    private static final FloatVector FIRST_%d = first(%d);", h, h);
            line("    private static final FloatVector SECOND_%d = second(%d);", h, h);
        }
        line("").line("    // The same as ints.");
        for (int h = 4; h > 0; h /= 2) {
            line("    private static final IntVector TAKE_%d = (IntVector) FIRST_%d.castShape(IntVector.SPECIES_512, 0);", h, h);
            line("    private static final IntVector GIVE_%d = (IntVector) SECOND_%d.castShape(IntVector.SPECIES_512, 0);", h, h);
        }
        line("").line("    // Where the lower rows are.");
        line("    private static final VectorMask<Float> LOWER = F.indexInRange(0, 8).not();");
        line("").line("    private TurnTile512() {}").line("");
        line("    private static FloatVector first(int h) {").line("        float[] from = new float[16];");
        line("        for (int l = 0; l < 16; l++) {").line("            from[l] = (l & h) == 0 ? l : 16 + l - h;");
        line("        }").line("        return FloatVector.fromArray(F, from, 0);").line("    }").line("");
        line("    private static FloatVector second(int h) {").line("        float[] from = new float[16];");
        line("        for (int l = 0; l < 16; l++) {").line("            from[l] = (l & h) == 0 ? l + h : 16 + l;");
        line("        }").line("        return FloatVector.fromArray(F, from, 0);").line("    }").line("");
        line("    /** {@code to[toAt + k * width + r] = from[at + r * ld + k]} for r below 16 and k below depth, a multiple of 8. */");
        line("    static void pack(int depth, float[] from, int at, int ld, float[] to, int toAt, int width) {");
        rows();
        line("        for (int k = 0; k < depth; k += 8) {").line("            int t = toAt + k * width;");
        String[] columns = halves();
        for (int c = 0; c < 8; c++) {
            line("            %s.reinterpretAsFloats().intoArray(to, t%s);", columns[c], c == 0 ? "" : c == 1 ? " + width" : " + " + c + " * width");
        }
        line("        }").line("    }").line("");
        line("    /** {@code y[yAt + j] += x[k] * b[at + j * ld + k]} for j below 16 and k below depth, a multiple of 16. */");
        line("    static void row(int depth, float[] x, float[] b, int at, int ld, float[] y, int yAt) {");
        line("        FloatVector sum = FloatVector.fromArray(F, y, yAt);");
        rows();
        line("        for (int k = 0; k < depth; k += 16) {");
        columns = square();
        for (int c = 0; c < 16; c++) {
            line("            sum = FloatVector.broadcast(F, x[k%s]).fma(%s, sum);", c == 0 ? "" : " + " + c, columns[c]);
        }
        line("        }");
        line("        sum.intoArray(y, yAt);");
        return line("    }").line("}");
    }

    private void rows() {
        for (int r = 1; r < 16; r++) {
            line("        int at%d = at + %s;", r, r == 1 ? "ld" : r + " * ld");
        }
    }

    /** Loads 16 rows and transposes them; the names of the columns. */
    private String[] square() {
        String[] rows = new String[16];
        for (int r = 0; r < 16; r++) {
            rows[r] = "r" + r;
            line("            FloatVector %s = FloatVector.fromArray(F, b, at%s + k);", rows[r], r == 0 ? "" : r);
        }
        exchange("FloatVector", "FIRST", "SECOND", rows);
        return rows;
    }

    /** Loads 8 columns of 16 rows, the lower rows beside the upper, and transposes both squares; names of the columns. */
    private String[] halves() {
        String[] rows = new String[8];
        for (int r = 0; r < 8; r++) {
            rows[r] = "r" + r;
            line("            IntVector %s = FloatVector.fromArray(F, from, at%s + k)", rows[r], r == 0 ? "" : r);
            line("                    .blend(FloatVector.fromArray(F, from, at%d + k - 8), LOWER)", r + 8);
            line("                    .reinterpretAsInts();");
        }
        exchange("IntVector", "TAKE", "GIVE", rows);
        return rows;
    }

    private void exchange(String type, String first, String second, String[] rows) {
        for (int h = rows.length / 2; h > 0; h /= 2) {
            for (int r = 0; r < rows.length; r++) {
                if ((r & h) == 0) {
                    String a = rows[r];
                    String b = rows[r + h];
                    rows[r] = "h" + h + "r" + r;
                    rows[r + h] = "h" + h + "r" + (r + h);
                    line("            %s %s = %s_%d.selectFrom(%s, %s);", type, rows[r], first, h, a, b);
                    line("            %s %s = %s_%d.selectFrom(%s, %s);", type, rows[r + h], second, h, a, b);
                }
            }
        }
    }
}
