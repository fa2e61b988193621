package sh.executor.sandbox.wasm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A linear memory as it was at one moment, read-only, for any number of memories to begin as. Pages
 * that hold only zeros are one page.
 */
public final class PageImage {

  static final int PAGE_BITS = 12;
  static final int PAGE_BYTES = 1 << PAGE_BITS;

  /** What every page is that nobody has written to. Never written to. */
  static final byte[] ZEROS = new byte[PAGE_BYTES];

  private final byte[][] pages;
  private final String sha256;

  private PageImage(byte[][] pages) {
    this.pages = pages;
    this.sha256 = digest(pages);
  }

  /** A memory of {@code wasmPages} pages of 64 KiB, all zeros. */
  public static PageImage empty(int wasmPages) {
    byte[][] pages = new byte[wasmPages * PagedMemory.PAGES_PER_WASM_PAGE][];
    Arrays.fill(pages, ZEROS);
    return new PageImage(pages);
  }

  /** What {@code pages} hold now; the image owns the pages from here on. */
  static PageImage of(byte[][] pages) {
    byte[][] shared = pages.clone();
    for (int i = 0; i < shared.length; i++) {
      if (Arrays.equals(shared[i], ZEROS)) {
        shared[i] = ZEROS;
      }
    }
    return new PageImage(shared);
  }

  /** Pages of this class, not of WebAssembly. */
  int size() {
    return pages.length;
  }

  /** Its size in pages of WebAssembly, 64 KiB each. */
  public int wasmPages() {
    return pages.length / PagedMemory.PAGES_PER_WASM_PAGE;
  }

  byte[][] pages() {
    return pages;
  }

  /** Whether it holds nothing but zeros. */
  boolean blank() {
    return Arrays.stream(pages).allMatch(page -> Arrays.equals(page, ZEROS));
  }

  /** Names the contents: the lower-case hex SHA-256 of all bytes. */
  public String sha256() {
    return sha256;
  }

  private static String digest(byte[][] pages) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] page : pages) {
        digest.update(page);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("digest a memory image", e);
    }
  }
}
