package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.outbound.Inflation.Plain;

class InflationTest {

  private static final byte[] TEXT = "plain text ".repeat(100).getBytes(StandardCharsets.UTF_8);
  private static final int LIMIT = TEXT.length;

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "deflate", "raw deflate", "", "identity", " GZIP "})
  void aBodyInAnyCodingWeAskForIsRead(String coding) throws Exception {
    String name = coding.equals("raw deflate") ? "deflate" : coding;

    Plain plain = Inflation.decode(name, coded(coding, TEXT), true, LIMIT);

    assertRead(plain, TEXT, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw deflate"})
  void aBombEndsAtTheLimit(String coding) throws Exception {
    byte[] bomb = coded(coding, new byte[50_000_000]);
    String name = coding.equals("raw deflate") ? "deflate" : coding;

    Plain plain = Inflation.decode(name, bomb, true, 100);

    assertRead(plain, new byte[100], true);
  }

  @Test
  void ofABodyThatWasCutAllThatCameIsRead() throws Exception {
    byte[] whole = coded("gzip", TEXT);

    Plain plain = Inflation.decode("gzip", Arrays.copyOf(whole, whole.length - 12), false, LIMIT);

    assertThat(plain).isInstanceOf(Plain.Bytes.class);
    Plain.Bytes bytes = (Plain.Bytes) plain;
    assertThat(bytes.cut()).isTrue();
    assertThat(bytes.bytes()).startsWith("plain text".getBytes(StandardCharsets.UTF_8));
    assertThat(TEXT).startsWith(bytes.bytes());
  }

  @Test
  void aCompleteBodyThatEndsTooEarlyIsUnreadable() throws Exception {
    byte[] whole = coded("gzip", TEXT);

    Plain plain = Inflation.decode("gzip", Arrays.copyOf(whole, whole.length - 12), true, LIMIT);

    assertThat(plain).isInstanceOf(Plain.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "gzip, gzip", "gzip", "deflate"})
  void whatIsNotInACodingWeAskForIsUnreadable(String coding) {
    byte[] noise = "neither gzip nor deflate".getBytes(StandardCharsets.UTF_8);

    assertThat(Inflation.decode(coding, noise, true, LIMIT)).isInstanceOf(Plain.Unreadable.class);
  }

  @Test
  void anEmptyBodyIsEmptyInEveryCoding() {
    assertRead(Inflation.decode("br", new byte[0], true, LIMIT), new byte[0], false);
  }

  private static void assertRead(Plain plain, byte[] bytes, boolean cut) {
    assertThat(plain).isInstanceOf(Plain.Bytes.class);
    assertThat(((Plain.Bytes) plain).bytes()).isEqualTo(bytes);
    assertThat(((Plain.Bytes) plain).cut()).isEqualTo(cut);
  }

  static byte[] coded(String coding, byte[] plain) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (OutputStream to =
        switch (coding) {
          case "gzip", "x-gzip", " GZIP " -> new GZIPOutputStream(coded);
          case "deflate" -> new DeflaterOutputStream(coded);
          case "raw deflate" -> new DeflaterOutputStream(coded, new Deflater(9, true));
          default -> coded;
        }) {
      to.write(plain);
    }
    return coded.toByteArray();
  }
}
