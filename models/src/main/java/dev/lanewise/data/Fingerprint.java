package dev.lanewise.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over a sequence of parts. Every part is preceded by its length, so that parts cannot run into one another.
 */
public final class Fingerprint {
    private final MessageDigest digest;

    /**
     * An empty sequence.
     *
     * @param kind tells kinds of data apart whose parts happen to be equal
     */
    public Fingerprint(String kind) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        add(kind);
    }

    /** Adds bytes. */
    public Fingerprint add(byte[] bytes) {
        add((long) bytes.length);
        digest.update(bytes);
        return this;
    }

    /** Adds text, as UTF-8. */
    public Fingerprint add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a number of 8 bytes. */
    public Fingerprint add(long value) {
        for (int shift = 0; shift < 64; shift += 8) {
            digest.update((byte) (value >>> shift));
        }
        return this;
    }

    /** Adds a float by its bits. */
    public Fingerprint add(float value) {
        return add((long) Float.floatToIntBits(value));
    }

    /** Adds bytes without their length: a piece of a part whose length was added before. */
    Fingerprint piece(byte[] bytes, int from, int length) {
        digest.update(bytes, from, length);
        return this;
    }

    /** The digest in lower-case hex; ends the sequence. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
