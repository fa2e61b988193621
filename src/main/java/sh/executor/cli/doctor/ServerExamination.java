package sh.executor.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import sh.executor.api.AccountView;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.server.Endpoint;
import sh.executor.cli.server.ServerChoice;
import sh.executor.cli.server.ServerClient;
import sh.executor.daemon.LocalServerException;

/**
 * Looks at the server that commands would ask.
 *
 * @param choice which one that is
 * @param version of this build
 */
public record ServerExamination(ServerChoice choice, String version) {

  private static final int PORT = 4788;
  private static final String SERVER = "Server";
  private static final String PORT_CHECK = "Port";
  private static final String CREDENTIAL = "Credential";
  private static final String VERSION = "Version";

  /** All findings. */
  public List<Finding> findings() {
    Endpoint endpoint;
    try {
      endpoint = choice.endpoint();
    } catch (CommandFailure e) {
      return "ServerNotRunning".equals(e.tag())
          ? List.of(Finding.warning(SERVER, said(e)), port())
          : List.of(Finding.failed(SERVER, said(e)));
    } catch (LocalServerException e) {
      return List.of(Finding.failed(SERVER, String.valueOf(e.getMessage())));
    }
    try (ServerClient client = new ServerClient(endpoint, note -> {})) {
      List<Finding> findings = asked(client);
      if (endpoint.sendsInTheClear()) {
        findings.add(
            Finding.warning(
                CREDENTIAL,
                "Others can read it on its way: " + endpoint.origin() + " is not https."));
      }
      return findings;
    }
  }

  private List<Finding> asked(ServerClient client) {
    List<Finding> findings = new ArrayList<>();
    try {
      String theirs = client.get("/openapi.json").body().at("/info/version").asText("");
      findings.add(Finding.ok(SERVER, client.origin() + " answers."));
      findings.add(
          theirs.equals(version)
              ? Finding.ok(VERSION, "Both are " + version + '.')
              : Finding.warning(
                  VERSION,
                  "This is " + version + ", the server is " + theirs + ": upgrade the older one."));
    } catch (CommandFailure e) {
      findings.add(Finding.failed(SERVER, said(e)));
      return findings;
    }
    try {
      AccountView account = client.get("/account/me").as(AccountView.class);
      findings.add(
          Finding.ok(CREDENTIAL, "The server knows you as " + account.user().email() + '.'));
    } catch (CommandFailure e) {
      findings.add(Finding.failed(CREDENTIAL, said(e)));
    }
    return findings;
  }

  private static Finding port() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT));
      return Finding.ok(PORT_CHECK, PORT + " is free.");
    } catch (IOException e) {
      return Finding.warning(
          PORT_CHECK,
          "Another program has " + PORT + ": 'executor serve --port 0' takes a free one.");
    }
  }

  private static String said(CommandFailure failure) {
    return String.valueOf(failure.getMessage());
  }
}
