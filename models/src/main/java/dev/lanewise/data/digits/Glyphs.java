package dev.lanewise.data.digits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How people write the ten digits: for each, a few styles, each made of pen strokes.
 *
 * <p>A style is text: strokes separated by {@code ;}, a stroke being points {@code x,y} that a smooth curve runs
 * through, {@code !} after a point where the pen turns a corner. The paper is 100 x 100, y downward.
 */
final class Glyphs {
    /** One way to write a digit. */
    record Style(List<Stroke> strokes) {}

    /**
     * One movement of the pen.
     *
     * @param x the points' abscissae
     * @param y the points' ordinates
     * @param corner whether the curve has a corner at the point; always at the first and the last
     */
    record Stroke(float[] x, float[] y, boolean[] corner) {}

    // A style that stands twice is written twice as often.
    private static final String[][] STYLES = {
        { // 0: round, narrow, with the ends crossed, not quite closed
            "56,4 32,12 18,45 25,80 48,97 73,84 83,50 74,16 52,4",
            "55,3 36,14 27,48 33,82 50,97 67,84 74,50 67,16 51,4",
            "66,12 44,4 22,28 20,66 40,96 66,88 81,55 72,20 50,8 36,16",
            "46,5 24,24 18,58 34,92 58,95 80,70 80,34 66,9"
        },
        { // 1: a bar, leaning, with a flag, with a flag and a foot
            "52,3 51,50 50,97",
            "57,3 50,50 44,97",
            "32,28 54,4! 53,50 52,97",
            "38,20 55,4! 52,50 50,97",
            "30,26 53,4! 52,50 51,95; 28,96 52,95 77,96"
        },
        { // 2: with a corner, with a loop, with a wave
            "20,26 32,8 56,4 76,22 68,46 45,70 18,95! 50,94 84,93",
            "22,22 46,4 73,16 70,42 48,66 20,94! 50,93 80,95",
            "22,24 40,6 66,8 76,28 62,55 36,82 20,92 17,80 32,76 58,90 85,92",
            "20,20 45,5 74,18 70,42 42,70 16,94! 40,86 62,93 86,87"
        },
        { // 3: round, flat on top, with a small loop at the waist
            "22,16 45,4 71,13 69,36 42,47! 72,54 81,76 57,96 20,86",
            "24,12 50,4 70,20 62,40 44,46! 66,50 78,72 60,94 24,92",
            "22,7 50,7 77,6! 48,42! 74,50 81,74 58,96 20,87",
            "24,14 50,4 72,20 60,40 40,50 44,43 70,52 78,77 54,97 20,85"
        },
        { // 4: open with a separate stem, closed, open in one stroke
            "30,5 24,34 20,57! 50,57 85,54; 67,24 65,60 62,98",
            "28,8 22,36 20,56! 50,54 74,53; 74,6 70,50 66,98",
            "66,4! 40,34 15,66! 50,65 86,64; 67,4 66,50 64,98",
            "70,6! 44,30 20,60! 50,61 82,58; 66,30 64,64 60,97",
            "26,8 23,42 36,55 60,48 75,8! 71,50 66,98"
        },
        { // 5: in one stroke with corners, with the bar last, without corners
            "75,7 52,8 33,8! 28,44! 52,37 77,54 74,82 48,97 18,87",
            "34,8 29,45! 56,38 79,58 70,88 44,97 18,88; 34,8 56,7 79,5",
            "76,8 52,7 34,14 29,36 46,45 68,54 76,76 55,95 21,90"
        },
        { // 6: wide, straight back, small bowl
            "68,5 42,26 23,62 31,92 56,97 77,80 71,59 48,55 27,72",
            "58,3 37,38 25,72 38,96 65,94 77,74 61,57 38,62 26,78",
            "74,12 50,8 28,38 22,74 40,97 64,92 69,72 52,61 29,74"
        },
        { // 7: plain, with a bar, with a flag, curved
            "18,10 50,9 80,8! 60,50 43,97",
            "16,14 46,8 82,10! 61,40 48,70 43,98",
            "20,12 50,9 80,9! 60,50 45,97; 33,53 54,51 77,50",
            "19,24 21,8! 50,9 80,8! 58,52 49,97"
        },
        { // 8: one stroke crossing itself, two rings, one stroke left open at the top
            "70,20 48,4 27,20 42,42 67,58 75,80 50,97 25,80 36,57 62,41 71,18",
            "50,4 29,17 35,41 51,47 67,40 69,16 50,4; 51,47 25,64 30,91 52,97 76,89 73,62 50,47",
            "77,11 52,5 29,20 40,41 66,56 75,78 52,97 27,83 33,62 58,44 75,25"
        },
        { // 9: straight stem, curved tail, ring and stem apart, narrow
            "72,22 49,6 25,23 30,47 53,49 72,25! 70,60 65,97",
            "72,19 47,6 25,27 36,49 61,44 74,22! 76,60 61,92 31,91",
            "70,30 52,6 27,20 28,46 53,52 70,32; 75,8 72,50 67,97",
            "66,14 40,10 30,32 46,46 66,28 69,14! 66,54 57,97"
        }
    };

    private static final Style[][] PARSED = Arrays.stream(STYLES)
            .map(styles -> Arrays.stream(styles).map(Glyphs::parse).toArray(Style[]::new))
            .toArray(Style[][]::new);

    private Glyphs() {}

    /** The styles of a digit; the array is shared and not to be changed. */
    static Style[] styles(int digit) {
        return PARSED[digit];
    }

    private static Style parse(String text) {
        List<Stroke> strokes = new ArrayList<>();
        for (String stroke : text.split(";", -1)) {
            strokes.add(stroke(stroke.strip().split(" ", -1)));
        }
        return new Style(List.copyOf(strokes));
    }

    private static Stroke stroke(String[] points) {
        int n = points.length;
        float[] x = new float[n];
        float[] y = new float[n];
        boolean[] corner = new boolean[n];
        for (int i = 0; i < n; i++) {
            corner[i] = points[i].endsWith("!") || i == 0 || i == n - 1;
            String point = points[i].replace("!", "");
            int comma = point.indexOf(',');
            x[i] = Integer.parseInt(point, 0, comma, 10);
            y[i] = Integer.parseInt(point, comma + 1, point.length(), 10);
        }
        return new Stroke(x, y, corner);
    }
}
