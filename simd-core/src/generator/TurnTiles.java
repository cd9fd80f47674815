/** Transposed squares, packed or multiplied. */
final class TurnTiles extends Tiles {
    /**
     * Squares of 16 x 16 that are transposed in registers, as 32 of them hold the rows, the choices and the sums. One
     * square a pass: C1 refuses a method with two, and one that it refuses does not come to C2 in time.
     */
    Tiles turn() {
        head(512);
        line("/**").line(" * Transposes squares of 16 rows by 16 columns in registers: for h = 8, 4, 2, 1, pairs of rows h apart exchange what lies");
        line(" * h off the diagonal. Written by src/generator/Tiles.java.").line(" */");
        line("final class TurnTile512 {");
        line("    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;").line("");
        line("    // What becomes of a pair (a, b): the first keeps the lanes without the bit, and takes b's of these as the others.");
        for (int h = 8; h > 0; h /= 2) {
            line("    private static final FloatVector FIRST_%d = first(%d);", h, h);
            line("    private static final FloatVector SECOND_%d = second(%d);", h, h);
        }
        line("").line("    private TurnTile512() {}").line("");
        line("    private static FloatVector first(int h) {").line("        float[] from = new float[16];");
        line("        for (int l = 0; l < 16; l++) {").line("            from[l] = (l & h) == 0 ? l : 16 + l - h;");
        line("        }").line("        return FloatVector.fromArray(F, from, 0);").line("    }").line("");
        line("    private static FloatVector second(int h) {").line("        float[] from = new float[16];");
        line("        for (int l = 0; l < 16; l++) {").line("            from[l] = (l & h) == 0 ? l + h : 16 + l;");
        line("        }").line("        return FloatVector.fromArray(F, from, 0);").line("    }").line("");
        line("    /** {@code to[toAt + k * width + r] = from[at + r * ld + k]} for r below 16 and k below depth, a multiple of 16. */");
        line("    static void pack(int depth, float[] from, int at, int ld, float[] to, int toAt, int width) {");
        for (int r = 1; r < 16; r++) {
            line("        int at%d = at + %s;", r, r == 1 ? "ld" : r + " * ld");
        }
        line("        for (int k = 0; k < depth; k += 16) {").line("            int t = toAt + k * width;");
        String[] columns = square("from");
        for (int c = 0; c < 16; c++) {
            line("            %s.intoArray(to, t%s);", columns[c], c == 0 ? "" : c == 1 ? " + width" : " + " + c + " * width");
        }
        line("        }").line("    }").line("");
        line("    /** {@code y[yAt + j] += x[k] * b[at + j * ld + k]} for j below 16 and k below depth, a multiple of 16. */");
        line("    static void row(int depth, float[] x, float[] b, int at, int ld, float[] y, int yAt) {");
        line("        FloatVector sum = FloatVector.fromArray(F, y, yAt);");
        for (int r = 1; r < 16; r++) {
            line("        int at%d = at + %s;", r, r == 1 ? "ld" : r + " * ld");
        }
        line("        for (int k = 0; k < depth; k += 16) {");
        columns = square("b");
        for (int c = 0; c < 16; c++) {
            line("            sum = FloatVector.broadcast(F, x[k%s]).fma(%s, sum);", c == 0 ? "" : " + " + c, columns[c]);
        }
        line("        }");
        line("        sum.intoArray(y, yAt);");
        return line("    }").line("}");
    }

    /** Loads 16 rows and transposes them; the names of the columns. */
    private String[] square(String from) {
        String[] rows = new String[16];
        for (int r = 0; r < 16; r++) {
            rows[r] = "r" + r;
            line("            FloatVector %s = FloatVector.fromArray(F, %s, at%s + k);", rows[r], from, r == 0 ? "" : r);
        }
        for (int h = 8; h > 0; h /= 2) {
            for (int r = 0; r < 16; r++) {
                if ((r & h) == 0) {
                    String a = rows[r];
                    String b = rows[r + h];
                    rows[r] = "h" + h + "r" + r;
                    rows[r + h] = "h" + h + "r" + (r + h);
                    line("            FloatVector %s = FIRST_%d.selectFrom(%s, %s);", rows[r], h, a, b);
                    line("            FloatVector %s = SECOND_%d.selectFrom(%s, %s);", rows[r + h], h, a, b);
                }
            }
        }
        return rows;
    }
}
