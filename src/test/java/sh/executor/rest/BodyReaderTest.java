package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.NullNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.api.ConnectionCreate;
import sh.executor.api.ConnectionUpdate;
import sh.executor.api.ExecutionCreate;
import sh.executor.api.OwnerName;
import sh.executor.api.PolicyCreate;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

class BodyReaderTest {

  private final BodyReader reader = new BodyReader(() -> Duration.ofMinutes(1));

  @Test
  void aWholeBodyBecomesItsRecord() throws IOException {
    String body =
        """
        {"owner":"org","name":"main","integration":"github","template":"bearer",
         "values":{"token":"x"},"description":null,"unknown":[1,{"a":2}]}
        """;

    ConnectionCreate read = read(ConnectionCreate.class, body);

    assertThat(read)
        .isEqualTo(
            new ConnectionCreate(
                OwnerName.ORG, "main", "github", "bearer", null, null, null, Map.of("token", "x")));
  }

  @Test
  void absentAndNullDifferWhereTheyMeanDifferentThings() throws IOException {
    ConnectionUpdate read = read(ConnectionUpdate.class, "{\"description\":null}");

    assertThat((Object) read.description()).isEqualTo(NullNode.instance);
    assertThat((Object) read.identityLabel()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"owner\":\"org\",\"action\":\"block\"} | pattern | \"pattern\" must be there.",
        "{\"owner\":\"org\",\"pattern\":null,\"action\":\"block\"} | pattern | must be there and not null.",
        "{\"owner\":\"team\",\"pattern\":\"*\",\"action\":\"block\"} | owner | must be one of \"org\", \"user\".",
        "{\"owner\":0,\"pattern\":\"*\",\"action\":\"block\"} | owner | must be one of \"org\", \"user\".",
        "{\"owner\":\"org\",\"pattern\":7,\"action\":\"block\"} | pattern | \"pattern\" must be a string.",
        "{\"owner\":\"org\",\"pattern\":{},\"action\":\"block\"} | pattern | \"pattern\" must be a string.",
        "{\"owner\":\"org\",\"pattern\":[\"*\"],\"action\":\"block\"} | pattern | \"pattern\" must be a string.",
        "[] | `` | The body must be an object.",
        "\"text\" | `` | The body must be an object.",
        "null | `` | The body must be an object.",
        "`` | `` | A JSON body is needed.",
        "{\"owner\": | `` | The body is not valid JSON. (line 1, column",
        "{\"owner\":\"org\",\"pattern\":\"*\",\"action\":\"block\"} {} | `` | The body",
        "{\"owner\":\"org\",\"owner\":\"user\"} | `` | The body is not valid JSON.",
      })
  void aWrongBodyIsAProblemThatSaysWhere(String body, String path, String detail) {
    Problem problem = problemOf(PolicyCreate.class, body);

    assertThat(problem.type()).isEqualTo(Problem.Type.INVALID_INPUT);
    assertThat(problem.tag()).isEqualTo("HttpApiDecodeError");
    assertThat(problem.detail()).contains(detail);
    if (!path.isEmpty()) {
      assertThat(problem.extensions().get("issues"))
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .first()
          .extracting(issue -> ((Map<?, ?>) issue).get("path"))
          .isEqualTo(List.of(path));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":\"a\\ud800b\"} | name",
        "{\"name\":\"a\\u0000b\"} | name",
        "{\"values\":{\"token\":\"\\udc00\"}} | values.token",
        "{\"values\":{\"a\\u0000\":\"x\"}} | values",
      })
  void whatIsNoTextIsAProblemThatSaysWhere(String body, String path) {
    Problem problem = problemOf(ConnectionCreate.class, body);

    assertThat(problem.tag()).isEqualTo("HttpApiDecodeError");
    assertThat(problem.detail()).startsWith("What is at \"" + path + "\" must be text");
  }

  @Test
  void whatIsNoTextIsFoundInATreeToo() {
    String body = "{\"description\":[0,{\"a\":[1,\"\\udc00\\ud800\"]}]}";

    Problem problem = problemOf(ConnectionUpdate.class, body);

    assertThat(problem.detail()).startsWith("What is at \"description.1.a.1\" must be text");
  }

  @Test
  void whoGoesAwayIsNobodyToBlameOurselvesFor() {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream("{\"code\":\"ret".getBytes(StandardCharsets.UTF_8)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("Connection was closed");
              }

              @Override
              public int read(byte[] into, int offset, int length) throws IOException {
                return read();
              }
            });

    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () -> reader.read(ExecutionCreate.class, BodyLimits.ORDINARY_BYTES_MAX, broken));

    assertThat(thrown.problem().detail()).isEqualTo("The body is not complete.");
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedForLong() {
    BodyReader impatient = new BodyReader(() -> Duration.ofMillis(20));
    InputStream stuck =
        new InputStream() {
          @Override
          public int read() throws IOException {
            try {
              new CountDownLatch(1).await();
              return -1;
            } catch (InterruptedException e) {
              throw new InterruptedIOException(e.getMessage());
            }
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return read();
          }
        };

    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class, () -> impatient.read(ExecutionCreate.class, 100, stuck));

    assertThat(thrown.problem().tag()).isEqualTo("RequestTooSlow");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aWordIsNoBoolean() {
    Problem problem = problemOf(ExecutionCreate.class, "{\"code\":\"x\",\"autoApprove\":\"true\"}");

    assertThat(problem.detail()).startsWith("\"autoApprove\" must be true or false.");
  }

  @Test
  void aValueIsNeverRepeated() {
    String body =
        "{\"owner\":\"s3cret\",\"name\":\"s3cret\",\"integration\":1,\"values\":{\"token\":{\"s3cret\":1}}}";

    Problem problem = problemOf(ConnectionCreate.class, body);

    assertThat(problem.detail() + problem.extensions()).doesNotContain("s3cret");
  }

  @Test
  void aBodyBeyondTheLimitIsRefusedWhileItIsRead() {
    String body = "{\"code\":\"" + "x".repeat(BodyLimits.ORDINARY_BYTES_MAX) + "\"}";

    Problem problem = problemOf(ExecutionCreate.class, body);

    assertThat(problem.type()).isEqualTo(Problem.Type.TOO_LARGE);
    assertThat(problem.extensions()).containsEntry("bytesMax", BodyLimits.ORDINARY_BYTES_MAX);
  }

  @Test
  void nestingBeyondTheLimitIsRefused() {
    String deep = "[".repeat(BodyLimits.DEPTH_MAX + 1) + "]".repeat(BodyLimits.DEPTH_MAX + 1);

    Problem problem = problemOf(ExecutionCreate.class, "{\"code\":\"x\",\"more\":" + deep + "}");

    assertThat(problem.type()).isEqualTo(Problem.Type.INVALID_INPUT);
    assertThat(problem.detail()).contains("nest at most 64 deep");
  }

  private <T> T read(Class<T> type, String body) throws IOException {
    return reader.read(
        type,
        BodyLimits.ORDINARY_BYTES_MAX,
        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }

  private Problem problemOf(Class<?> type, String body) {
    return catchThrowableOfType(ProblemException.class, () -> read(type, body)).problem();
  }
}
