package dev.keystile.app.pages;

import java.util.Locale;
import java.util.Map;

/** The picture beside the name. */
public final class Logo {
    /** Most bytes of one. */
    public static final int MOST_BYTES = 256 * 1024;

    private static final Map<String, String> TYPES =
            Map.of(
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "webp", "image/webp",
                    "jpg", "image/jpeg",
                    "jpeg", "image/jpeg");

    private final String type;
    private final byte[] content;

    private Logo(String type, byte[] content) {
        this.type = type;
        this.content = content.clone();
    }

    /**
     * A picture from a file of this name.
     *
     * @throws IllegalArgumentException for another kind of file, an empty one, or a large one
     */
    public static Logo of(String fileName, byte[] content) {
        String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = TYPES.get(ending);
        if (type == null) {
            throw new IllegalArgumentException(
                    "expected a file that ends in .svg, .png, .webp, .jpg or .jpeg");
        }
        if (content.length == 0 || content.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "expected a picture of 1 to " + MOST_BYTES + " bytes");
        }
        return new Logo(type, content);
    }

    /** Its media type. */
    public String type() {
        return type;
    }

    /** A copy of its bytes. */
    public byte[] content() {
        return content.clone();
    }
}
