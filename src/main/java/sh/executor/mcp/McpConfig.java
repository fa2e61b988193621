package sh.executor.mcp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What an operator may set about the MCP endpoint. Every value is a limit or widens a guard. */
@ConfigMapping(prefix = "executor.mcp")
interface McpConfig {

  /** How large a request body may be. */
  @WithDefault("4194304")
  int bodyBytesMax();

  /** How long a request body may take to arrive. */
  @WithDefault("30s")
  Duration bodyWithin();

  /** How many requests the endpoint works on at once; more are told to come back. */
  @WithDefault("4096")
  int requestsMax();

  /** How deep JSON may nest. */
  @WithDefault("128")
  int depthMax();

  /** How many messages a batch of 2025-03-26 may hold. */
  @WithDefault("50")
  int batchMax();

  /** How often an open stream carries a comment, so that nobody on the way takes it for dead. */
  @WithDefault("25s")
  Duration keepAlive();

  /** How long a call may take before its answer becomes a stream that is kept alive. */
  @WithDefault("2s")
  Duration streamAfter();

  /** How long clients are told to wait before they come back to a stream that was cut. */
  @WithDefault("1s")
  Duration retryAfter();

  /** How often it is looked for more of a stream that was taken up again. */
  @WithDefault("250ms")
  Duration followEvery();

  /** How old a standing stream grows before it is ended for the client to open another. */
  @WithDefault("30m")
  Duration streamAgeMax();

  /** How often it is looked whether streams that stand were opened with what still opens them. */
  @WithDefault("10s")
  Duration credentialEvery();

  /** How many standing streams of its sessions one account may have open at a node. */
  @WithDefault("2048")
  int streamsPerAccountMax();

  /** How long a request waits for a home of its session that is lost and not taken over yet. */
  @WithDefault("15s")
  Duration homeWithin();

  /** How long a reader may leave a full stream unread before it is given up. */
  @WithDefault("30s")
  Duration drainWithin();

  /** How much of a stream its reader may leave unread, beyond what is waited for. */
  @WithDefault("8388608")
  int streamPendingBytesMax();

  /** How long a question stays with a client; after that it can be answered elsewhere only. */
  @WithDefault("10m")
  Duration questionWithin();

  /** How long {@code resume} waits for people, unless it is asked to wait for less. */
  @WithDefault("4m")
  Duration resumeWithin();

  /**
   * Headers by which a trusted proxy tells of a client's connection, as {@code
   * country=cf-ipcountry}; what they say is put on spans. {@code EXECUTOR_EDGE_HEADERS}.
   */
  Optional<Set<String>> edgeHeaders();

  /** How often a client that wants to know is told that people are still being waited for. */
  @WithDefault("10s")
  Duration progressEvery();

  /** How long a client of 2026-07-28 may take from one round of a request to the next. */
  @WithDefault("24h")
  Duration requestStateWithin();

  /** How many clients of 2026-07-28 may listen at once; more are told to come back. */
  @WithDefault("4096")
  int listensMax();

  /** How many of them may be of one account. */
  @WithDefault("64")
  int listensPerAccountMax();

  /** How long a run may take before a client that takes tasks is given one. */
  @WithDefault("5s")
  Duration taskAfter();
}
