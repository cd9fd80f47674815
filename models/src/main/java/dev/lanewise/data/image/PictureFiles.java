package dev.lanewise.data.image;

import dev.lanewise.data.DataException;
import dev.lanewise.data.ImageStore;
import dev.lanewise.thread.Parallel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Picture files as a store: decoded when they are read, and kept decoded while there is room.
 *
 * <p>What was decoded first stays: epochs read every image once in a new order, so an image that was just read is the
 * last to be read again, and throwing out older ones for it would gain nothing.
 */
final class PictureFiles implements ImageStore {
    private final List<Path> files;
    private final ImagePreparation preparation;
    private final AtomicReferenceArray<byte[]> kept;
    private final AtomicLong room;

    /**
     * A store that has decoded nothing yet.
     *
     * @param files one for each image
     * @param room bytes of decoded images to keep; shared with other stores, and counted down
     */
    PictureFiles(List<Path> files, ImagePreparation preparation, AtomicLong room) {
        this.files = List.copyOf(files);
        this.preparation = preparation;
        this.kept = new AtomicReferenceArray<>(files.size());
        this.room = room;
    }

    @Override
    public byte[] array(int sample) {
        byte[] known = kept.get(sample);
        if (known != null) {
            return known;
        }
        byte[] pixels = preparation.read(files.get(sample));
        if (room.addAndGet(-pixels.length) < 0) {
            room.addAndGet(pixels.length);
            return pixels;
        }
        if (!kept.compareAndSet(sample, null, pixels)) {
            // Another thread decoded it at the same time.
            room.addAndGet(pixels.length);
        }
        return pixels;
    }

    @Override
    public int offset(int sample) {
        return 0;
    }

    /**
     * Decodes every image once, on all threads, and keeps what there is room for.
     *
     * @return for each image what is wrong with it, null if nothing is
     */
    String[] damages() {
        String[] damages = new String[files.size()];
        Parallel.run(damages.length, 1, (from, to, _) -> {
            for (int i = from; i < to; i++) {
                try {
                    array(i);
                } catch (DataException e) {
                    damages[i] = e.getMessage();
                }
            }
        });
        return damages;
    }

    /** Bytes of all images decoded. */
    long bytes() {
        return (long) files.size() * preparation.shape().size();
    }

    @Override
    public boolean hashesPixels() {
        return false;
    }

    /** SHA-256 of the preparation and of the file's contents. */
    @Override
    public byte[] digest(int sample) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(preparation.toString().getBytes(StandardCharsets.UTF_8));
            return digest.digest(Files.readAllBytes(files.get(sample)));
        } catch (IOException e) {
            throw new DataException(files.get(sample) + ": cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
