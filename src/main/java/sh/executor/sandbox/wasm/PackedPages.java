package sh.executor.sandbox.wasm;

import static sh.executor.sandbox.wasm.PageImage.PAGE_BITS;
import static sh.executor.sandbox.wasm.PageImage.PAGE_BYTES;
import static sh.executor.sandbox.wasm.PageImage.ZEROS;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What a memory holds that its image does not, packed for keeping: of every page that differs, its
 * number and the exclusive or of its bytes with the image's, all of it one zlib stream. Most pages
 * differ in a few bytes, so a difference is a tenth of a page's own contents after compression.
 *
 * @param wasmPages size of the memory, in pages of WebAssembly, 64 KiB each
 * @param refused whether the memory had been refused growth
 * @param count of the pages that differ, 4 KiB each
 * @param packed the stream; neither copied nor ever written to
 */
public record PackedPages(int wasmPages, boolean refused, int count, byte[] packed) {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Bytes of the whole memory, unpacked. */
  public long memoryBytes() {
    return (long) wasmPages * PagedMemory.PAGE_SIZE;
  }

  /** The pages from address {@code from} up that are not what {@code image} has in their place. */
  static PackedPages of(PageImage image, byte[][] pages, boolean refused, int from) {
    byte[] difference = new byte[PAGE_BYTES];
    int count = 0;
    try (PageDeflater out = new PageDeflater()) {
      for (int i = from >>> PAGE_BITS; i < pages.length; i++) {
        byte[] base = base(image, i);
        if (!Arrays.equals(pages[i], base)) {
          xor(pages[i], base, difference);
          out.write(i, difference);
          count++;
        }
      }
      return new PackedPages(
          pages.length / PagedMemory.PAGES_PER_WASM_PAGE, refused, count, out.finish());
    }
  }

  /**
   * Puts the pages into {@code readable} and {@code writable}, which hold {@code image} and as many
   * pages more as it takes.
   *
   * @throws DataFormatException when this was not packed by this class
   */
  void unpack(PageImage image, byte[][] readable, byte[] @Nullable [] writable)
      throws DataFormatException {
    try (PageInflater in = new PageInflater(packed)) {
      int before = -1;
      for (int left = count; left > 0; left--) {
        int index = in.index();
        if (index <= before || index >= readable.length) {
          throw new DataFormatException("page " + index + " after " + before);
        }
        byte[] page = in.page();
        xor(page, base(image, index), page);
        readable[index] = page;
        writable[index] = page;
        before = index;
      }
      in.end();
    }
  }

  private static byte[] base(PageImage image, int index) {
    return index < image.size() ? image.pages()[index] : ZEROS;
  }

  private static void xor(byte[] one, byte[] other, byte[] to) {
    for (int at = 0; at < PAGE_BYTES; at += Long.BYTES) {
      LONG.set(to, at, (long) LONG.get(one, at) ^ (long) LONG.get(other, at));
    }
  }
}
