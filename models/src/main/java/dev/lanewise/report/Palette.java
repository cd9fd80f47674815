package dev.lanewise.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The colours of a report for pictures that stand alone: page, ink, soft, rule, grid, panel, c0 to c7. */
public final class Palette {
    private static final Pattern COLOUR = Pattern.compile("--([a-z0-9]+): (#[0-9a-f]{6});");
    private static final int DARK = Style.CSS.indexOf("@media screen and (prefers-color-scheme: dark)");

    private Palette() {}

    /** Names to {@code #rrggbb}, on a light page. */
    public static Map<String, String> light() {
        return colours(Style.CSS.substring(0, DARK));
    }

    /** The same on a dark page. */
    public static Map<String, String> dark() {
        return colours(Style.CSS.substring(DARK));
    }

    private static Map<String, String> colours(String css) {
        Map<String, String> colours = new LinkedHashMap<>();
        COLOUR.matcher(css).results().forEach((MatchResult r) -> colours.putIfAbsent(r.group(1), r.group(2)));
        return colours;
    }
}
