package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.executor.outbound.OutboundTest.cause;
import static sh.executor.outbound.OutboundTest.text;
import static sh.executor.outbound.Requests.get;

import io.vertx.core.net.PfxOptions;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.outbound.OutboundResult.Cause;
import sh.executor.outbound.TestOutbound.Outside;
import sh.executor.testkit.ScriptedServer;

class OutboundTlsTest {

  private static final String PASSWORD = "only-for-this-test";

  @TempDir private static Path folder;
  private static Path keys = Path.of("");

  private final Outside trusting =
      Outside.local()
          .resolving(_ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")})
          .adjusting(
              options ->
                  options.setTrustOptions(
                      new PfxOptions().setPath(keys.toString()).setPassword(PASSWORD)));

  /** A certificate for api.example, made by the JDK's own tool. */
  @BeforeAll
  static void makeCertificate() throws Exception {
    keys = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=api.example",
                "-ext",
                "san=dns:api.example",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
  }

  @Test
  void aCertificateIsVerifiedAgainstTheNameThoughTheAddressIsConnectedTo() throws Exception {
    try (var server = tlsServer();
        var out = TestOutbound.of(trusting)) {
      assertThat(text(out.send(get(uri("api.example", server))))).isEqualTo("sealed");
      assertThat(server.ledger().getFirst().header("host"))
          .contains("api.example:" + server.port());
    }
  }

  @Test
  void aCertificateForAnotherNameIsNotAccepted() throws Exception {
    try (var server = tlsServer();
        var out = TestOutbound.of(trusting)) {
      OutboundResult result = out.send(get(uri("other.example", server)));

      assertThat(cause(result)).isEqualTo(Cause.UNREACHABLE);
      assertThat(result.toString()).contains("The certificate of other.example");
      assertThat(server.ledger()).isEmpty();
    }
  }

  @Test
  void aCertificateForANameIsNotOneForItsAddress() throws Exception {
    try (var server = tlsServer();
        var out = TestOutbound.of(trusting)) {
      assertThat(cause(out.send(get(uri("127.0.0.1", server))))).isEqualTo(Cause.UNREACHABLE);
      assertThat(server.ledger()).isEmpty();
    }
  }

  @Test
  void aCertificateNobodyVouchesForIsNotAccepted() throws Exception {
    try (var server = tlsServer();
        var out = TestOutbound.of(trusting.adjusting(options -> options))) {
      assertThat(cause(out.send(get(uri("api.example", server))))).isEqualTo(Cause.UNREACHABLE);
      assertThat(server.ledger()).isEmpty();
    }
  }

  @Test
  void aConnectionOfOneNameIsNotUsedForAnother() throws Exception {
    try (var server = tlsServer();
        var out = TestOutbound.of(trusting)) {
      out.send(get(uri("api.example", server)));

      assertThat(cause(out.send(get(uri("other.example", server))))).isEqualTo(Cause.UNREACHABLE);
      assertThat(server.ledger()).hasSize(1);
    }
  }

  @Test
  void aServerThatDoesNotSpeakTlsIsUnreachable() throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, ""));
        var out = TestOutbound.of(trusting)) {
      OutboundResult result = out.send(get(uri("api.example", server)));

      assertThat(cause(result)).isEqualTo(Cause.UNREACHABLE);
      assertThat(result.toString()).contains("TLS");
    }
  }

  private static URI uri(String host, ScriptedServer server) {
    return URI.create("https://" + host + ":" + server.port() + "/");
  }

  private static ScriptedServer tlsServer() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    ServerSocketFactory factory = context.getServerSocketFactory();
    return ScriptedServer.start(factory, (_, wire) -> wire.answer(200, "sealed"));
  }
}
