package dev.lanewise.data.graph;

import dev.lanewise.data.text.TextFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The syntax of GML (Himsolt, 1997): a list of keys and values, a value being a number, a text in quotes, or a list in
 * brackets. Lines that begin with {@code #} are comments.
 */
final class Gml {
    private static final int DEEPEST = 100;

    /** A key, its value ({@code Long}, {@code Double}, {@code String} or {@code List<Pair>}), and its line, from 0. */
    record Pair(String key, Object value, int line) {
        @SuppressWarnings("unchecked") // The only lists that the parser makes.
        List<Pair> list() {
            return (List<Pair>) value;
        }

        boolean isList() {
            return value instanceof List;
        }
    }

    private final TextFile file;
    private final String text;
    private int at;
    private int line;

    private Gml(TextFile file) {
        this.file = file;
        this.text = file.text();
    }

    static List<Pair> parse(TextFile file) {
        Gml gml = new Gml(file);
        return gml.list(0);
    }

    private void skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean lineStart = at == 0 || text.charAt(at - 1) == '\n';
            if (c == '#' && lineStart) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(c)) {
                line += c == '\n' ? 1 : 0;
                at++;
            } else {
                return;
            }
        }
    }

    private List<Pair> list(int depth) {
        List<Pair> pairs = new ArrayList<>();
        int opened = line;
        while (true) {
            skip();
            if (at == text.length()) {
                if (depth > 0) {
                    throw file.error(opened, "a list is opened and never closed, expected a closing bracket");
                }
                return pairs;
            }
            if (text.charAt(at) == ']' && depth > 0) {
                at++;
                return pairs;
            }
            int begin = line;
            String key = word();
            if (!key.matches("[A-Za-z_]\\w*")) {
                throw file.error(begin, "'" + Cells.shown(key) + "', expected a key");
            }
            skip();
            pairs.add(new Pair(key, value(key, depth), begin));
        }
    }

    private String word() {
        int from = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "[]\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        // A bracket or quote by itself, so that there is something to name.
        at = Math.max(at, from + 1);
        return text.substring(from, at);
    }

    private Object value(String key, int depth) {
        if (at == text.length()) {
            throw file.error(line, "ends behind the key " + key + ", expected a value");
        }
        if (text.charAt(at) == '[') {
            if (depth == DEEPEST) {
                throw file.error(line, "a list within " + DEEPEST + " others, expected fewer");
            }
            at++;
            return list(depth + 1);
        }
        if (text.charAt(at) == '"') {
            return quoted();
        }
        String word = word();
        if (word.matches("[+-]?\\d{1,18}")) {
            return Long.parseLong(word);
        }
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw file.error(
                    line, key + " is '" + Cells.shown(word) + "', expected a number, a text in quotes or a list");
        }
    }

    private String quoted() {
        int end = text.indexOf('"', at + 1);
        if (end < 0) {
            throw file.error(line, "a quote is opened and never closed, expected a closing quote");
        }
        String inside = text.substring(at + 1, end);
        line += (int) inside.chars().filter(c -> c == '\n').count();
        at = end + 1;
        return inside.replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
