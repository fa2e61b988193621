package sh.executor.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AesGcmTest {

  private static final byte[] ROW = "a row".getBytes(UTF_8);
  private static final byte[] TEXT = "a value".getBytes(UTF_8);

  private final AesGcm cipher = new AesGcm(new byte[MasterKey.BYTES]);

  /** Test case 14 of the GCM specification (McGrew and Viega), the nonce before it. */
  @Test
  void theVectorOfTheSpecificationOpens() throws Exception {
    byte[] made =
        HexFormat.of()
            .parseHex(
                "000000000000000000000000"
                    + "cea7403d4d606b6e074ec5d3baf39d18"
                    + "d0d1c8a799996bf0265b98b5d48ab919");

    assertThat(cipher.open(made, new byte[0])).isEqualTo(new byte[16]);
  }

  @Test
  void whatIsSealedOpensAndIsNotTheSameTwice() throws Exception {
    byte[] once = cipher.seal(TEXT, ROW);
    byte[] again = cipher.seal(TEXT, ROW);

    assertThat(cipher.open(once, ROW)).isEqualTo(TEXT).isEqualTo(cipher.open(again, ROW));
    assertThat(once).isNotEqualTo(again).hasSize(12 + TEXT.length + 16);
  }

  @Test
  void forOtherAssociatedDataItDoesNotOpen() throws Exception {
    byte[] made = cipher.seal(TEXT, ROW);

    assertThatThrownBy(() -> cipher.open(made, TEXT)).isInstanceOf(GeneralSecurityException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 27})
  void whatIsTooShortDoesNotOpen(int bytes) {
    assertThatThrownBy(() -> cipher.open(new byte[bytes], ROW))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 31, 33})
  void aKeyOfAnotherLengthIsRefused(int bytes) {
    assertThatThrownBy(() -> new AesGcm(new byte[bytes]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
