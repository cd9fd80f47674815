package dev.lanewise.jmh.peers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the processes of the libraries have said. */
final class Findings {
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Map<String, Figures> figures = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private String begun = "";

    /** The libraries that were loaded, and what they say they are. */
    Map<String, String> versions() {
        return versions;
    }

    /** The libraries that could not be loaded, and why. */
    Map<String, String> missing() {
        return missing;
    }

    /** A piece of work beside a library, each. */
    Collection<Figures> figures() {
        return figures.values();
    }

    /** Works that a library could not do. */
    List<String> failures() {
        return failures;
    }

    /** Takes a line of a library's process. */
    void take(String peer, String[] words) {
        switch (words[0]) {
            case "version" -> versions.put(peer, words[1]);
            case "missing" -> missing.put(peer, words[1]);
            case "begin" -> begun = words[1];
            case "failed" -> fail(peer + ": " + words[1] + " failed: " + words[2]);
            case "result" ->
                figures.computeIfAbsent(words[1] + "\t" + peer, k -> new Figures(words[1], peer))
                        .add(words);
            default -> throw new IllegalStateException("line " + words[0]);
        }
    }

    /** A process did not end by itself; what it said last may be why. */
    void died(String peer, int status, String said) {
        String how = "its process ended with status " + status + (said.isEmpty() ? "" : ": " + said);
        if (versions.containsKey(peer)) {
            fail(peer + ": " + begun + " failed: " + how);
        } else {
            missing.put(peer, how);
        }
    }

    private void fail(String failure) {
        System.err.println(failure);
        if (!failures.contains(failure)) {
            failures.add(failure);
        }
    }
}
