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
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;

/**
 * A linear memory that begins as a {@link PageImage} and copies a page when it is first written to,
 * so that a fresh one costs two arrays of references. For one thread at a time.
 *
 * <p>An address out of bounds ends in an {@link IndexOutOfBoundsException}: the tables of pages are
 * exactly as long as the memory. Growth is refused, as WebAssembly allows, beyond {@code
 * wasmPagesMax} and beyond what is left of the budget.
 */
public final class PagedMemory implements Memory {

  static final int PAGES_PER_WASM_PAGE = PAGE_SIZE >> PAGE_BITS;

  private static final int OFFSET = PAGE_BYTES - 1;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final MemoryBudget budget;
  private PageImage image;

  /** Every page, for reading; those of the image among them. */
  private byte[][] readable;

  /** The pages that are ours; null where the page is still the image's. */
  private byte[] @Nullable [] writable;

  private int wasmPagesMax;
  private long reserved;
  private boolean refused;

  /** A memory that begins as {@code image}. */
  public PagedMemory(PageImage image, int wasmPagesMax, MemoryBudget budget) {
    this.budget = budget;
    this.image = image;
    this.wasmPagesMax = wasmPagesMax;
    this.readable = image.pages().clone();
    this.writable = new byte[image.size()][];
  }

  /** Becomes {@code image} again, with a new limit, and returns to the budget what it had grown. */
  public void reset(PageImage image, int wasmPagesMax) {
    release();
    this.image = image;
    this.wasmPagesMax = wasmPagesMax;
    this.refused = false;
    this.readable = image.pages().clone();
    this.writable = new byte[image.size()][];
  }

  /**
   * Becomes {@code image} with {@code pages} on top of it, which must have been packed over the
   * same image and be no more than {@code wasmPagesMax}.
   *
   * @return false, and nothing held, when the budget has not enough left; it is asked first
   * @throws DataFormatException when {@code pages} are not what {@link #pack} made; the contents
   *     are undefined then
   */
  public boolean restore(PageImage image, int wasmPagesMax, PackedPages pages)
      throws DataFormatException {
    reset(image, wasmPagesMax);
    if (pages.wasmPages() < image.wasmPages() || pages.wasmPages() > wasmPagesMax) {
      throw new DataFormatException("a memory of " + pages.wasmPages() + " pages");
    }
    if (grow(pages.wasmPages() - image.wasmPages()) < 0) {
      release();
      return false;
    }
    pages.unpack(image, readable, writable);
    refused = pages.refused();
    return true;
  }

  /**
   * What it holds from address {@code from} up that its image does not; below, the image's contents
   * will do.
   */
  public PackedPages pack(int from) {
    return PackedPages.of(image, readable, refused, from);
  }

  /** Drops all contents and returns to the budget what it had grown by. */
  public void release() {
    readable = new byte[0][];
    writable = new byte[0][];
    budget.release(reserved);
    reserved = 0;
  }

  /** What it holds now, as an image to start others from. */
  public PageImage image() {
    return PageImage.of(copied());
  }

  private byte[][] copied() {
    byte[][] pages = readable.clone();
    for (int i = 0; i < pages.length; i++) {
      if (writable[i] != null) {
        pages[i] = pages[i].clone();
      }
    }
    return pages;
  }

  /** Bytes of the pages that are its own. */
  public long bytesOwned() {
    long pages = 0;
    for (byte[] page : writable) {
      if (page != null) {
        pages++;
      }
    }
    return pages << PAGE_BITS;
  }

  /** Whether growth has been refused since the last reset. */
  public boolean refused() {
    return refused;
  }

  @Override
  public int pages() {
    return readable.length / PAGES_PER_WASM_PAGE;
  }

  @Override
  public int grow(int wasmPages) {
    int before = pages();
    if (wasmPages == 0) {
      return before;
    }
    long bytes = (long) wasmPages * PAGE_SIZE;
    if (wasmPages < 0 || wasmPages > wasmPagesMax - before || !reserve(bytes)) {
      refused = true;
      return -1;
    }
    int size = readable.length;
    byte[][] grown = Arrays.copyOf(readable, size + wasmPages * PAGES_PER_WASM_PAGE);
    Arrays.fill(grown, size, grown.length, ZEROS);
    writable = Arrays.copyOf(writable, grown.length);
    readable = grown;
    return before;
  }

  private boolean reserve(long bytes) {
    StackHeadroom.require();
    if (!budget.reserve(bytes)) {
      return false;
    }
    reserved += bytes;
    return true;
  }

  @Override
  public int initialPages() {
    return image.size() / PAGES_PER_WASM_PAGE;
  }

  @Override
  public int maximumPages() {
    return wasmPagesMax;
  }

  @Override
  public boolean shared() {
    return false;
  }

  private byte[] own(int page) {
    byte[] mine = writable[page];
    return mine != null ? mine : copy(page);
  }

  private byte[] copy(int page) {
    byte[] mine = readable[page].clone();
    readable[page] = mine;
    writable[page] = mine;
    return mine;
  }

  @Override
  public byte read(int address) {
    return readable[address >>> PAGE_BITS][address & OFFSET];
  }

  @Override
  public short readShort(int address) {
    int offset = address & OFFSET;
    if (offset <= PAGE_BYTES - Short.BYTES) {
      return (short) SHORT.get(readable[address >>> PAGE_BITS], offset);
    }
    return (short) ((read(address) & 0xFF) | read(address + 1) << 8);
  }

  @Override
  public int readInt(int address) {
    int offset = address & OFFSET;
    if (offset <= PAGE_BYTES - Integer.BYTES) {
      return (int) INT.get(readable[address >>> PAGE_BITS], offset);
    }
    return (readShort(address) & 0xFFFF) | readShort(address + Short.BYTES) << 16;
  }

  @Override
  public long readLong(int address) {
    int offset = address & OFFSET;
    if (offset <= PAGE_BYTES - Long.BYTES) {
      return (long) LONG.get(readable[address >>> PAGE_BITS], offset);
    }
    return (readInt(address) & 0xFFFF_FFFFL) | (long) readInt(address + Integer.BYTES) << 32;
  }

  @Override
  public long readU16(int address) {
    return readShort(address) & 0xFFFFL;
  }

  @Override
  public long readF32(int address) {
    return readInt(address);
  }

  @Override
  public float readFloat(int address) {
    return Float.intBitsToFloat(readInt(address));
  }

  @Override
  public double readDouble(int address) {
    return Double.longBitsToDouble(readLong(address));
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  @Override
  public byte[] readBytes(int address, int length) {
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      int offset = (address + done) & OFFSET;
      int run = Math.min(length - done, PAGE_BYTES - offset);
      System.arraycopy(readable[(address + done) >>> PAGE_BITS], offset, bytes, done, run);
      done += run;
    }
    return bytes;
  }

  @Override
  public void writeByte(int address, byte value) {
    own(address >>> PAGE_BITS)[address & OFFSET] = value;
  }

  @Override
  public void writeShort(int address, short value) {
    int offset = address & OFFSET;
    if (offset <= PAGE_BYTES - Short.BYTES) {
      SHORT.set(own(address >>> PAGE_BITS), offset, value);
    } else {
      writeByte(address + 1, (byte) (value >> 8));
      writeByte(address, (byte) value);
    }
  }

  @Override
  public void writeI32(int address, int value) {
    int offset = address & OFFSET;
    if (offset <= PAGE_BYTES - Integer.BYTES) {
      INT.set(own(address >>> PAGE_BITS), offset, value);
    } else {
      writeShort(address + Short.BYTES, (short) (value >> 16));
      writeShort(address, (short) value);
    }
  }

  @Override
  public void writeLong(int address, long value) {
    int offset = address & OFFSET;
    if (offset <= PAGE_BYTES - Long.BYTES) {
      LONG.set(own(address >>> PAGE_BITS), offset, value);
    } else {
      writeI32(address + Integer.BYTES, (int) (value >> 32));
      writeI32(address, (int) value);
    }
  }

  @Override
  public void writeF32(int address, float value) {
    writeI32(address, Float.floatToRawIntBits(value));
  }

  @Override
  public void writeF64(int address, double value) {
    writeLong(address, Double.doubleToRawLongBits(value));
  }

  @Override
  public void write(int address, byte[] bytes, int from, int length) {
    int done = 0;
    while (done < length) {
      int offset = (address + done) & OFFSET;
      int run = Math.min(length - done, PAGE_BYTES - offset);
      System.arraycopy(bytes, from + done, own((address + done) >>> PAGE_BITS), offset, run);
      done += run;
    }
  }

  @Override
  public void fill(byte value, int from, int to) {
    int at = from;
    while (at != to) {
      int offset = at & OFFSET;
      int run = Math.min(to - at, PAGE_BYTES - offset);
      int page = at >>> PAGE_BITS;
      Arrays.fill(own(page), offset, offset + run, value);
      at += run;
    }
  }

  @Override
  public void copy(int to, int from, int length) {
    if (Integer.compareUnsigned(to, from) <= 0) {
      copyUp(to, from, length);
    } else {
      copyDown(to, from, length);
    }
  }

  private void copyUp(int to, int from, int length) {
    int done = 0;
    while (done < length) {
      int target = (to + done) & OFFSET;
      int source = (from + done) & OFFSET;
      int run = Math.min(length - done, PAGE_BYTES - Math.max(target, source));
      byte[] page = own((to + done) >>> PAGE_BITS);
      System.arraycopy(readable[(from + done) >>> PAGE_BITS], source, page, target, run);
      done += run;
    }
  }

  private void copyDown(int to, int from, int length) {
    int left = length;
    while (left > 0) {
      int target = ((to + left - 1) & OFFSET) + 1;
      int source = ((from + left - 1) & OFFSET) + 1;
      int run = Math.min(left, Math.min(target, source));
      left -= run;
      byte[] page = own((to + left) >>> PAGE_BITS);
      System.arraycopy(
          readable[(from + left) >>> PAGE_BITS], source - run, page, target - run, run);
    }
  }

  /** Writes the module's data, unless the image brings the contents. */
  @Override
  public void initialize(Instance instance, DataSegment @Nullable [] segments) {
    if (segments == null || !image.blank()) {
      return;
    }
    for (DataSegment segment : segments) {
      if (segment instanceof ActiveDataSegment active) {
        long[] address =
            ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions());
        write((int) address[0], active.data());
      }
    }
  }

  @Override
  public void initPassiveSegment(int segment, int to, int from, int size) {
    throw unsupported("a passive data segment");
  }

  @Override
  public void drop(int segment) {
    throw unsupported("dropping a data segment");
  }

  /** Does nothing: asked once, before the contents come. */
  @Override
  public void zero() {}

  @Override
  @SuppressWarnings("removal")
  public Object lock(int address) {
    throw unsupported("a lock");
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    throw unsupported("waiting");
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    throw unsupported("waiting");
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int address, int count) {
    throw unsupported("waking");
  }

  private static UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException("Not in a memory of one thread: " + what);
  }
}
