package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.executor.outbound.OutboundTest.cause;
import static sh.executor.outbound.OutboundTest.text;
import static sh.executor.outbound.Requests.get;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.outbound.OutboundResult.Cause;
import sh.executor.outbound.OutboundResult.Refused;
import sh.executor.outbound.TestOutbound.Outside;
import sh.executor.testkit.ScriptedServer;

class OutboundGuardTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "a.localhost", "[::1]", "[::ffff:127.0.0.1]"})
  void thisMachineIsNotCalledWhereTheLocalNetworkIsClosed(String host) throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, ""));
        var closed = TestOutbound.of(Outside.closed())) {
      OutboundResult result =
          closed.send(get(URI.create("http://" + host + ":" + server.port() + "/")));

      assertThat(result).isInstanceOf(Refused.class);
      assertThat(((Refused) result).reason()).contains("EXECUTOR_ALLOW_LOCAL_NETWORK");
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"})
  void thisMachineIsCalledWhereTheLocalNetworkIsOpen(String host) throws Exception {
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, "ok"));
        var open = TestOutbound.local()) {
      URI uri = URI.create("http://" + host + ":" + server.port() + "/");

      assertThat(text(open.send(get(uri)))).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "192.168.0.1", "fd00::1", "::1", "169.254.1.1"})
  void aNameIsJudgedByTheAddressesItHas(String address) {
    try (var closed = TestOutbound.of(Outside.closed().resolving(answering(address)))) {
      OutboundResult result = closed.send(get(URI.create("http://innocent.example/")));

      assertThat(result).isInstanceOf(Refused.class);
    }
  }

  @Test
  void aMetadataServiceIsNotCalledEvenWhereTheLocalNetworkIsOpen() {
    Outside metadata = Outside.local().resolving(answering("169.254.169.254"));
    try (var open = TestOutbound.of(metadata)) {
      assertThat(open.send(get(URI.create("http://innocent.example/"))))
          .isEqualTo(new Refused("innocent.example is a reserved address; no request goes there."));
    }
  }

  @Test
  void anAddressThatMayNotBeCalledIsPassedOverForOneThatMay() throws Exception {
    Outside mixed = Outside.local().resolving(answering("169.254.169.254", "127.0.0.1"));
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, "good one"));
        var open = TestOutbound.of(mixed)) {
      URI uri = URI.create("http://mixed.example:" + server.port() + "/");

      assertThat(text(open.send(get(uri)))).isEqualTo("good one");
    }
  }

  @Test
  void aNameThatChangesItsAddressAfterTheCheckGainsNothing() throws Exception {
    Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.9", "127.0.0.1"));
    Outside rebinding =
        Outside.local()
            .resolving(_ -> new InetAddress[] {InetAddress.ofLiteral(answers.removeFirst())});
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, "rebound"));
        var open = TestOutbound.of(rebinding)) {
      URI uri = URI.create("http://rebinding.example:" + server.port() + "/");

      OutboundResult result = open.send(get(uri));

      assertThat(cause(result)).isEqualTo(Cause.UNREACHABLE);
      assertThat(answers).containsExactly("127.0.0.1");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void theHostHeaderNamesWhatTheUrlNames() throws Exception {
    Outside named = Outside.local().resolving(answering("127.0.0.1"));
    try (var server = ScriptedServer.start((_, wire) -> wire.answer(200, ""));
        var open = TestOutbound.of(named)) {
      open.send(get(URI.create("http://API.example.:" + server.port() + "/")));

      assertThat(server.ledger().getFirst().header("host"))
          .contains("api.example:" + server.port());
    }
  }

  private static Resolver answering(String... addresses) {
    return _ -> Arrays.stream(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
  }
}
