/** Transposed squares, packed or multiplied. */
final class TurnTiles extends Tiles {
    /**
     * Squares that are transposed in registers, 8 columns of 16 rows a pass: of twice as many columns C2 leaves calls that
     * box.
     */
    Tiles turn() {
        line("package dev.lanewise.kernel.vector;").line("");
        line("import jdk.incubator.vector.FloatVector;").line("import jdk.incubator.vector.IntVector;");
        line("import jdk.incubator.vector.VectorMask;").line("import jdk.incubator.vector.VectorSpecies;").line("");
        line("/**").line(" * Transposes 8 columns of 16 rows in registers: for h = 4, 2, 1, pairs of rows h apart exchange what lies");
        line(" * h off the diagonal. Written by src/generator/Tiles.java.").line(" */");
        line("final class TurnTile512 {");
        line("    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;").line("");
        line("    // Rows are looked at as ints: indices that are floats are converted and checked at every use.").line("");
        line("    // What becomes of a pair (a, b): the first keeps the lanes without the bit, and takes b's of these as the others.");
        for (int h = 4; h > 0; h /= 2) {
            line("    private static final IntVector FIRST_%d = first(%d);", h, h);
            line("    private static final IntVector SECOND_%d = second(%d);", h, h);
        }
        line("");
        line("    // The lanes of the lower rows.");
        line("    private static final VectorMask<Float> LOWER = F.indexInRange(0, 8).not();");
        line("").line("    private TurnTile512() {}").line("");
        line("    private static IntVector first(int h) {").line("        int[] from = new int[16];");
        line("        for (int l = 0; l < 16; l++) {").line("            from[l] = (l & h) == 0 ? l : 16 + l - h;");
        line("        }").line("        return IntVector.fromArray(IntVector.SPECIES_512, from, 0);").line("    }").line("");
        line("    private static IntVector second(int h) {").line("        int[] from = new int[16];");
        line("        for (int l = 0; l < 16; l++) {").line("            from[l] = (l & h) == 0 ? l + h : 16 + l;");
        line("        }").line("        return IntVector.fromArray(IntVector.SPECIES_512, from, 0);").line("    }").line("");
        line("    /** {@code to[toAt + k * width + r] = from[at + r * ld + k]} for r below 16 and k below depth, a multiple of 8. */");
        line("    static void pack(int depth, float[] from, int at, int ld, float[] to, int toAt, int width) {");
        for (int r = 1; r < 16; r++) {
            line("        int at%d = at + %s;", r, r == 1 ? "ld" : r + " * ld");
        }
        line("        for (int k = 0; k < depth; k += 8) {").line("            int t = toAt + k * width;");
        String[] columns = square("from");
        for (int c = 0; c < 8; c++) {
            line("            %s.reinterpretAsFloats().intoArray(to, t%s);", columns[c], c == 0 ? "" : c == 1 ? " + width" : " + " + c + " * width");
        }
        line("        }").line("    }").line("");
        line("    /** {@code y[yAt + j] += x[k] * b[at + j * ld + k]} for j below 16 and k below depth, a multiple of 8. */");
        line("    static void row(int depth, float[] x, float[] b, int at, int ld, float[] y, int yAt) {");
        line("        FloatVector sum = FloatVector.fromArray(F, y, yAt);");
        for (int r = 1; r < 16; r++) {
            line("        int at%d = at + %s;", r, r == 1 ? "ld" : r + " * ld");
        }
        line("        for (int k = 0; k < depth; k += 8) {");
        columns = square("b");
        for (int c = 0; c < 8; c++) {
            line("            sum = FloatVector.broadcast(F, x[k%s]).fma(%s.reinterpretAsFloats(), sum);", c == 0 ? "" : " + " + c, columns[c]);
        }
        line("        }");
        line("        sum.intoArray(y, yAt);");
        return line("    }").line("}");
    }

    /** Loads 8 columns of 16 rows, the lower rows beside the upper, and transposes both squares; names of the columns. */
    private String[] square(String from) {
        String[] rows = new String[8];
        for (int r = 0; r < 8; r++) {
            rows[r] = "r" + r;
            line("            IntVector r%d = FloatVector.fromArray(F, %s, at%s + k)", r, from, r == 0 ? "" : r);
            line("                    .blend(FloatVector.fromArray(F, %s, at%d + k - 8), LOWER)", from, r + 8);
            line("                    .reinterpretAsInts();");
        }
        for (int h = 4; h > 0; h /= 2) {
            for (int r = 0; r < 8; r++) {
                if ((r & h) == 0) {
                    String a = rows[r];
                    String b = rows[r + h];
                    rows[r] = "h" + h + "r" + r;
                    rows[r + h] = "h" + h + "r" + (r + h);
                    line("            IntVector %s = FIRST_%d.selectFrom(%s, %s);", rows[r], h, a, b);
                    line("            IntVector %s = SECOND_%d.selectFrom(%s, %s);", rows[r + h], h, a, b);
                }
            }
        }
        return rows;
    }
}
